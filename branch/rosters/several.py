"""Two lists in one sheet, under or beside each other, as two sheets: each with its own titles and heading.

In each the people stay in the rows in which the file has them, so that an error names the right one.
"""

from dataclasses import replace

from . import layout
from .cells import text_of


def split(sheet, fields, begins_section):
    """The lists of a sheet, each a `Sheet` of its own; the sheet itself where it has one list or none.

    `begins_section(text)` tells whether a line between people says something of those who follow it.
    """
    parts = [
        part for one in _downwards(sheet, fields, begins_section) for part in _across(one, fields)
    ]
    if len(parts) < 2:
        return [sheet]
    named = f"{sheet.name} 第 {{}} 张表" if sheet.name else "第 {} 张表"
    return [
        replace(part, name=named.format(number), title=sheet.called)
        for number, part in enumerate(parts, 1)
    ]


def _downwards(sheet, fields, begins_section):
    table = layout.find_table(sheet, fields)
    if table is None or "姓名" not in table.columns:
        return [sheet]
    headings, pieces, first, between = sheet.rows[: table.top], [], table.first_row, []
    number = first
    while number < len(sheet.rows):
        other = _header_at(sheet, fields, number, table)
        line = layout.filled(sheet.rows[number])
        is_section = _is_section(line, table, begins_section)
        if other or is_section:
            pieces.append(_piece(sheet, table, headings, first, number - len(between)))
            own = [*between, sheet.rows[number]] if is_section else between
            headings, between = [*headings, *own], []
            table, first = other or table, other.first_row if other else number + 1
            number = first
            continue
        is_beside = bool(line) and layout.is_beside(line, table)
        between = [*between, sheet.rows[number]] if is_beside else between if not line else []
        number += 1
    return [*pieces, _piece(sheet, table, headings, first, len(sheet.rows))]


def _header_at(sheet, fields, number, table):
    """The table whose titles begin in this row, other ones than those above; None where no titles stand."""
    known = set().union(*(one.inner_titles for one in fields))
    said = {layout.tidy(cell) for cell in sheet.rows[number] if isinstance(cell, str)}
    if len(said & known) < 2:
        return None
    found = [layout.table_at(sheet, fields, number, height) for height in layout.HEIGHTS]
    found = [one for one in found if one and "姓名" in one.columns and len(one.columns) > 1]
    best = max(found, key=layout.worth, default=None)
    return best if best and best.said_above != table.said_above else None


def _is_section(line, table, begins_section):
    texts = list(line.values())
    is_short = 0 < len(texts) <= layout.MANY and not any(map(layout.REMARK.match, texts))
    return is_short and layout.is_beside(line, table) and begins_section("".join(texts))


def _piece(sheet, table, headings, first, end):
    """The rows from `first` to before `end`, under the titles of their table and the lines above them."""
    top = first - table.height
    head = headings[-top:] if top else []
    rows = [[] for _ in range(top - len(head))] + head
    rows += [*sheet.rows[table.top : table.first_row], *sheet.rows[first:end]]
    return replace(
        sheet,
        rows=rows,
        merges=[
            *_moved(sheet, table, top),
            *(one for one in sheet.merges if first <= one[0] < end),
        ],
        formulas=frozenset(one for one in sheet.formulas if first <= one[0] < end),
    )


def _moved(sheet, table, top):
    """The merges of the titles, where the titles stand now."""
    by = top - table.top
    return [
        (upper + by, left, lower + by, right)
        for upper, left, lower, right in sheet.merges
        if table.top <= upper < table.first_row
    ]


def _across(sheet, fields):
    table = layout.find_table(sheet, fields)
    lefts = _lefts(table) if table else [0]
    return (
        [
            _columns(sheet, table, left, right)
            for left, right in zip(lefts, [*lefts[1:], None], strict=True)
        ]
        if len(lefts) > 1
        else [sheet]
    )


def _lefts(table):
    """The first column of each list: where the titles begin again, with the one that tells people apart."""
    titles = [tuple(map(layout.tidy, pair)) for pair in table.titles]
    first = next((n for n, one in enumerate(titles) if any(one) and one in titles[n + 1 :]), None)
    if first is None:
        return [0]
    starts = [n for n, one in enumerate(titles) if one == titles[first]]
    groups = [titles[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    told_by = titles[table.columns.get("姓名", table.key_column)], titles[table.key_column]
    is_list = all(one in group for group in groups for one in told_by)
    return [0, *starts[1:]] if is_list else [0]


def _columns(sheet, table, left, right):
    """The columns of one list; a line above that has nothing in them is over all lists."""
    above = [_own_or_common(row, left, right) for row in sheet.rows[: table.top]]
    rows = [_within(row, left, right) for row in sheet.rows[table.top :]]
    end = right or max(map(len, sheet.rows))
    return replace(
        sheet,
        rows=above + rows,
        merges=[one for one in sheet.merges if left <= one[1] and one[3] < end],
        formulas=frozenset(one for one in sheet.formulas if left <= one[1] < end),
    )


def _within(row, left, right):
    return ["" if number < left else cell for number, cell in enumerate(row[:right])]


def _own_or_common(row, left, right):
    own = _within(row, left, right)
    return own if any(map(text_of, own)) else row
