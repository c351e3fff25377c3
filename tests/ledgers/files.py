"""Reads the files that ledgers are exported as."""

from io import BytesIO

from docx import Document
from openpyxl import load_workbook


def spreadsheet(response):
    return load_workbook(BytesIO(response.getvalue())).active


def document(response):
    return Document(BytesIO(response.getvalue()))


def rows_of(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def words_of(response):
    """All text of a page, a spreadsheet or a document."""
    kind = response.headers["Content-Type"]
    if "spreadsheet" in kind:
        return "\n".join(str(cell or "") for row in spreadsheet(response).values for cell in row)
    if "wordprocessing" in kind:
        found = document(response)
        cells = [text for table in found.tables for row in rows_of(table) for text in row]
        return "\n".join([*(paragraph.text for paragraph in found.paragraphs), *cells])
    return response.content.decode()
