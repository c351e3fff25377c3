"""An old workbook (xls) is a stream of records inside a small file system: looked through before it is read."""

from struct import Struct, error, unpack_from

from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, PLAIN, RosterError, too_large

FREE = 0xFFFFFFFA  # from here on a sector number is none
STREAMS = {"Workbook", "Book"}
MACROS = {"_VBA_PROJECT_CUR", "VBA", "Macros"}
# FORMULA, ARRAY, SHRFMLA, TABLE, in the versions of Excel that wrote xls
FORMULAS = {0x0006, 0x0206, 0x0406, 0x0021, 0x0221, 0x04BC, 0x0036, 0x0236}
FILEPASS = 0x002F
# LABEL, NUMBER, BOOLERR, RSTRING, LABELSST, RK: a value in one cell; MULRK: in a run of them
CELLS = {0x0002, 0x0003, 0x0004, 0x0005, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E}
RUN = 0x00BD
SUBSTREAM = 0x0809
MACRO_SHEET = 0x0040
_record, _place, _last = Struct("<HH"), Struct("<HH"), Struct("<H")


def check(content):
    """Refuse formulas, macros, a password, and cells so far out that reading them would take all memory."""
    try:
        names, streams = _streams(content)
        if names & MACROS:
            raise RosterError(f"文件含有宏，不能导入。{PLAIN}")
        if not streams:
            raise RosterError(DAMAGED)
        for stream in streams:
            _look(stream)
    except (error, IndexError, UnicodeDecodeError) as broken:
        raise RosterError(DAMAGED) from broken


def _look(stream):
    at = 0
    while at + _record.size <= len(stream):
        kind, length = _record.unpack_from(stream, at)
        at += _record.size
        if kind in FORMULAS:
            row, column = _place.unpack_from(stream, at)
            raise RosterError(f"第 {row + 1} 行第 {column + 1} 列是公式，不能导入。{PLAIN}")
        if kind in CELLS or kind == RUN:
            row, column = _place.unpack_from(stream, at)
            if kind == RUN:
                (column,) = _last.unpack_from(stream, at + length - _last.size)
            if row >= LINE_LIMIT or column >= COLUMN_LIMIT:
                raise RosterError(too_large(row + 1, column + 1))
        elif kind == FILEPASS:
            raise RosterError(DAMAGED)
        elif kind == SUBSTREAM and _last.unpack_from(stream, at + 2) == (MACRO_SHEET,):
            raise RosterError(f"文件含有宏，不能导入。{PLAIN}")
        at += length


def _streams(content):
    """(the names of everything inside, the streams that hold a workbook) of a compound file."""
    size = 1 << unpack_from("<H", content, 30)[0]
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
        if name in STREAMS:
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
