"""What a docx, xlsx or pptx for download may hold: text, pictures, charts, links to pages, and nothing else."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from . import package
from .sizes import MEGABYTE

UNPACKED_LIMIT = 200 * MEGABYTE
CHUNK = 64 * 1024
MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
MAIN_TYPES = {
    "docx": MAIN.format("wordprocessingml.document"),
    "xlsx": MAIN.format("spreadsheetml.sheet"),
    "pptx": MAIN.format("presentationml.presentation"),
}
DRAWING = "image/svg+xml"
INSERTED = "嵌入了别的文件"
IGNORED = re.compile(r"[\0-\x20]")  # a browser leaves them out
# a page elsewhere, a letter, or a place in the document itself
LINK = re.compile(r"\s*(https?|ftp|mailto|tel):|(?!\s*([a-z][a-z0-9+.-]*:|\\\\|//))", re.IGNORECASE)
# Word notes the template a text was begun with; one on the reader's own disk is not fetched from anywhere
OWN_DISK = re.compile(r"(file:///)?([a-z]:[\\/]|[^\\/:]+$)", re.IGNORECASE)
WORDS = {"document", "hdr", "ftr", "footnotes", "endnotes", "comments", "glossaryDocument"}
SLIDES = {"sld", "sldLayout", "sldMaster", "notes", "notesMaster", "handoutMaster"}
FETCHES = re.compile(r"\s*(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|LINK|DATABASE|RD)\b", re.IGNORECASE)
STARTS = re.compile(r"ppaction://(program|macro|ole)", re.IGNORECASE)


class WrongTypeError(Exception):
    """The package is no document of the kind its name says."""


@dataclass
class Contents:
    """What the package says of itself: the type of each part, and which part is the document."""

    types: dict = field(default_factory=dict)  # by the name of the part, or by its suffix
    main: str = ""

    def type_of(self, part):
        part = part.lower()
        return self.types.get(part) or self.types.get(part.rpartition(".")[2])


def check(file, suffix, *, may_hold_charts=True):
    """Read every part that a program would act on; `RefusedError` says what was found."""
    contents = Contents()
    with ZipFile(file) as zipped:
        for entry in package.checked_entries(zipped, unpacked_limit=UNPACKED_LIMIT):
            _look(zipped, entry, contents, may_hold_charts)
    if contents.type_of(contents.main) != MAIN_TYPES[suffix]:
        raise WrongTypeError


def _look(zipped, entry, contents, may_hold_charts):
    name = entry.filename.lower()
    package.refuse_active(name)
    with zipped.open(entry) as part:  # also compares the name with the one in front of the part
        if name.endswith(package.READ):
            _read(part, DocumentPart(name, contents))
        elif "embeddings/" in name and not name.endswith("/"):
            _check_data_of_chart(part, name, may_hold_charts)


def _read(part, reader):
    while chunk := part.read(CHUNK):
        reader.look(chunk, is_last=False)
    reader.look(b"", is_last=True)


def _check_data_of_chart(part, name, may_hold_charts):
    """The numbers behind a chart are a workbook of their own."""
    if not (may_hold_charts and name.endswith(".xlsx")):
        raise package.RefusedError(INSERTED)
    check(BytesIO(part.read()), "xlsx", may_hold_charts=False)


class DocumentPart(package.Part):
    """Refuses what a program would fetch, start or unpack on opening the document."""

    def __init__(self, name, contents):
        super().__init__(encoding=None)
        self.is_of_chart = "charts/_rels/" in name
        self.contents = contents
        self.code = ""

    def inside(self, root):
        if root in WORDS:
            self.parser.EndElementHandler = self._end_of_word
            return self._in_words
        if root in SLIDES:
            return self._in_slide
        return {"Relationships": self._in_relations, "Types": self._in_types}.get(root)

    def _in_types(self, name, attributes):
        kind, part = _plain(attributes.get("ContentType", "")), attributes.get("PartName", "")
        suffix = attributes.get("Extension", part.rpartition(".")[2]).lower()
        if "macroenabled" in kind:
            raise package.RefusedError("含有宏")
        is_read = f".{suffix}" in package.READ or kind == DRAWING
        if kind.endswith(("+xml", "/xml")) and not is_read:
            raise BadZipFile  # a part that a program reads and this module would not
        self.contents.types[part.lower() or suffix] = kind

    def _in_relations(self, name, attributes):
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        target = attributes.get("Target", "")
        package.refuse_active(kind)
        if kind in ("afchunk", "subdocument") or (kind == "package" and not self.is_of_chart):
            raise package.RefusedError(INSERTED)
        if attributes.get("TargetMode", "").lower() == "external":
            _check_outside(kind, target)
        elif kind == "officedocument":
            self.contents.main = f"/{target.lstrip('/')}"

    def _in_words(self, name, attributes):
        name = package.local(name)
        if name == "instrText":
            self.parser.CharacterDataHandler = self._in_code
        elif name == "fldChar":
            self.code = ""
        elif name == "fldSimple":
            self._in_code(_value(attributes, "instr"))
            self.code = ""

    def _in_code(self, text):
        """Of a field, whose code may come in several pieces."""
        self.code += text
        if FETCHES.match(self.code + " "):
            raise package.RefusedError("里有从别处取内容的域")

    def _end_of_word(self, name):
        self.parser.CharacterDataHandler = None

    def _in_slide(self, name, attributes):
        if STARTS.match(attributes.get("action", "")):
            raise package.RefusedError("里有启动程序的按钮")


def _check_outside(kind, target):
    if kind == "hyperlink":
        if not LINK.match(IGNORED.sub("", target)):
            raise package.RefusedError("里有打开本机文件或程序的链接")
    elif not (kind == "attachedtemplate" and OWN_DISK.match(target)):
        raise package.RefusedError("打开时会从别处取内容")


def _plain(kind):
    """A content type without its parameters, in small letters: programs read all spellings alike."""
    return kind.partition(";")[0].strip().lower()


def _value(attributes, wanted):
    return next((text for key, text in attributes.items() if package.local(key) == wanted), "")
