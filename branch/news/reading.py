"""The queries of the public pages, in SQL.

SQL, because building them with the ORM takes longer than running them: 0.2 ms instead of 5 of the
9 ms that an article's page took, 1 instead of 17 of the 43 of the home page.
"""

from .models import Article, ArticlePhoto
from .newest import WAYS, next_few_of_each

ARTICLE = """
SELECT article.*,
    EXISTS (SELECT 1 FROM news_articlephoto WHERE article_id = article.id) AS has_photos,
    EXISTS (SELECT 1 FROM news_articlefile WHERE article_id = article.id) AS has_files
FROM news_article AS article
WHERE id = %(pk)s AND state = %(published)s
"""
PICTURES = 'SELECT * FROM news_articlephoto WHERE article_id = %s ORDER BY "order", id'
# the first picture of each row of `near`
COVER = """
photo.file AS cover_file, photo.thumb AS cover_thumb, photo.alt AS cover_alt,
photo.caption AS cover_caption, photo.width AS cover_width, photo.height AS cover_height,
photo.webp_widths AS cover_webp_widths
"""
WITH_COVER = """
LEFT JOIN news_articlephoto AS photo ON photo.id = (
    SELECT id FROM news_articlephoto WHERE article_id = near.id ORDER BY "order", id LIMIT 1
)
"""
SIDE = """
SELECT * FROM (
    SELECT id, kind, title, published_on FROM news_article
    WHERE column_id = %(column)s AND state = %(published)s
        AND (published_on, id) {beyond} (%(day)s, %(pk)s)
    ORDER BY published_on {way}, id {way} LIMIT %(count)s
) AS {name}
"""
NEIGHBOURS = """
SELECT near.*, {cover} FROM ({older} UNION ALL {newer}) AS near {with_cover}
ORDER BY published_on DESC, near.id DESC
""".format(
    cover=COVER,
    with_cover=WITH_COVER,
    older=SIDE.format(beyond="<", way="DESC", name="older"),
    newer=SIDE.format(beyond=">", way="ASC", name="newer"),
)
LIST = """
SELECT near.*, {cover}
FROM (
    SELECT article.id, article.kind, article.column_id, article.title, article.summary,
        article.source_text, article.published_on
    FROM ({ids}) AS few CROSS JOIN news_article AS article WHERE article.id = few.id
    ORDER BY article.published_on {way}, article.id {way} LIMIT %s
) AS near {with_cover}
ORDER BY near.published_on {way}, near.id {way}
"""
# `+ 0`, so that the index of all published articles serves and not that of the columns
END = """
SELECT * FROM (
    SELECT id, published_on FROM news_article
    WHERE state = %(published)s AND column_id + 0 IN ({columns})
    ORDER BY published_on {way}, id {way} LIMIT 1
) AS {name}
"""


def published(pk, frame):
    """The article if it is published in a column of the frame, with `has_photos` and `has_files`; else None."""
    params = {"pk": pk, "published": Article.State.PUBLISHED.value}
    for article in Article.objects.raw(ARTICLE, params):
        if column := frame.of(article.column_id):
            article.column = column
            return article
    return None


def pictures(article):
    """The article's pictures, in order."""
    return list(ArticlePhoto.objects.raw(PICTURES, [article.pk])) if article.has_photos else []


def neighbours(article, count):
    """Up to `count` articles on either side of it in its column, newest first, each with its cover."""
    return list(
        Article.objects.raw(
            NEIGHBOURS,
            {
                "pk": article.pk,
                "day": article.published_on,
                "column": article.column_id,
                "published": Article.State.PUBLISHED.value,
                "count": count,
            },
        )
    )


def newest_of_each(columns, count):
    """The newest `count` articles of each of these public columns, newest first, each with its cover."""
    return _listed(columns, count, limit=count * len(columns))


def next_few(columns, count, *, side="lt", place=None, year=None):
    """The `count` articles of these public columns nearest to a place on one side of it, each with its cover.

    `newest.next_few_of_each` says what the sides are; without a place they are the newest.
    """
    return _listed(columns, count, limit=count, side=side, place=place, year=year)


def _listed(columns, count, *, limit, side="lt", **narrowed):
    if not columns:
        return []
    ids, params = next_few_of_each(columns, count, side=side, **narrowed)
    sql = LIST.format(cover=COVER, with_cover=WITH_COVER, ids=ids, way=WAYS[side])
    by_pk = {column.pk: column for column in columns}
    rows = list(Article.objects.raw(sql, [*params, limit]))
    for row in rows:
        row.column = by_pk[row.column_id]
    return rows


def years(frame):
    """The years from the newest article of the frame's columns back to the oldest."""
    if not frame.columns:
        return range(0)
    columns = ", ".join(str(column.pk) for column in frame.columns)
    sides = (("DESC", "newest"), ("ASC", "oldest"))
    sql = " UNION ALL ".join(END.format(columns=columns, way=way, name=name) for way, name in sides)
    found = Article.objects.raw(sql, {"published": Article.State.PUBLISHED.value})
    ends = [article.published_on.year for article in found]
    return range(max(ends), min(ends) - 1, -1) if ends else range(0)
