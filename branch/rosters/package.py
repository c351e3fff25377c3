"""An xlsx file is a zip of XML parts: each is read here first, and only what was read goes on to the reader."""

import re
import zlib
from functools import cache
from io import BytesIO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from branch.core.files import MEGABYTE

from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, PLAIN, RosterError, too_large

UNPACKED_LIMIT = 50 * MEGABYTE
# XML of a real roster packs to about a tenth; a bomb to a thousandth
RATIO_LIMIT = 200
ENTRY_LIMIT = 1_000
READ = (".xml", ".rels")
PACKED = (ZIP_STORED, ZIP_DEFLATED)
ACTIVE = {
    "vbaproject": "含有宏",
    "macrosheet": "含有宏",
    "dialogsheet": "含有宏",
    "externallink": "引用了别的文件",
    "activex": "含有控件",
    "ctrlprop": "含有控件",
    "embeddings/": "嵌入了别的文件",
    "oleobject": "嵌入了别的文件",
    "connections": "连着外部数据",
    "querytable": "连着外部数据",
}
# what a torn, locked or forged package makes the standard library say
BROKEN = (
    BadZipFile,
    zlib.error,
    ExpatError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
)
REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


def repacked(content):
    """The parts of an xlsx file that hold its cells, packed anew; `RosterError` for all that is more.

    Whatever two programs may read differently in one zip file is gone by then: the reader sees the
    very bytes that were looked at.
    """
    out = BytesIO()
    try:
        with ZipFile(BytesIO(content)) as package, ZipFile(out, "w") as plain:
            for name, part in _parts(package):
                plain.writestr(name, part)
    except BROKEN as error:
        raise RosterError(DAMAGED) from error
    return out.getvalue()


def _parts(package):
    entries = package.infolist()
    _check_size(entries)
    for entry in entries:
        name = entry.filename
        _refuse_active(name)
        if name.lower().endswith(READ):
            with package.open(entry) as packed:
                # never more than the directory says: what lies behind it stays packed
                part = packed.read(entry.file_size)
            Part().look(part)
            yield name, part


def _check_size(entries):
    bombs = [one for one in entries if one.file_size > RATIO_LIMIT * max(one.compress_size, 1)]
    unpacked = sum(one.file_size for one in entries)
    is_bomb = any(one.file_size > MEGABYTE for one in bombs)
    if len(entries) > ENTRY_LIMIT or unpacked > UNPACKED_LIMIT or is_bomb:
        raise RosterError(f"文件解开后大得不像名册，不能导入。{PLAIN}")
    names = {one.filename.lower() for one in entries}
    if len(names) < len(entries) or any(one.compress_type not in PACKED for one in entries):
        raise BadZipFile


def _refuse_active(name):
    """By the name of a part or by the type of a relation: whatever does more than hold cells."""
    for mark, says in ACTIVE.items():
        if mark in name.lower():
            raise RosterError(f"文件{says}，不能导入。{PLAIN}")


class Part:
    """One XML part as it goes by; what its first element is called decides what is looked for."""

    def __init__(self):
        self.row = self.column = 0
        self.where = ""
        self.parser = ParserCreate("utf-8")
        self.parser.StartDoctypeDeclHandler = self._refuse_declaration
        self.parser.StartElementHandler = self._root

    def look(self, part):
        self.parser.Parse(part, True)

    def _refuse_declaration(self, *declared):
        raise RosterError(f"文件里有不该有的声明，不能导入。{PLAIN}")

    def _root(self, name, attributes):
        _refuse_active(_local(name))
        inside = {"worksheet": self._in_sheet, "Relationships": self._in_relations}
        self.parser.StartElementHandler = inside.get(_local(name))

    def _in_relations(self, name, attributes):
        _refuse_active(attributes.get("Type", "").rpartition("/")[2])
        if attributes.get("TargetMode", "").lower() == "external":
            raise RosterError(f"文件里有指向外部的链接，不能导入。{PLAIN}")

    def _in_sheet(self, name, attributes):
        name = _local(name)
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name == "c":
            self._cell(attributes.get("r", ""))
        elif name == "f":
            raise RosterError(f"{self.where}是公式，不能导入。{PLAIN}")
        elif name in ("v", "is") and (self.row > LINE_LIMIT or self.column > COLUMN_LIMIT):
            raise RosterError(too_large(self.row, self.column))

    def _cell(self, reference):
        place = REFERENCE.fullmatch(reference)
        self.where = f"{reference} 格" if place else "表里"
        self.column = _number(place[1]) if place else self.column + 1
        self.row = int(place[2]) if place else self.row


def _local(name):
    return name.rpartition(":")[2]


@cache
def _number(letters):
    """28 of AB."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
