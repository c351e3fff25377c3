"""Where the header of a sheet is and which column means what, for one row of titles or two."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, zip_longest

from . import guess
from .cells import Formula, is_empty, text_of
from .lines import filled, is_beside
from .titles import is_never_read, known_titles, label_of, owned, tidy

HEADER_DEPTH = 20
HEIGHTS = (1, 2)
# as many rows say what a column holds
SAMPLE = 200
# 序号 is nothing else; the others may be numbers of people as well
ORDINAL, ORDINALS = "序号", {"编号", "no", "no.", "号"}


@dataclass(frozen=True)
class Table:
    """One sheet as it will be read: rows from `first_row` (0-based) on, `columns` {field label: index}.

    The columns stand in the order of the fields: the first is the key's.
    """

    sheet: object
    top: int
    height: int
    columns: dict
    titles: list
    # the titles, with the words above that say whose each column is
    meant: list
    ordinal: int | None = None
    unread: list = field(default_factory=list)
    # {index: title}
    never_read: dict = field(default_factory=dict)
    # {field label: title} of the columns that no known title names
    guesses: dict = field(default_factory=dict)
    # what somebody answered to the importer's question about all rows
    answer: str = ""

    @property
    def first_row(self):
        return self.top + self.height

    @property
    def key_column(self):
        """None under a row somebody chose that names no field at all."""
        return next(iter(self.columns.values()), None)

    @cached_property
    def said_above(self):
        """Every title of the header, each as it would be repeated on the next printed page."""
        return {tidy(text) for pair in self.titles for text in pair if text}

    @cached_property
    def samples(self):
        """What the first rows hold in each column, without its title where a page repeats it and without headings."""
        rows = self.sheet.rows[self.first_row : self.first_row + SAMPLE]
        rows = [row for row in rows if sum(not is_empty(cell) for cell in row) > 1]
        return [
            [cell for cell in cells if not is_empty(cell) and text_of(cell) not in titles]
            for titles, *cells in zip_longest(self.titles, *rows, fillvalue="")
        ]

    @property
    def heading(self):
        """What stands above the header, on one line: the title of the sheet."""
        return " ".join(self.headings)

    @property
    def headings(self):
        """Each line above the header, the nearest last."""
        lines = ([text_of(cell) for cell in row if cell] for row in self.sheet.rows[: self.top])
        return [" ".join(line) for line in lines if line]

    @property
    def places(self):
        """Where the class or the grade may be said, the nearest first: above, on the sheet, in the file's name."""
        return [*reversed(self.headings), self.sheet.called, self.sheet.file]


def find_table(sheet, fields):
    """The header that names most of the fields; None where fewer than two are named and none can be guessed."""
    first = first_filled(sheet)
    tops = range(first, min(first + HEADER_DEPTH, len(sheet.rows)))
    found = _by_known_titles(sheet, fields, tops)
    if found is None or not required(fields) <= set(found.columns):
        return _by_guesses(sheet, fields, tops, found)
    return guess.completed(found, fields)


def first_filled(sheet):
    """The first row that says something; 0 where none does."""
    return next((n for n, row in enumerate(sheet.rows) if any(map(text_of, row))), 0)


def required(fields):
    return {one.label for one in fields if one.is_required}


def _by_known_titles(sheet, fields, tops):
    best, known = None, known_titles(fields)
    for top in tops:
        if best and best.top < top - 1 and required(fields) <= set(best.columns):
            break
        if sum(tidy(cell) in known for row in sheet.rows[top : top + 2] for cell in row) < 2:
            continue
        for height in HEIGHTS:
            table = table_at(sheet, fields, top, height)
            if table and (best is None or worth(table) > worth(best)):
                best = table
    return best if best and len(best.columns) > 1 else None


def _by_guesses(sheet, fields, tops, known):
    """The table that guesses complete; the one known so far where none has what is required."""
    known = known and guess.completed(known, fields)
    if known and required(fields) <= set(known.columns):
        return known
    for top in tops:
        table = table_at(sheet, fields, top, 1)
        found = guess.completed(table, fields) if _is_titles(table) else table
        is_whole = len(found.columns) > 1 and required(fields) <= set(found.columns)
        if is_whole and not _is_somebody(found, fields[0]):
            return found
    return known


def _is_somebody(table, key):
    """Whether the row of titles is a person's: it has a number where the number's title would be."""
    said = table.sheet.rows[table.top][table.key_column]
    return bool(key.looks and key.looks([said]))


def _is_titles(table):
    """Whether a row may be titles: two texts or more, none twice and none a number."""
    row = [cell for cell in table.sheet.rows[table.top] if text_of(cell)]
    texts = [tidy(cell) for cell in row]
    are_words = all(isinstance(cell, str) and not re.fullmatch(r"[\d\W]+", cell) for cell in row)
    return len(texts) > 1 and are_words and len(set(texts)) == len(texts)


def worth(table):
    """Most columns first, then one row of titles before two: the upper may be the sheet's own title."""
    return len(table.columns), -table.height


def table_at(sheet, fields, top, height):
    """The table under a header that begins at row `top` (0-based); None past the end of the sheet."""
    if top + height > len(sheet.rows):
        return None
    titles = _titles(sheet, top, height)
    columns, unread, never_read, ordinal = {}, [], {}, None
    meant = owned(fields, titles)
    for index, (group, own) in enumerate(titles):
        label = label_of(fields, *meant[index])
        if is_never_read(group, own):
            never_read[index] = own or group
        elif label and label not in columns:
            columns[label] = index
        elif ordinal is None and _is_ordinal(sheet, top + height, index, tidy(own or group)):
            ordinal = index
        elif own or group:
            unread.append(guess.said((group, own)))
    columns = {one.label: columns[one.label] for one in fields if one.label in columns}
    return Table(sheet, top, height, columns, titles, meant, ordinal, unread, never_read)


def _is_ordinal(sheet, first_row, index, title):
    """Whether a column counts the lines: it says so, or it may and its cells are 1, 2, 3 and no GQ001."""
    if title not in ORDINALS:
        return title == ORDINAL
    rows = sheet.rows[first_row : first_row + SAMPLE]
    said = [re.sub(r"\.0+$", "", text_of(row[index])) for row in rows if len(row) > index]
    said = [text for text in said if re.search(r"\d", text)]
    counted = [int(text) for text in said if re.fullmatch(r"\d{1,4}", text)]
    follow = [one for before, one in pairwise([0, *counted]) if one in (1, before + 1)]
    return not said or (1 in counted and len(follow) * 2 >= len(said))


def _titles(sheet, top, height):
    """(group, own title) of each column; one row of titles has no groups."""
    rows = [sheet.rows[top + n] for n in range(height)]
    width = max(map(len, rows))
    lines = [[text_of(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if height == 1:
        return [("", own) for own in lines[0]]
    return list(zip(_spread(sheet, top, lines), lines[1], strict=True))


def _spread(sheet, top, lines):
    """The upper titles, each over the columns it spans: by its merge, or to the right where none is known."""
    upper, lower = list(lines[0]), lines[1]
    spans = {left: right for row, left, _, right in sheet.merges if row == top}
    index = 0
    while index < len(upper):
        last = spans.get(index) or _last_unmerged(upper, lower, index, spans)
        for column in range(index + 1, min(last + 1, len(upper))):
            upper[column] = upper[index]
        index = last + 1
    return upper


def _last_unmerged(upper, lower, index, spans):
    """A title over titles goes on to the right while nothing else stands above them."""
    last = index
    while upper[index] and lower[index] and last + 1 < len(upper):
        if upper[last + 1] or not lower[last + 1] or last + 1 in spans:
            break
        last += 1
    return last


def records(table):
    """(row number from 1, cells by field label, whether it goes on with the row above) of each data row."""
    spread = _spread_down(table)
    for number in range(table.first_row, len(table.sheet.rows)):
        row = table.sheet.rows[number]
        line = filled(row)
        goes_on = (number, table.key_column) in spread
        if not line or (not goes_on and is_beside(line, table)):
            continue
        cells = {
            label: spread.get((number, index), _cell(table.sheet, number, index))
            for label, index in table.columns.items()
        }
        yield number + 1, cells, goes_on


def _cell(sheet, number, index):
    row = sheet.rows[number]
    cell = row[index] if index < len(row) else ""
    return Formula(text_of(cell)) if (number, index) in sheet.formulas else cell


def _spread_down(table):
    """{(row, column): cell} of what a merge downwards says for the rows below its first."""
    rows = table.sheet.rows
    return {
        (number, left): _cell(table.sheet, top, left)
        for top, left, bottom, _ in table.sheet.merges
        if top >= table.first_row and bottom > top and left < len(rows[top])
        for number in range(top + 1, min(bottom + 1, len(rows)))
    }
