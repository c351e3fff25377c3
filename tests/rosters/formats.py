"""The same rows in every kind of file that offices send, and workbooks whose cells have marks."""

from html import escape
from io import BytesIO

import xlwt
from openpyxl import Workbook

from tests.spreadsheets import csv_file, xls, xlsx


def html(rows, *, encoding="utf-8", declared="utf-8"):
    """A page with a table, as systems export it."""
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell or ''))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    head = f'<html><head><meta charset="{declared}"></head><body><table>'
    return f"{head}{lines}</table></body></html>".encode(encoding)


def xml_2003(rows, name="名册"):
    """A workbook in XML of Excel 2003."""
    lines = "".join(
        "<Row>"
        + "".join(
            f'<Cell><Data ss:Type="String">{escape(str(cell or ""))}</Data></Cell>' for cell in row
        )
        + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="{name}"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def text_with(mark, encoding):
    return lambda rows: "\n".join(mark.join(map(str, row)) for row in rows).encode(encoding)


FORMATS = {
    "xlsx": lambda rows: xlsx({"名册": rows}),
    "xls": lambda rows: xls({"名册": rows}),
    "csv in UTF-8": lambda rows: csv_file(rows, "utf-8"),
    "csv in GB18030": csv_file,
    "tsv in UTF-16": text_with("\t", "utf-16"),
    "tsv in UTF-16 without its mark": text_with("\t", "utf-16-le"),
    "csv in UTF-16-BE without its mark": text_with(",", "utf-16-be"),
    "a page": html,
    "a page in GBK": lambda rows: html(rows, encoding="gb18030", declared="gb2312"),
    "XML of Excel 2003": xml_2003,
}


def workbook(change, rows):
    """An xlsx workbook of rows, changed by `change(sheet)`."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def old_workbook(change, rows):
    """An xls workbook of rows, changed by `change(sheet)`."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册", cell_overwrite_ok=True)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    change(sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
