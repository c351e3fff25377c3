"""A spreadsheet file opened as plain sheets of cells: xlsx, xls or csv, whatever made it."""

import csv
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import PurePath

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from . import guard
from .guard import RosterError

__all__ = ["ROW_LIMIT", "Book", "RosterError", "Sheet", "open_book"]

ROW_LIMIT = 5_000
# lines in all, blank ones and totals included, before anything is laid out in memory
LINE_LIMIT = 20_000
COLUMN_LIMIT = 200
ENCODINGS = ("utf-8-sig", "gb18030")


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
    guard.check(suffix, content)
    sheets = [_csv(content)] if suffix == "csv" else _workbook(content)
    lines = sum(len(sheet.rows) for sheet in sheets)
    if lines > LINE_LIMIT:
        raise RosterError(f"文件有 {lines} 行，一次最多导入 {ROW_LIMIT} 人，请分成几份。")
    guard.refuse_formulas(sheets)
    return Book(sheets)


def _workbook(content):
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        shown = [one for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        return [_sheet(book.get_sheet_by_name(one.name)) for one in shown]
    except CalamineError as error:
        raise RosterError("文件打不开，可能已损坏或加了密码。请重新另存为 xlsx 后再试。") from error


def _sheet(sheet):
    if sheet.total_height > LINE_LIMIT or sheet.total_width > COLUMN_LIMIT:
        raise RosterError(
            f"工作表“{sheet.name}”太大（{sheet.total_height} 行、{sheet.total_width} 列），"
            "请只留下名册本身，删去多余的行和列。"
        )
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    return Sheet(sheet.name, sheet.to_python(skip_empty_area=False), merges)


def _csv(content):
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False))
    except csv.Error as error:
        raise RosterError("文件不是完整的 csv，请用 Excel 另存为 xlsx 后再试。") from error
    return Sheet("", rows)


def _decoded(content):
    """UTF-8 or GB18030: guessing beyond these two has been seen to take one for Korean."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError("文字编码认不出来。请用 Excel 打开，另存为 xlsx 后再试。")
