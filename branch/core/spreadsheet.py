"""Writing xlsx files in which each cell keeps its type and no text is a formula."""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_thin = Side(style="thin", color="999999")
BORDER = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
ACROSS = Alignment(vertical="center", wrap_text=True)
TEXT, NUMBER, MONEY, DAY, MOMENT = "文本", "数字", "金额", "日期", "时间"
HEADER, LINE = "表头", "说明"
NUMBER_FORMATS = {TEXT: "@", NUMBER: "General", MONEY: "#,##0.00"}
NUMBER_FORMATS |= {DAY: "yyyy-mm-dd", MOMENT: "yyyy-mm-dd hh:mm"}


def xml_text(text):
    """The text without the characters that no file made of XML can hold."""
    return NOT_XML.sub("", text)


def inert(text):
    """The text made safe for a cell: no program takes it for a formula, every program can store it."""
    text = xml_text(text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def workbook_bytes(*, title, head, columns, rows, foot):
    """A workbook with one A4 landscape sheet: `head` lines, a header row, `rows`, `foot` lines.

    Each row is written to the disk as it comes. `columns` are pairs (title, width in characters). A cell is None, a number, a day, a moment without
    time zone, or text; text stays text even where it looks like a number.
    """
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    sheet = book.create_sheet(title[:31])
    _page(sheet, header_row=len(head) + 1)
    for letter, (_, chars) in zip(_letters(columns), columns, strict=True):
        sheet.column_dimensions[letter].width = chars * 1.3 + 2
    cells = _Cells(sheet)
    for text in head:
        sheet.append([cells.text(text, LINE)])
    sheet.append(cells.text(name, HEADER) for name, _ in columns)
    count = 0
    for row in rows:
        sheet.append(cells.of(value) for value in row)
        count += 1
    for text in foot:
        sheet.append([cells.text(text, LINE)])
    _merge_lines(sheet, columns, first=len(head), table=1 + count, last=len(foot))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _styles():
    """One style for each kind of cell, made anew because a workbook keeps and changes its own."""
    for name, number_format in NUMBER_FORMATS.items():
        yield NamedStyle(name, border=BORDER, alignment=CENTRED, number_format=number_format)
    yield NamedStyle(HEADER, Font(bold=True), border=BORDER, alignment=CENTRED, number_format="@")
    yield NamedStyle(LINE, alignment=ACROSS)


def _letters(columns):
    return [get_column_letter(number) for number in range(1, len(columns) + 1)]


class _Cells:
    """One styled cell of each kind, given a new value each time: a cell is written before the next is asked for.

    To style each of 300,000 cells anew took half of the time.
    """

    def __init__(self, sheet):
        self.cells = {}
        for style in (*NUMBER_FORMATS, HEADER, LINE):
            self.cells[style] = WriteOnlyCell(sheet)
            self.cells[style].style = style

    def of(self, value):
        if isinstance(value, str):
            return self.text(value, TEXT)
        cell = self.cells[_kind(value)]
        cell.value = value
        return cell

    def text(self, text, style):
        """A cell of text; its type is said, because `=1` and `#N/A` would be read as something else."""
        cell = self.cells[style]
        cell.value = inert(text)
        cell.data_type = "s"
        return cell


def _kind(value):
    if isinstance(value, datetime):
        return MOMENT
    if isinstance(value, Decimal) and value.as_tuple().exponent == -2:
        return MONEY
    return DAY if isinstance(value, date) else NUMBER


def _merge_lines(sheet, columns, *, first, table, last):
    """Let each line above and below the table reach across its columns."""
    width = _letters(columns)[-1]
    for row in [*range(1, first + 1), *range(first + table + 1, first + table + last + 1)]:
        sheet.merged_cells.add(f"A{row}:{width}{row}")


def _page(sheet, *, header_row):
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
