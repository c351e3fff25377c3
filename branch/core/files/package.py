"""An office file is a zip of parts: what of it may be read at all, of a roster and of a document alike.

Only what is true of both stands here; what else a roster may not hold is in `rosters.package`, what
else a document may not hold in `office`.
"""

import re
import zlib
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile

from .sizes import MEGABYTE

# XML packs to about a tenth; a bomb to a thousandth
RATIO_LIMIT = 200
ENTRY_LIMIT = 3_000
READ = (".xml", ".rels")
PACKED = (ZIP_STORED, ZIP_DEFLATED)
IS_ENCRYPTED = 1
OUTSIDE = re.compile(r"^[/\\]|^[a-z]:|\\|(^|/)\.\.(/|$)|[\0-\x1f]", re.IGNORECASE)
ACTIVE = {
    "vbaproject": "含有宏",
    "macrosheet": "含有宏",
    "dialogsheet": "含有宏",
    "externallink": "引用了别的文件",
    "activex": "含有控件",
    "ctrlprop": "含有控件",
    "oleobject": "嵌入了别的文件",
    "connections": "连着外部数据",
    "querytable": "连着外部数据",
    "webextension": "含有控件",
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


class RefusedError(Exception):
    """What the file has or does that it may not, said of it in Chinese: “含有宏”."""


class TooLargeError(Exception):
    """Unpacked, the file is far larger than it can be honestly."""


def checked_entries(package, *, unpacked_limit):
    """The entries of a zip; none lies, leads out of its folder, comes twice or is a bomb."""
    entries = package.infolist()
    bombs = [one for one in entries if one.file_size > RATIO_LIMIT * max(one.compress_size, 1)]
    unpacked = sum(one.file_size for one in entries)
    is_bomb = any(one.file_size > MEGABYTE for one in bombs)
    if len(entries) > ENTRY_LIMIT or unpacked > unpacked_limit or is_bomb:
        raise TooLargeError
    names = {one.filename.lower() for one in entries}
    if len(names) < len(entries) or not all(map(_is_plain, entries)):
        raise BadZipFile
    return entries


def _is_plain(entry):
    is_locked = entry.flag_bits & IS_ENCRYPTED
    # `orig_filename`: a name is cut at a zero byte, behind which other programs read on
    is_inside = not OUTSIDE.search(entry.orig_filename)
    return is_inside and not is_locked and entry.compress_type in PACKED


def refuse_active(name):
    """By the name of a part or by the type of a relation: whatever does more than hold contents."""
    for mark, says in ACTIVE.items():
        if mark in name.lower():
            raise RefusedError(says)


def local(name):
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


class Part:
    """One XML part as it goes by; what its first element is called decides what is looked for.

    A subclass says what: `inside` returns the handler of the further elements.
    """

    def __init__(self, *, encoding="utf-8"):
        self.parser = ParserCreate(encoding)
        self.parser.StartDoctypeDeclHandler = self._refuse_declaration
        self.parser.StartElementHandler = self._root

    def look(self, chunk, *, is_last):
        self.parser.Parse(chunk, is_last)

    def inside(self, root):
        return None

    def _refuse_declaration(self, *declared):
        raise RefusedError("里有不该有的声明")

    def _root(self, name, attributes):
        refuse_active(local(name))
        self.parser.StartElementHandler = self.inside(local(name))
