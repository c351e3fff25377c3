"""SQL for the ids of the next few published articles of each of some columns.

One UNION ALL: each part reads a few entries of its column's index, where conditions joined by OR read
all articles on some databases and take long to build on every one.
"""

from datetime import date

from django.db.models.expressions import RawSQL

PART = """
SELECT * FROM (
    SELECT id FROM news_article
    WHERE column_id = %s AND state = 'published'{narrowed}
    ORDER BY published_on {way}, id {way} LIMIT %s
) AS part_{number}"""
WAYS = {"lt": "DESC", "gt": "ASC"}
SIGNS = {"lt": "<", "gt": ">"}


def next_few_of_each(columns, count, *, side="lt", place=None, year=None):
    """SQL and parameters for the `count` newest of each column, or the nearest beyond a place, of one year or all.

    The side "lt" is that of older articles, "gt" that of newer ones; a place is a day and an id.
    """
    narrowed, narrowing = _narrowed(side, place, year)
    parts = [
        PART.format(narrowed=narrowed, way=WAYS[side], number=number)
        for number in range(len(columns))
    ]
    params = [value for column in columns for value in (column.pk, *narrowing, count)]
    return " UNION ALL ".join(parts), params


class NextFew(RawSQL):
    """The same as an expression, for `pk__in`."""

    def __init__(self, columns, count):
        super().__init__(*next_few_of_each(columns, count))


def _narrowed(side, place, year):
    conditions, params = "", []
    if place:
        conditions += f" AND (published_on, id) {SIGNS[side]} (%s, %s)"
        params += place
    if year:
        conditions += " AND published_on BETWEEN %s AND %s"
        params += [date(year, 1, 1), date(year, 12, 31)]
    return conditions, params
