"""A spreadsheet file opened as plain sheets of cells, by what its bytes say it is."""

import csv
import json
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from io import StringIO
from itertools import islice
from pathlib import PurePath

from branch.core.files import apart

from . import biff, guard, markup, package, reader
from .cells import Number, holds_identity, masked
from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, ROW_LIMIT, RosterError, too_large

__all__ = ["ROW_LIMIT", "Book", "RosterError", "Sheet", "book_from_json", "open_book"]

READER = reader.__file__
# what stands between the values of a text, the usual first, and the lines that are asked which it is
DELIMITERS = ",\t;|"
SAMPLE = 500
# characters of a cell
LONGEST = 1_000


@dataclass(frozen=True)
class Sheet:
    """Rows of cells from the first row and column on; `merges` are (top, left, bottom, right), from 0."""

    name: str
    rows: list
    merges: list = field(default_factory=list)
    # {(row, column)} of what is calculated, and the rows that are hidden, all from 0
    formulas: frozenset = frozenset()
    hidden: frozenset = frozenset()
    # the name of the file, without its ending
    file: str = ""
    # what the sheet is called in the file, where it is one of several lists of it
    title: str = ""

    @property
    def called(self):
        return self.title or self.name


@dataclass(frozen=True)
class Book:
    sheets: list

    def as_json(self):
        """Bytes from which `book_from_json` makes the same book."""
        said = [asdict(sheet) | {"rows": _packed(sheet.rows)} for sheet in self.sheets]
        return json.dumps(said, default=_plain, ensure_ascii=False).encode()


def _packed(rows):
    """The rows with what JSON would make a mere number of as what `_cell_of` makes it of again."""
    return [[one.as_json() if isinstance(one, Number) else one for one in row] for row in rows]


def _plain(value):
    return sorted(value) if isinstance(value, frozenset) else reader.plain(value)


def book_from_json(content):
    """The book that was kept, without opening the uploaded file again."""
    return Book([_kept(one) for one in json.loads(content, object_hook=_cell_of)])


def _kept(said):
    if isinstance(said, list):  # kept before more than (name, rows, merges) was
        said = dict(zip(("name", "rows", "merges"), said, strict=True))
    return Sheet(
        **said
        | {
            "merges": [tuple(one) for one in said["merges"]],
            "formulas": frozenset(map(tuple, said.get("formulas", ()))),
            "hidden": frozenset(said.get("hidden", ())),
        }
    )


def open_book(name, content):
    """The shown sheets of a file, identity numbers masked: what a school has hidden it did not mean to send.

    `RosterError` says in a sentence why a file can't be taken and what to do.
    """
    kind = guard.kind_of(content)
    sheets = _workbook(kind, content) if kind in ("xlsx", "xls") else _text(content)
    stem = PurePath(name.replace("\\", "/")).stem
    return Book([_read(replace(sheet, file=stem)) for sheet in sheets])


def _read(sheet):
    """The sheet without identity numbers, with texts that would be calculated among its formulas."""
    rows = [[_cell(one) for one in row] for row in sheet.rows]
    found = {
        (number, index)
        for number, row in enumerate(rows)
        for index, cell in enumerate(row)
        if guard.calculates(cell)
    }
    return replace(sheet, rows=rows, formulas=frozenset(found | sheet.formulas))


def _cell(cell):
    cell = guard.plain_text(cell)
    cell = masked(cell) if holds_identity(cell) else cell
    # behind this nothing is read, and some patterns take the square of the length
    return cell[:LONGEST] if isinstance(cell, str) else cell


def _workbook(kind, content):
    if kind == "xlsx":
        content, marks = package.repacked(content)
    else:
        marks = biff.checked(content)
    status, output = apart.run(READER, [content], str(LINE_LIMIT), str(COLUMN_LIMIT))
    if status:
        raise RosterError(DAMAGED)
    sheets = []
    for number, name, lines, width, rows, merges in json.loads(output, object_hook=_cell_of):
        if lines > LINE_LIMIT or width > COLUMN_LIMIT:
            raise RosterError(too_large(lines, width))
        sheets.append(_sheet(name, rows, merges, marks[number] if number < len(marks) else None))
    return sheets


def _sheet(name, rows, merges, marks):
    merges = [tuple(one) for one in merges]
    if marks is None:
        return Sheet(name, rows, merges)
    formulas, hidden = frozenset(marks.formulas), frozenset(marks.hidden)
    return Sheet(name, marks.shown(rows), merges, formulas, hidden)


def _cell_of(said):
    """The cell that JSON has no word for; any other object as it is."""
    if said.keys() == {"day"}:
        return date.fromisoformat(said["day"])
    return Number.of(said.pop("number"), **said) if "number" in said else said


def _text(content):
    text = guard.decoded(content)
    if markup.is_workbook(text):
        grids = markup.grids_of_workbook(text)
    elif markup.is_page(text):
        grids = markup.grids_of_page(text)
    else:
        return [_csv(text)]
    return [_sheet(one.name, reader.trimmed(one.rows), one.merges, one.marks) for one in grids]


def _agreeing(text, delimiter):
    """How many of the first lines have the same number of values, more than one, if this stands between them."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in islice(rows, SAMPLE) if len(row) > 1 and any(row))
    except csv.Error:
        return 0
    return max(widths.values(), default=0)


def _csv(text):
    delimiter = max(DELIMITERS, key=lambda one: _agreeing(text, one))
    rows, width = [], 0
    try:
        for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter)):
            is_blank = not any(map(str.strip, row))
            width = width if is_blank else max(width, len(row))
            if not is_blank and (number >= LINE_LIMIT or width > COLUMN_LIMIT):
                raise RosterError(too_large(number + 1, width))
            rows += [] if number >= LINE_LIMIT else [[] if is_blank else row]
    except csv.Error as error:
        raise RosterError("文件不是完整的 csv，请用 Excel 另存为 xlsx 后再试。") from error
    return Sheet("", reader.trimmed(rows))
