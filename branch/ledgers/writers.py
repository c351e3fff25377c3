"""The file formats a sheet is written in; screen and print are templates.

The libraries that write them are a fifth of what the portal would load at start: each is loaded with
the first file that needs it.
"""

from .sheets import SIGNS


def workbook(sheet):
    """Return the bytes of the spreadsheet, each cell with its type."""
    from branch.core.spreadsheet import workbook_bytes

    ledger = sheet.ledger
    return workbook_bytes(
        title=ledger.title,
        head=[sheet.org, ledger.title, "　".join(sheet.info), sheet.stamp("导出人")],
        columns=sheet.columns,
        rows=[[number, *line] for number, line in enumerate(sheet.lines, start=1)],
        foot=[text for text in (sheet.total, "　　".join(SIGNS), ledger.note) if text],
    )


def document(sheet):
    """Return the bytes of the Word document."""
    from .document import document_bytes

    return document_bytes(sheet)


WRITERS = {"xlsx": workbook, "docx": document}
