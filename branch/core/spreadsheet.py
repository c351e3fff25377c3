"""Writing xlsx files whose cells are text, never formulas."""

from io import BytesIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_thin = Side(style="thin", color="999999")
BORDER = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)


def inert(text):
    """The text made safe for a cell: no program takes it for a formula, every program can store it."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def workbook_response(content, file_name):
    """The response that downloads a workbook under a name, which may be Chinese."""
    disposition = content_disposition_header(as_attachment=True, filename=file_name)
    return HttpResponse(content, XLSX, headers={"Content-Disposition": disposition})


def workbook_bytes(*, title, head, columns, rows, foot):
    """A workbook with one A4 landscape sheet: `head` lines, (title, width) `columns`, `rows`, `foot` lines."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    width = len(columns)
    for line in head:
        _line(sheet, line, width)
    _row(sheet, [name for name, _ in columns], bold=True)
    header_row = sheet.max_row
    for row in rows:
        _row(sheet, row)
    for line in foot:
        _line(sheet, line, width)
    for number, (_, chars) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = chars * 1.3 + 2
    _page(sheet, header_row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _line(sheet, text, width):
    sheet.append([inert(text)])
    row = sheet.max_row
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.cell(row, 1).data_type = "s"
    sheet.cell(row, 1).alignment = Alignment(vertical="center", wrap_text=True)


def _row(sheet, texts, *, bold=False):
    sheet.append([inert(text) for text in texts])
    for cell in sheet[sheet.max_row]:
        cell.number_format = "@"
        cell.data_type = "s"
        cell.border, cell.alignment, cell.font = BORDER, CENTRED, Font(bold=bold)


def _page(sheet, header_row):
    sheet.freeze_panes = sheet.cell(header_row + 1, 1)
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
