"""A spreadsheet file opened as plain sheets of cells: xlsx, xls or csv, whatever made it."""

import csv
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from itertools import islice
from pathlib import PurePath

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from . import guard
from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, ROW_LIMIT, RosterError, too_wide

__all__ = ["ROW_LIMIT", "Book", "RosterError", "Sheet", "open_book"]

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


def open_book(name, content):
    """The sheets of a file; `RosterError` says in a sentence why it can't be taken and what to do."""
    suffix = PurePath(name).suffix.lower().lstrip(".")
    content = guard.checked(suffix, content)
    sheets, lines = [], 0
    for sheet in _csv(content) if suffix == "csv" else _workbook(content):
        lines += len(sheet.rows)
        if lines > LINE_LIMIT:
            raise RosterError(
                f"文件超过 {LINE_LIMIT} 行，一次最多导入 {ROW_LIMIT} 人，请分成几份。"
            )
        guard.refuse_formulas(sheet)
        sheets.append(sheet)
    return Book(sheets)


def _workbook(content):
    """The sheets that are shown: what a school has hidden it did not mean to send."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for one in book.sheets_metadata:
            if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet:
                yield _sheet(book.get_sheet_by_name(one.name))
    except CalamineError as error:
        raise RosterError(DAMAGED) from error


def _sheet(sheet):
    if sheet.total_height > LINE_LIMIT or sheet.total_width > COLUMN_LIMIT:
        raise RosterError(too_wide(sheet.total_height, sheet.total_width))
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    return Sheet(sheet.name, sheet.to_python(skip_empty_area=False), merges)


def _csv(content):
    text = _decoded(content)
    delimiter = max(",\t;", key=text[:SAMPLE].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = list(islice(reader, LINE_LIMIT + 1))
    except csv.Error as error:
        raise RosterError("文件不是完整的 csv，请用 Excel 另存为 xlsx 后再试。") from error
    width = max(map(len, rows), default=0)
    if width > COLUMN_LIMIT:
        raise RosterError(too_wide(len(rows), width))
    yield Sheet("", rows)


def _decoded(content):
    """UTF-8, GB18030, or UTF-16 by its mark: guessing beyond these has been seen to take one for Korean."""
    for encoding in ("utf-16",) if content.startswith(guard.WIDE) else ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError("文字编码认不出来。请用 Excel 打开，另存为 xlsx 后再试。")
