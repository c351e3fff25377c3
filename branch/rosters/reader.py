"""Run as a program: the shown sheets of the workbook on stdin, as JSON on stdout.

The library that reads workbooks is native code and ends its whole process when a forged file makes it
ask for more memory than there is. So `core.files.apart` starts it, and it knows nothing of the portal.
"""

import json
import sys
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

CHARACTERS = 50_000_000


def main(line_limit, column_limit):
    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    said = json.dumps(list(sheets(book, line_limit, column_limit)), default=plain)
    if len(said) > CHARACTERS:
        raise SystemExit("too much text")
    sys.stdout.write(said)


def sheets(book, line_limit, column_limit):
    """(name, height, width, rows, merges) of each sheet; one that is too large comes without its rows."""
    lines = 0
    for one in book.sheets_metadata:
        if one.visible != SheetVisibleEnum.Visible or one.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(one.name)
        lines += sheet.total_height
        fits = lines <= line_limit and sheet.total_width <= column_limit
        rows = sheet.to_python(skip_empty_area=False) if fits else []
        merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
        yield one.name, lines, sheet.total_width, rows, merges
        if not fits:
            return


def plain(cell):
    """A day as what `book` makes a day of again; a time of day as its text."""
    return {"day": cell.isoformat()[:10]} if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
