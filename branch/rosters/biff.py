"""An old workbook (xls) is a stream of records inside a small file system: looked through before it is read."""

from struct import Struct, error, unpack_from

from .marks import Marks
from .number_formats import adds
from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, PLAIN, RosterError, too_large

FREE = 0xFFFFFFFA  # from here on a sector number is none
STREAMS = {"Workbook", "Book"}
MACROS = {"_VBA_PROJECT_CUR", "VBA", "Macros"}
# FORMULA, ARRAY, SHRFMLA, TABLE, in the versions of Excel that wrote xls
FORMULAS = {0x0006, 0x0206, 0x0406, 0x0021, 0x0221, 0x04BC, 0x0036, 0x0236}
FILEPASS = 0x002F
# LABEL, NUMBER, BOOLERR, RSTRING, LABELSST, RK: a value in one cell; MULRK: in a run of them
CELLS = {0x0002, 0x0003, 0x0004, 0x0005, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E}
NUMBERS = {0x0203, 0x027E}
ERROR_OR_TRUTH = 0x0205
RUN = 0x00BD
SUBSTREAM = 0x0809
BOUND_SHEET, FORMAT, STYLE, ROW = 0x0085, 0x041E, 0x00E0, 0x0208
COUNT_OF_DAYS = 0x0022
MACRO_SHEET, HIDDEN, OF_1997, WIDE = 0x0040, 0x20, 0x0600, 0x01
# a sector has at most two to the power of this bytes
LARGEST = 12
_record, _place, _last = Struct("<HH"), Struct("<HH"), Struct("<H")


def checked(content):
    """The `Marks` of the sheets in their order.

    Refuses macros, a password, and cells so far out that reading them would take all memory.
    """
    try:
        names, streams = _streams(content)
        if names & MACROS:
            raise RosterError(f"文件含有宏，不能导入。{PLAIN}")
        if not streams:
            raise RosterError(DAMAGED)
        readers = [Records(stream) for stream in streams]
        for reader in readers:
            reader.look()
        return readers[0].marked()
    except (error, IndexError, UnicodeDecodeError) as broken:
        raise RosterError(DAMAGED) from broken


class Records:
    """One stream of records, read from its first to its last."""

    def __init__(self, stream):
        self.stream = stream
        # {where a sheet begins: its place}, and the marks of each
        self.begins, self.marks = {}, []
        self.codes, self.styles = {}, []
        self.is_of_1997, self.is_since_1904 = True, False
        self.sheet, self.area = Marks(), (0, 0)

    def marked(self):
        """The marks of all sheets."""
        for one in self.marks:
            one.is_since_1904 = self.is_since_1904
        return self.marks

    def look(self):
        at = 0
        while at + _record.size <= len(self.stream):
            kind, length = _record.unpack_from(self.stream, at)
            self._one(kind, at + _record.size, length)
            at += _record.size + length

    def _one(self, kind, at, length):
        if kind == SUBSTREAM:
            self._begin(at)
        elif kind == FILEPASS:
            raise RosterError(DAMAGED)
        elif kind in (BOUND_SHEET, FORMAT, STYLE, COUNT_OF_DAYS):
            self._global(kind, at, length)
        else:
            self._in_sheet(kind, at, length)

    def _begin(self, at):
        version, kind = _place.unpack_from(self.stream, at)
        self.is_of_1997 = version >= OF_1997
        if kind == MACRO_SHEET:
            raise RosterError(f"文件含有宏，不能导入。{PLAIN}")
        begins = at - _record.size
        if begins in self.begins:
            self.sheet, self.area = self.marks[self.begins[begins]], (0, 0)

    def _global(self, kind, at, length):
        if kind == BOUND_SHEET:
            self.begins[unpack_from("<I", self.stream, at)[0]] = len(self.marks)
            self.marks.append(Marks())
        elif kind == FORMAT:
            (number,) = _last.unpack_from(self.stream, at)
            self.codes[number] = self._text(at + _last.size, at + length)
        elif kind == COUNT_OF_DAYS:
            self.is_since_1904 = _last.unpack_from(self.stream, at) == (1,)
        else:
            code = self.codes.get(_place.unpack_from(self.stream, at)[1], "")
            self.styles.append(code if adds(code) else "")

    def _text(self, at, end):
        """A text behind its length: of one byte until 1997, then of two, and a byte that says how wide it is."""
        if not self.is_of_1997:
            return self.stream[at + 1 : end].decode("gb18030", "replace")
        encoding = "utf-16-le" if self.stream[at + 2] & WIDE else "latin-1"
        return self.stream[at + 3 : end].decode(encoding, "replace")

    def _in_sheet(self, kind, at, length):
        if kind == ROW:
            (options,) = unpack_from("<I", self.stream, at + 12)
            if options & HIDDEN:
                self.sheet.hidden.add(_last.unpack_from(self.stream, at)[0])
        elif kind in FORMULAS:
            self._far(*_place.unpack_from(self.stream, at))
            self.sheet.formulas.add(_place.unpack_from(self.stream, at))
        elif kind in CELLS:
            self._far(*_place.unpack_from(self.stream, at))
            self._marked(kind, at)
        elif kind == RUN:
            self._run(at, length)

    def _run(self, at, length):
        row, first = _place.unpack_from(self.stream, at)
        (last,) = _last.unpack_from(self.stream, at + length - _last.size)
        self._far(row, last)
        for number in range(min(last - first + 1, (length - 6) // 6)):
            (style,) = _last.unpack_from(self.stream, at + 4 + 6 * number)
            self._formatted(row, first + number, style)

    def _marked(self, kind, at):
        if kind in NUMBERS:
            self._formatted(*unpack_from("<HHH", self.stream, at))
        elif kind == ERROR_OR_TRUTH and self.stream[at + 7]:
            self.sheet.errors.add(_place.unpack_from(self.stream, at))

    def _formatted(self, row, column, style):
        code = self.styles[style] if style < len(self.styles) else ""
        if code:
            self.sheet.formats[row, column] = code

    def _far(self, row, column):
        """Refuse a cell that makes the sheet larger than any roster; the reader makes room up to it."""
        self.area = max(self.area[0], row + 1), max(self.area[1], column + 1)
        if self.area[0] * self.area[1] > LINE_LIMIT * COLUMN_LIMIT:
            raise RosterError(too_large(*self.area))


def _streams(content):
    """(the names of everything inside, the streams that hold a workbook) of a compound file."""
    (shift,) = unpack_from("<H", content, 30)
    if shift > LARGEST:
        raise IndexError(shift)
    size = 1 << shift
    sectors = [one for one in unpack_from("<109I", content, 76) if one < FREE]
    table = [
        number
        for sector in sectors
        for number in unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    ]
    folder = _chain(content, table, unpack_from("<I", content, 48)[0], size)
    names, streams = set(), []
    for at in range(0, len(folder), 128):
        (length,) = unpack_from("<H", folder, at + 64)
        name = folder[at : at + max(length - 2, 0)].decode("utf-16-le").rstrip("\0")
        names.add(name)
        if name in STREAMS and len(streams) < len(STREAMS):
            start, long = unpack_from("<II", folder, at + 116)
            streams.append(_chain(content, table, start, size)[:long])
    return names, streams


def _chain(content, table, sector, size):
    """The sectors that follow each other from this one; a ring of them ends in an IndexError."""
    found = []
    while sector < FREE:
        if len(found) > len(table):
            raise IndexError(sector)
        found.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(found)
