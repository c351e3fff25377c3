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
    """(place, name, height, width, rows, merges) of each shown sheet; one that is too large comes without rows."""
    lines = 0
    for place, one in enumerate(book.sheets_metadata):
        if one.visible != SheetVisibleEnum.Visible or one.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(one.name)
        height, width, rows = sheet.total_height, sheet.total_width, []
        fits = height * width <= line_limit * column_limit
        if fits:
            rows = trimmed(sheet.to_python(skip_empty_area=False))
            height, width = len(rows), max(map(len, rows), default=0)
        lines += height
        fits = fits and lines <= line_limit and width <= column_limit
        merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
        yield place, one.name, lines, width, rows if fits else [], merges
        if not fits:
            return


def trimmed(rows):
    """The rows without blank ones at the end and blank cells to the right: one stray blank makes no roster."""
    while rows and not any(map(is_filled, rows[-1])):
        rows.pop()
    width = max(
        (number for row in rows for number, cell in enumerate(row, 1) if is_filled(cell)), default=0
    )
    return [row[:width] for row in rows]


def is_filled(cell):
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def plain(cell):
    """A day as what `book` makes a day of again; a time of day as its text."""
    return {"day": cell.isoformat()[:10]} if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
