"""The file formats a sheet is written in, row by row; screen and print are templates.

The libraries that write them are a fifth of what the portal would load at start: each is loaded with
the first file that needs it.
"""

from .sheets import SIGNS


def workbook(sheet, rows):
    """Return the bytes of the spreadsheet of these rows, each cell with its type."""
    from branch.core.spreadsheet import workbook_bytes

    ledger = sheet.ledger
    return workbook_bytes(
        title=ledger.title,
        head=[sheet.org, ledger.title, "　".join(sheet.info), sheet.stamp("导出人")],
        columns=sheet.columns,
        rows=([number, *ledger.cells(row)] for number, row in enumerate(rows, start=1)),
        foot=[text for text in (sheet.total, "　　".join(SIGNS), ledger.note) if text],
    )


def document(sheet, rows):
    """Return the bytes of the Word document of these rows."""
    from .document import document_bytes

    return document_bytes(sheet, rows)


WRITERS = {"xlsx": workbook, "docx": document}
