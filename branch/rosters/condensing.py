"""What is kept of a confidential roster: the columns of its fields, under their own titles, and nothing else."""

from functools import partial

from . import layout
from .book import Book, Sheet, open_book
from .cells import Formula, apart, text_of
from .checking import tables_of
from .leavers import refuse_alone
from .refusal import RosterError
from .several import split

TWICE = "“{}”一列有两处，像是两份名单并排。请改成上下排列，只留一列，再上传。"
UNREAD = "（没有读入）"


def opened(importer, name, content, *, on):
    """The lists of an upload, each a sheet; of a confidential roster condensed, before anything is stored."""
    book, begins_section = open_book(name, content), partial(importer.begins_section, on=on)
    lists = [one for sheet in book.sheets for one in split(sheet, importer.fields, begins_section)]
    refuse_alone(lists)
    return condensed(importer, Book(lists)) if importer.is_confidential else Book(lists)


def condensed(importer, book):
    """The same sheets with the titles and cells that are read, each row where it was.

    What else a sheet says goes, its name and heading too: a sheet may be called after what may not be kept.
    """
    tables = {id(table.sheet): table for table in tables_of(importer, book)[0]}
    for table in tables.values():
        _refuse_side_by_side(table)
    sheets = []
    for number, sheet in enumerate(book.sheets, start=1):
        table = tables.get(id(sheet))
        said = [f"第 {number} 张表"] if len(book.sheets) > 1 else []
        said += filter(None, [table and importer.kept_name(table)])
        sheets.append(_kept(table, " ".join(said)) if table else Sheet(" ".join(said), [[UNREAD]]))
    return Book(sheets)


def _refuse_side_by_side(table):
    """Refuse a second column with the titles of one that is read: its people would be left out unsaid."""
    read = [table.titles[index] for index in table.columns.values()]
    for pair in read:
        if table.titles.count(pair) > 1:
            raise RosterError(TWICE.format("".join(pair)))


def _kept(table, name):
    rows, formulas = [[] for _ in table.sheet.rows], set()
    rows[table.first_row - 1] = list(table.columns)
    for number, cells, goes_on in layout.records(table):
        if not goes_on:
            cells["姓名"] = apart(text_of(cells["姓名"]))[0]
            rows[number - 1] = list(cells.values())
            formulas |= {
                (number - 1, index)
                for index, cell in enumerate(cells.values())
                if isinstance(cell, Formula)
            }
    return Sheet(name, rows, formulas=frozenset(formulas), hidden=table.sheet.hidden)
