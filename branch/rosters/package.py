"""Checks the parts of an xlsx file; the program that reads rosters gets the checked ones alone."""

import posixpath
import re
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from branch.core.files import MEGABYTE, package

from .marks import Marks
from .number_formats import adds
from .refusal import COLUMN_LIMIT, DAMAGED, LINE_LIMIT, PLAIN, RosterError, too_large

UNPACKED_LIMIT = 50 * MEGABYTE
REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# what is calculated from another file is shown as it was last; the other file is not needed
ELSEWHERE = "externallink"
TRUE = ("1", "true")


def repacked(content):
    """(the parts of an xlsx file that hold its cells, packed anew; the `Marks` of its sheets in their order).

    `RosterError` for all that is more. Whatever two programs may read differently in one zip file is
    gone by then: the reader sees the very bytes that were looked at.
    """
    out, book = BytesIO(), Workbook()
    try:
        with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as plain:
            for name, part in _parts(old):
                plain.writestr(name, book.looked_at(name, part))
    except package.RefusedError as refused:
        raise RosterError(f"文件{refused}，不能导入。{PLAIN}") from refused
    except package.TooLargeError as error:
        raise RosterError(f"文件解开后大得不像名册，不能导入。{PLAIN}") from error
    except package.BROKEN as error:
        raise RosterError(DAMAGED) from error
    return out.getvalue(), book.marks


def _parts(old):
    """(name, bytes) of each part that is kept, those of the sheets last: they lean on texts and formats."""
    entries = package.checked_entries(old, unpacked_limit=UNPACKED_LIMIT)
    for entry in sorted(entries, key=lambda one: one.filename.startswith("xl/worksheets/")):
        name = entry.filename
        if ELSEWHERE in name.lower():
            continue
        package.refuse_active(name)
        if "embeddings/" in name.lower():
            raise package.RefusedError("嵌入了别的文件")
        if name.lower().endswith(package.READ):
            with old.open(entry) as packed:
                # never more than the directory says: what lies behind it stays packed
                yield name, packed.read(entry.file_size)


class Workbook:
    """What the parts say together: the sheets in their order, blank texts, formats that show more than a number."""

    def __init__(self):
        # relation ids in the order of the sheets, {relation id: part}, {part: its marks}
        self.order, self.targets, self.of_part = [], {}, {}
        # numbers of the shared texts that are blank
        self.blanks = set()
        # {style of a cell: its format}
        self.formats = {}
        self.is_since_1904 = False

    def looked_at(self, name, content):
        """The part as the reader gets it."""
        part = Part(self, name, content)
        part.look(content, is_last=True)
        return part.remaining

    @property
    def marks(self):
        found = [self.of_part.get(self.targets.get(one), Marks()) for one in self.order]
        for one in found:
            one.is_since_1904 = self.is_since_1904
        return found


class Part(package.Part):
    """One part: refuses what leads outside and cells too far out, and notes what concerns the workbook."""

    def __init__(self, book, name, content):
        super().__init__()
        self.book, self.name, self.content = book, name, content
        self.cut = []

    @property
    def remaining(self):
        """The bytes without the blank cells far out, for which a reader would make room up to them."""
        kept, at = [], 0
        for start, end in self.cut:
            kept.append(self.content[at:start])
            at = end
        return b"".join([*kept, self.content[at:]]) if kept else self.content

    def inside(self, root):
        if root == "worksheet":
            return SheetReader(self).start
        handlers = {
            "Relationships": self._in_relations,
            "workbook": self._in_book,
            "sst": TextsReader(self).start,
            "styleSheet": FormatsReader(self).start,
        }
        return handlers.get(root)

    def _in_relations(self, name, attributes):
        kind = attributes.get("Type", "").rpartition("/")[2]
        if kind.lower().startswith(ELSEWHERE):
            return
        package.refuse_active(kind)
        is_outside = attributes.get("TargetMode", "").lower() == "external"
        if is_outside and kind.lower() != "hyperlink":
            raise package.RefusedError("里有指向外部的内容")
        if self.name == RELATIONS:
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            self.book.targets[attributes.get("Id")] = target.lstrip("/")

    def _in_book(self, name, attributes):
        if package.local(name) == "workbookPr":
            self.book.is_since_1904 = attributes.get("date1904") in TRUE
        elif package.local(name) == "sheet":
            ids = [value for key, value in attributes.items() if package.local(key) == "id"]
            self.book.order.append("".join(ids))


class TextsReader:
    """Notes which of the texts shared by cells are blank."""

    def __init__(self, part):
        self.part, self.number, self.is_blank = part, -1, True
        self.parser = part.parser

    def start(self, name, attributes):
        if package.local(name) == "si":
            self.number, self.is_blank = self.number + 1, True
            self.parser.CharacterDataHandler = self._text
            self.parser.EndElementHandler = self._end

    def _text(self, text):
        self.is_blank &= not text.strip()

    def _end(self, name):
        if package.local(name) == "si" and self.is_blank:
            self.part.book.blanks.add(self.number)


class FormatsReader:
    """Notes which styles of cells show more than the digits of a number."""

    def __init__(self, part):
        self.book, self.codes, self.styles, self.is_of_cells = part.book, {}, 0, False

    def start(self, name, attributes):
        name = package.local(name)
        if name == "numFmt":
            self.codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self.is_of_cells = name == "cellXfs"
        elif name == "xf" and self.is_of_cells:
            code = self.codes.get(attributes.get("numFmtId"), "")
            if adds(code):
                self.book.formats[str(self.styles)] = code
            self.styles += 1


class SheetReader:
    """Notes formulas, errors, hidden rows and formats; blank cells beyond the limits are cut, others refused."""

    def __init__(self, part):
        self.part, self.book, self.parser = part, part.book, part.parser
        self.marks = self.book.of_part.setdefault(part.name, Marks())
        self.row = self.column = 0
        self.is_in_cell = False

    def start(self, name, attributes):
        name = package.local(name)
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            if attributes.get("hidden") in TRUE:
                self.marks.hidden.add(self.row - 1)
        elif name == "c":
            self._cell(attributes)
        elif name == "f" and self.is_in_cell:
            self.marks.formulas.add((self.row - 1, self.column - 1))

    def _cell(self, attributes):
        place = REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = _number(place[1]) if place else self.column + 1
        self.row = int(place[2]) if place else self.row
        self.is_in_cell = True
        self.parser.EndElementHandler = self._end
        self._marked(attributes.get("t", "n"), attributes.get("s"))
        if self.row > LINE_LIMIT or self.column > COLUMN_LIMIT:
            self.begins, self.kind, self.text = (
                self.parser.CurrentByteIndex,
                attributes.get("t"),
                [],
            )
            self.parser.CharacterDataHandler = self.text.append

    def _marked(self, kind, style):
        place = self.row - 1, self.column - 1
        if kind == "e":
            self.marks.errors.add(place)
        elif kind == "n" and style in self.book.formats:
            self.marks.formats[place] = self.book.formats[style]

    def _end(self, name):
        if package.local(name) != "c":
            return
        self.is_in_cell = False
        if self.parser.CharacterDataHandler:
            self.parser.CharacterDataHandler = None
            self._far_out("".join(self.text).strip())

    def _far_out(self, text):
        is_blank = int(text) in self.book.blanks if text and self.kind == "s" else not text
        if not is_blank:
            raise RosterError(too_large(self.row, self.column))
        ends = self.part.content.find(b">", self.parser.CurrentByteIndex) + 1
        if self.text:  # an empty element has nothing to be cut
            self.part.cut.append((self.begins, ends))


@cache
def _number(letters):
    """28 of AB."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
