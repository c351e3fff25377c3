"""The file formats a sheet is written in; screen and print are templates."""

from branch.core.spreadsheet import workbook_bytes

from .document import document_bytes
from .sheets import SIGNS


def workbook(sheet):
    """Return the bytes of the spreadsheet, each cell with its type."""
    ledger = sheet.ledger
    return workbook_bytes(
        title=ledger.title,
        head=[sheet.org, ledger.title, "　".join(sheet.info), sheet.stamp("导出人")],
        columns=sheet.columns,
        rows=[[number, *line] for number, line in enumerate(sheet.lines, start=1)],
        foot=[text for text in (sheet.total, "　　".join(SIGNS), ledger.note) if text],
    )


WRITERS = {"xlsx": workbook, "docx": document_bytes}
