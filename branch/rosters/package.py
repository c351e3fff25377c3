"""Checks the parts of an xlsx file; the program that reads rosters gets the checked ones alone."""

import re
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from branch.core.files import MEGABYTE, package

from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, PLAIN, RosterError, too_large

UNPACKED_LIMIT = 50 * MEGABYTE
REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


def repacked(content):
    """The parts of an xlsx file that hold its cells, packed anew; `RosterError` for all that is more.

    Whatever two programs may read differently in one zip file is gone by then: the reader sees the
    very bytes that were looked at.
    """
    out = BytesIO()
    try:
        with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as plain:
            for name, part in _parts(old):
                plain.writestr(name, part)
    except package.RefusedError as refused:
        raise RosterError(f"文件{refused}，不能导入。{PLAIN}") from refused
    except package.TooLargeError as error:
        raise RosterError(f"文件解开后大得不像名册，不能导入。{PLAIN}") from error
    except package.BROKEN as error:
        raise RosterError(DAMAGED) from error
    return out.getvalue()


def _parts(old):
    for entry in package.checked_entries(old, unpacked_limit=UNPACKED_LIMIT):
        name = entry.filename
        package.refuse_active(name)
        if "embeddings/" in name.lower():
            raise package.RefusedError("嵌入了别的文件")
        if name.lower().endswith(package.READ):
            with old.open(entry) as packed:
                # never more than the directory says: what lies behind it stays packed
                part = packed.read(entry.file_size)
            SheetPart().look(part, is_last=True)
            yield name, part


class SheetPart(package.Part):
    """Refuses formulas, links outside and cells that lie too far out."""

    def __init__(self):
        super().__init__()
        self.row = self.column = 0
        self.where = ""

    def inside(self, root):
        return {"worksheet": self._in_sheet, "Relationships": self._in_relations}.get(root)

    def _in_relations(self, name, attributes):
        package.refuse_active(attributes.get("Type", "").rpartition("/")[2])
        if attributes.get("TargetMode", "").lower() == "external":
            raise package.RefusedError("里有指向外部的链接")

    def _in_sheet(self, name, attributes):
        name = package.local(name)
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


@cache
def _number(letters):
    """28 of AB."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
