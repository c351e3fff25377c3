"""Two lists in one sheet, under or beside each other, as two sheets: each with its own titles and heading.

In each the people stay in the rows in which the file has them, so that an error names the right one.
"""

import re
from dataclasses import replace
from itertools import takewhile

from . import layout
from .cells import text_of
from .leavers import says_left, without_people
from .refusal import RosterError

# lists in one sheet; a school has fewer classes
MOST = 60
# lines above a list that are looked at, the nearest
HEADINGS = 12
# cells of a line that names a class
WIDTH = 8
NOTE = re.compile(r"^[(【*※]?(?:注|备注|说明|附注|要求)")
PERSON = re.compile(r"[A-Za-z]{0,4}\d{3,}")


def split(sheet, fields, begins_section):
    """The lists of a sheet, each a `Sheet` of its own; the sheet itself where it has one list or none.

    One of those who have left is no more than its title.

    `begins_section(text)` tells whether a line between people says something of those who follow it.
    """
    columns = _across(sheet, fields)
    under = [part for one in columns for part in _downwards(one, fields, begins_section)]
    parts = [part for one in under for part in _across(one, fields)]
    named = f"{sheet.name} 第 {{}} 张表" if sheet.name else "第 {} 张表"
    several = [
        replace(part, name=named.format(number), title=sheet.called)
        for number, part in enumerate(parts, 1)
    ]
    lists = several if len(parts) > 1 else [sheet]
    return [without_people(one, fields, begins_section) for one in lists]


def _downwards(sheet, fields, begins_section):
    table = layout.find_table(sheet, fields)
    if table is None or "姓名" not in table.columns:
        return [sheet]
    known = layout.known_titles(fields)
    headings, pieces, between = sheet.rows[: table.top], [], []
    number = first = table.first_row
    while number < len(sheet.rows):
        other = _header_at(sheet, fields, known, number, table)
        line = layout.filled(sheet.rows[number])
        is_section = _is_section(line, table, begins_section)
        if other or is_section:
            if number - len(between) > first:
                _refuse_many(pieces)
                pieces.append(_piece(sheet, table, headings, first, number - len(between)))
            own = [*between, sheet.rows[number]] if is_section else between
            headings, between = [*headings, *own][-HEADINGS:], []
            table, first = other or table, other.first_row if other else number + 1
            number = first
            continue
        is_beside = bool(line) and layout.is_beside(line, table)
        between = [*between, sheet.rows[number]] if is_beside else between if not line else []
        number += 1
    if first < len(sheet.rows) or not pieces:
        pieces.append(_piece(sheet, table, headings, first, len(sheet.rows)))
    return pieces


def _refuse_many(pieces):
    """Each list repeats the lines above it: more than a school has classes would take all memory."""
    if len(pieces) >= MOST:
        raise RosterError(f"一张工作表里像是有 {MOST} 份以上的名单，请分成几张表再上传。")


def _header_at(sheet, fields, known, number, table):
    """The table whose titles begin in this row, other ones than those above; None where no titles stand."""
    said = {layout.tidy(cell) for cell in sheet.rows[number] if isinstance(cell, str)}
    if len(said & known) < 2:
        return None
    found = [layout.table_at(sheet, fields, number, height) for height in layout.HEIGHTS]
    found = [one for one in found if one and _is_header(one, fields)]
    best = max(found, key=layout.worth, default=None)
    return best if best and _tidied(best) != _tidied(table) else None


def _is_header(table, fields):
    """Whether a row names people and what tells them apart; a second line of titles does not."""
    return "姓名" in table.columns and bool({fields[0].label, "班级"} & set(table.columns))


def _tidied(table):
    return [tuple(map(layout.tidy, pair)) for pair in table.titles]


def _is_section(line, table, begins_section):
    """Whether a line says something of those below: one text alone, or some that are nobody."""
    texts = list(line.values())
    is_short = 0 < len(texts) <= WIDTH and not any(map(NOTE.match, texts))
    if not is_short or PERSON.fullmatch(line.get(table.key_column, "")):
        return False
    is_alone = len(texts) == 1 or layout.is_beside(line, table)
    text = "".join(texts)
    return is_alone and (begins_section(text) or says_left(text))


def _piece(sheet, table, headings, first, end):
    """The rows from `first` to before `end`, under the titles of their table and the lines above them."""
    top = first - table.height
    head = headings[-top:] if top else []
    rows = [[]] * (top - len(head)) + head
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
    lefts = _lefts(table, fields) if table else []
    if len(lefts) < 2:
        return [sheet]
    pairs = zip(lefts, [*lefts[1:], None], strict=True)
    return [_columns(sheet, table, left, right) for left, right in pairs]


def _lefts(table, fields):
    """The first column of each list: a title that is read comes again, and with it what tells people apart.

    Another title, as 工作单位, may come twice in one list, of father and mother.
    """
    labels = [_label(fields, *pair) for pair in table.meant]
    told_by = {
        labels[table.columns[one]]
        for one in ("姓名", next(iter(table.columns)))
        if one in table.columns
    }
    known = told_by | {one.label for one in fields}
    before = set(takewhile(lambda label: label not in known, labels)) - {""}
    groups = [[0, set()]]
    for index, label in enumerate(labels):
        if label in groups[-1][1] & known:
            own = takewhile(before.__contains__, reversed(labels[:index]))
            groups.append([index - len(list(own)), set()])
        groups[-1][1].add(label)
    lefts = [left for left, said in groups if told_by <= said - {""}]
    return [0, *lefts[1:]]


def _label(fields, above, own):
    """The label of the field a title means, or the title; "" for a part of somebody who is not kept."""
    is_nobody_s = above is None
    return "" if is_nobody_s else layout.label_of(fields, above, own) or layout.tidy(above + own)


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
