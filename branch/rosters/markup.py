"""Tables that systems write as a page (HTML) or as XML of Excel 2003, whatever the file is called."""

import operator
import re
from datetime import date
from html.parser import HTMLParser

from branch.core.files import package

from .marks import Marks
from .number_formats import adds
from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, PLAIN, RosterError, too_large

SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
# the text is decoded by now, whatever it says of itself
DECLARATION = re.compile(r"<\?xml[^>]*\?>")
HEADINGS = ("h1", "h2", "h3", "h4")
HEAD = 2_000


def is_page(text):
    return bool(re.search(r"<(?:html|table|!doctype html)\b", text[:HEAD], re.IGNORECASE))


def is_workbook(text):
    return text.lstrip("\ufeff \r\n\t").startswith("<") and SPREADSHEET_2003 in text[:HEAD]


def declared_encoding(content):
    """The encoding that the first bytes name; "" where they name none."""
    found = CHARSET.search(content[:HEAD])
    return found[1].decode("ascii") if found else ""


class Room:
    """The lines and the cells that all tables of a file together may have."""

    def __init__(self):
        self.lines, self.cells = LINE_LIMIT, LINE_LIMIT * COLUMN_LIMIT // 4

    def take(self, *, lines=0, cells=0):
        self.lines, self.cells = self.lines - lines, self.cells - cells
        if self.lines < 0 or self.cells < 0:
            raise RosterError(too_large(LINE_LIMIT - self.lines, COLUMN_LIMIT))


class Grid:
    """Rows of cells filled from the left, merged ones taking their room."""

    def __init__(self, name, room):
        self.name, self.rows, self.merges, self.marks = name, [], [], Marks()
        self._room = room
        # (last row, first column, last column) of the merged cells that reach further down
        self._above = []
        self._column = 0

    def next_row(self, number=None):
        """Begin the next row, or the one of this number from 1."""
        last = number or len(self.rows) + 1
        if last <= len(self.rows):
            raise RosterError(DAMAGED)
        self._room.take(lines=last - len(self.rows))
        self.rows += [[] for _ in range(last - len(self.rows))]
        self._above = [one for one in self._above if one[0] >= last - 1]
        self._column = 0

    def put(self, cell, *, across=0, down=0, column=None):
        """Put a cell into the next free place of the row; returns its (row, column)."""
        if not self.rows:
            self.next_row()
        row = len(self.rows) - 1
        at = self._free(self._column if column is None else column)
        if at + across >= COLUMN_LIMIT:
            raise RosterError(too_large(row + 1, at + across + 1))
        missing = at + across + 1 - len(self.rows[row])
        self._room.take(cells=max(missing, 0))
        self.rows[row] += [""] * missing
        self.rows[row][at] = cell
        if across or down:
            self._room.take(cells=1)
            self.merges.append((row, at, row + down, at + across))
        if down:
            self._above.append((row + down, at, at + across))
        self._column = at + across + 1
        return row, at

    def _free(self, column):
        """The first column from this one on into which no cell from above reaches."""
        for _, left, right in sorted(self._above, key=operator.itemgetter(1)):
            if left <= column <= right:
                column = right + 1
        return column


def grids_of_page(text):
    """A `Grid` for each table of a page; a table inside another is one of its own."""
    page = Page()
    page.feed(text)
    page.close()
    page.end_cell()
    return page.grids


class Page(HTMLParser):
    """Reads the cells of tables, however sloppily they are closed."""

    def __init__(self):
        super().__init__()
        self.grids, self._open, self._room = [], [], Room()
        self._text = self._span = None
        # what stood above the table to come
        self._heading = ""

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.end_cell()
            name = f"表 {len(self.grids) + 1}" if self.grids else ""
            self._open.append(Grid(name, self._room))
            self.grids.append(self._open[-1])
            if self._heading:
                self._put_alone(self._heading)
        elif self._open and tag == "tr":
            self.end_cell()
            self._open[-1].next_row()
        elif self._is_heading(tag):
            self.end_cell()
            self._text, self._span = [], None
        elif self._open and tag in ("td", "th"):
            self.end_cell()
            self._begin_cell(dict(attributes))
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag):
        if tag in ("td", "th", "tr", "table") or self._is_heading(tag):
            self.end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def _is_heading(self, tag):
        """Whether an element is a heading (h1 to h4) or the caption of a table."""
        return tag == "caption" if self._open else tag in HEADINGS

    def _begin_cell(self, attributes):
        across, down = (_number(attributes.get(name)) for name in ("colspan", "rowspan"))
        self._text, self._span = [], {"across": max(across - 1, 0), "down": max(down - 1, 0)}

    def end_cell(self):
        """Put the cell that is open, if there is one, into its table."""
        if self._text is not None:
            said = " ".join("".join(self._text).split())
            if self._span is not None:
                self._open[-1].put(said, **self._span)
            elif self._open:
                self._put_alone(said)
            else:
                self._heading = said
            self._text = None

    def _put_alone(self, said):
        """Put a heading above the rows of the table, where a sheet has it."""
        self._open[-1].next_row()
        self._open[-1].put(said)
        self._heading = ""


def grids_of_workbook(text):
    """A `Grid` for each shown sheet of a workbook in XML of Excel 2003."""
    book, body = Workbook2003(), DECLARATION.sub("", text.lstrip("\ufeff \r\n\t"), count=1)
    try:
        book.look(body.encode(), is_last=True)
    except package.RefusedError as refused:
        raise RosterError(f"文件{refused}，不能导入。{PLAIN}") from refused
    except package.BROKEN as error:
        raise RosterError(DAMAGED) from error
    return book.grids


class Workbook2003(package.Part):
    """Reads sheets, rows and cells as they go by."""

    def __init__(self):
        super().__init__()
        self.grids, self._kind, self._text, self._room = [], "", [], Room()
        self._is_in_comment = self._is_since_1904 = False
        # {style: its format}, and the style that is being read
        self._formats, self._style = {}, ""

    def inside(self, root):
        self.parser.EndElementHandler = self._end
        return self._start

    def _start(self, name, attributes):
        said = {package.local(key): value for key, value in attributes.items()}
        name = package.local(name)
        if name in ("Style", "NumberFormat", "Date1904"):
            self._of_all(name, said)
        elif name == "Worksheet":
            self.grids.append(Grid(said.get("Name", ""), self._room))
            self.grids[-1].marks.is_since_1904 = self._is_since_1904
        elif name == "Row":
            self._row(said)
        elif name == "Cell":
            self._cell = {
                "across": _number(said.get("MergeAcross")),
                "down": _number(said.get("MergeDown")),
                "column": max(_number(said.get("Index")) - 1, 0) if "Index" in said else None,
            }
            self._is_formula, self._text = "Formula" in said, []
            self._format = self._formats.get(said.get("StyleID"))
        elif name == "Comment":
            self._is_in_comment = True
        elif name in ("Data", "Visible") and not self._is_in_comment:
            self._kind, self._text = said.get("Type", ""), []
            self.parser.CharacterDataHandler = self._text.append

    def _of_all(self, name, said):
        """What stands before the sheets."""
        if name == "Style":
            self._style = said.get("ID")
        elif name == "NumberFormat" and adds(said.get("Format", "")):
            self._formats[self._style] = said["Format"]
        self._is_since_1904 |= name == "Date1904"

    def _row(self, said):
        grid = self.grids[-1]
        grid.next_row(_number(said.get("Index")) or None)
        if said.get("Hidden") == "1":
            grid.marks.hidden.add(len(grid.rows) - 1)

    def _end(self, name):
        if package.local(name) == "Comment":
            self._is_in_comment = False
        elif package.local(name) in ("Data", "Visible"):
            self.parser.CharacterDataHandler = None
        if package.local(name) == "Visible" and "Hidden" in "".join(self._text):
            self.grids.pop()
        elif package.local(name) == "Cell":
            value = _value(self._kind, "".join(self._text))
            at = self.grids[-1].put(value, **self._cell)
            if self._is_formula:
                self.grids[-1].marks.formulas.add(at)
            if self._format:
                self.grids[-1].marks.formats[at] = self._format
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
    return int(text) if re.fullmatch(r"\s*[0-9]{1,6}\s*", text or "") else 0
