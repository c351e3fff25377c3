"""Tables that systems write as a page (HTML) or as XML of Excel 2003, whatever the file is called."""

import re
from datetime import date
from html.parser import HTMLParser
from xml.parsers.expat import ExpatError

from branch.core.files import package

from .marks import Marks
from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, PLAIN, RosterError, too_large

SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
HEAD = 2_000


def is_page(text):
    return bool(re.search(r"<(?:html|table|!doctype html)\b", text[:HEAD], re.IGNORECASE))


def is_workbook(text):
    return text.lstrip("\ufeff \r\n\t").startswith("<") and SPREADSHEET_2003 in text[:HEAD]


def declared_encoding(content):
    """The encoding that the first bytes name; "" where they name none."""
    found = CHARSET.search(content[:HEAD])
    return found[1].decode("ascii") if found else ""


class Grid:
    """Rows of cells filled from the left, merged ones taking their room."""

    def __init__(self, name):
        self.name, self.rows, self.merges, self.marks = name, [], [], Marks()
        self._taken = set()
        self._column = 0

    def next_row(self, number=None):
        """Begin the next row, or the one of this number from 1."""
        last = number or len(self.rows) + 1
        while len(self.rows) < last:
            self.rows.append([])
            if len(self.rows) > LINE_LIMIT:
                raise RosterError(too_large(len(self.rows), self._column))
        self._column = 0

    def put(self, cell, *, across=0, down=0, column=None):
        """Put a cell into the next free place of the row; returns its (row, column)."""
        row = len(self.rows) - 1
        self._column = self._column if column is None else column
        while (row, self._column) in self._taken:
            self._column += 1
        at = self._column
        if at + across >= COLUMN_LIMIT:
            raise RosterError(too_large(row + 1, at + across + 1))
        self.rows[row] += [""] * (at + across + 1 - len(self.rows[row]))
        self.rows[row][at] = cell
        if across or down:
            self._merge(row, at, across, min(down, LINE_LIMIT))
        self._column = at + across + 1
        return row, at

    def _merge(self, row, column, across, down):
        if len(self._taken) + down * (across + 1) > LINE_LIMIT * COLUMN_LIMIT // 4:
            raise RosterError(too_large(row + down + 1, column + across + 1))
        self.merges.append((row, column, row + down, column + across))
        self._taken |= {
            (row + n, column + m) for n in range(1, down + 1) for m in range(across + 1)
        }


def grids_of_page(text):
    """A `Grid` for each table of a page; a table inside another is one of its own."""
    page = Page()
    page.feed(text)
    page.close()
    return page.grids


class Page(HTMLParser):
    """Reads the cells of tables, however sloppily they are closed."""

    def __init__(self):
        super().__init__()
        self.grids, self._open = [], []
        self._text = self._span = None

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self._end_cell()
            self._open.append(Grid(f"表 {len(self.grids) + 1}" if self.grids else ""))
            self.grids.append(self._open[-1])
        elif self._open and tag == "tr":
            self._end_cell()
            self._open[-1].next_row()
        elif self._open and tag in ("td", "th"):
            self._end_cell()
            self._begin_cell(dict(attributes))
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag):
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def _begin_cell(self, attributes):
        if not self._open[-1].rows:
            self._open[-1].next_row()
        across, down = (_number(attributes.get(name)) for name in ("colspan", "rowspan"))
        self._text, self._span = [], {"across": max(across - 1, 0), "down": max(down - 1, 0)}

    def _end_cell(self):
        if self._text is not None:
            said = " ".join("".join(self._text).split())
            self._open[-1].put(said, **self._span)
            self._text = None


def grids_of_workbook(content):
    """A `Grid` for each shown sheet of a workbook in XML of Excel 2003."""
    book = Workbook2003()
    try:
        book.look(content, is_last=True)
    except package.RefusedError as refused:
        raise RosterError(f"文件{refused}，不能导入。{PLAIN}") from refused
    except ExpatError as error:
        raise RosterError(DAMAGED) from error
    return book.grids


class Workbook2003(package.Part):
    """Reads sheets, rows and cells as they go by."""

    def __init__(self):
        super().__init__(encoding=None)
        self.grids, self._kind, self._text = [], "", []

    def inside(self, root):
        self.parser.EndElementHandler = self._end
        return self._start

    def _start(self, name, attributes):
        said = {package.local(key): value for key, value in attributes.items()}
        name = package.local(name)
        if name == "Worksheet":
            self.grids.append(Grid(said.get("Name", "")))
        elif name == "Row":
            self._row(said)
        elif name == "Cell":
            self._cell = {
                "across": _number(said.get("MergeAcross")),
                "down": _number(said.get("MergeDown")),
                "column": _number(said.get("Index")) - 1 if "Index" in said else None,
            }
            self._is_formula, self._text = "Formula" in said, []
        elif name in ("Data", "Visible"):
            self._kind, self._text = said.get("Type", ""), []
            self.parser.CharacterDataHandler = self._text.append

    def _row(self, said):
        grid = self.grids[-1]
        grid.next_row(_number(said.get("Index")) or None)
        if said.get("Hidden") == "1":
            grid.marks.hidden.add(len(grid.rows) - 1)

    def _end(self, name):
        if package.local(name) in ("Data", "Visible"):
            self.parser.CharacterDataHandler = None
        if package.local(name) == "Visible" and "Hidden" in "".join(self._text):
            self.grids.pop()
        elif package.local(name) == "Cell":
            value = _value(self._kind, "".join(self._text))
            at = self.grids[-1].put(value, **self._cell)
            if self._is_formula:
                self.grids[-1].marks.formulas.add(at)
            self._kind = ""


def _value(kind, text):
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return date.fromisoformat(text[:10])
    except ValueError:
        return text
    return text


def _number(text):
    return int(text) if (text or "").strip().isdecimal() else 0
