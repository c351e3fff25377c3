"""A spreadsheet file opened as plain sheets of cells: xlsx, xls or csv, whatever made it."""

import csv
import json
from dataclasses import dataclass, field, replace
from datetime import date
from io import StringIO
from itertools import islice
from pathlib import PurePath

from branch.core.files import apart

from . import guard, reader
from .cells import holds_identity, masked
from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, ROW_LIMIT, RosterError, too_large

__all__ = ["ROW_LIMIT", "Book", "RosterError", "Sheet", "book_from_json", "open_book"]

READER = reader.__file__
ENCODINGS = ("utf-8-sig", "gb18030")
# characters in which the commas are counted: the first line may be a title without any
SAMPLE = 2_000


@dataclass(frozen=True)
class Sheet:
    """Rows of cells from the first row and column on; `merges` are (top, left, bottom, right), from 0."""

    name: str
    rows: list
    merges: list = field(default_factory=list)


@dataclass(frozen=True)
class Book:
    sheets: list

    def as_json(self):
        """Bytes from which `book_from_json` makes the same book."""
        said = [(sheet.name, sheet.rows, sheet.merges) for sheet in self.sheets]
        return json.dumps(said, default=reader.plain, ensure_ascii=False).encode()


def book_from_json(content):
    """The book that was kept, without opening the uploaded file again."""
    return Book([_sheet(*one) for one in json.loads(content, object_hook=_day)])


def _sheet(name, rows, merges):
    return Sheet(name, rows, [tuple(one) for one in merges])


def open_book(name, content):
    """The sheets of a file, identity numbers masked.

    `RosterError` says in a sentence why a file can't be taken and what to do.
    """
    suffix = PurePath(name).suffix.lower().lstrip(".")
    content = guard.checked(suffix, content)
    sheets = [_csv(content)] if suffix == "csv" else _workbook(content)
    for sheet in sheets:
        guard.refuse_formulas(sheet)
    return Book([_masked(sheet) for sheet in sheets])


def _masked(sheet):
    rows = [[masked(one) if holds_identity(one) else one for one in row] for row in sheet.rows]
    return replace(sheet, rows=rows)


def _workbook(content):
    """The sheets that are shown: what a school has hidden it did not mean to send."""
    status, output = apart.run(READER, [content], str(LINE_LIMIT), str(COLUMN_LIMIT))
    if status:
        raise RosterError(DAMAGED)
    sheets = []
    for name, lines, width, rows, merges in json.loads(output, object_hook=_day):
        if lines > LINE_LIMIT or width > COLUMN_LIMIT:
            raise RosterError(too_large(lines, width))
        sheets.append(_sheet(name, rows, merges))
    return sheets


def _day(said):
    return date.fromisoformat(said["day"])


def _csv(content):
    text = _decoded(content)
    delimiter = max(",\t;", key=text[:SAMPLE].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = list(islice(reader, LINE_LIMIT + 1))
    except csv.Error as error:
        raise RosterError("文件不是完整的 csv，请用 Excel 另存为 xlsx 后再试。") from error
    width = max(map(len, rows), default=0)
    if len(rows) > LINE_LIMIT or width > COLUMN_LIMIT:
        raise RosterError(too_large(len(rows), width))
    return Sheet("", rows)


def _decoded(content):
    """UTF-8, GB18030, or UTF-16 by its mark: guessing beyond these has been seen to take one for Korean."""
    for encoding in ("utf-16",) if content.startswith(guard.WIDE) else ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError("文字编码认不出来。请用 Excel 打开，另存为 xlsx 后再试。")
