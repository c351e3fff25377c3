"""Reading what Word, WPS or WeChat put into HTML, before `clean` drops the attributes that say it.

`static/js/editor-paste.js` does the same in the editor, whose schema would drop them too; one table
of cases tests both.
"""

import html
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from operator import itemgetter

import nh3

from .paste_columns import Columns
from .paste_rules import RULES, SIGNS

IS = {name: re.compile(rule) for name, rule in RULES.items()}
TAG = re.compile(r"<([a-z][^\s/>]*)", re.IGNORECASE)
RAW = {"script", "style", "title", "textarea", "noscript", "noembed", "noframes", "template"}
FOREIGN = {"svg", "math", "plaintext", "xmp"}
KEPT = {
    "*": {"style", "class", "id", "name", "hidden", "href", "face", "width", "height"},
    "ol": {"start"},
    "col": {"span"},
    "figure": {"data-photo"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
VOID = {"area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input"}
VOID |= {"keygen", "link", "meta", "param", "source", "track", "wbr"}
WRITTEN = ("href", "start", "colspan", "rowspan", "data-photo")
NOISE = re.compile(r"\s+|[\"']|!important")
COMBINATOR = re.compile(r"[\s>+~]+")
PART = re.compile(r"[.#]?[^.#*]+")
TAG_NAME = re.compile(r"(?:^|[\s>+~])[a-z]")
HIDING = ("never", "merged", "tiny", "unseen")
MARKS = {"strike": "s", "raised": "sup", "lowered": "sub"}


def plain_html(dirty):
    """The HTML without comments, deletions, hidden text and field codes; lists and headings are tags."""
    tags = {tag.lower() for tag in TAG.findall(dirty)} - RAW - FOREIGN
    kept = nh3.clean(
        dirty,
        tags=tags,
        clean_content_tags=RAW,
        attributes=KEPT,
        url_schemes=nh3.ALLOWED_URL_SCHEMES | {"file"},
        link_rel=None,
    )
    reader = _Reader(_sheet(dirty))
    reader.feed(kept)
    reader.close()
    return reader.written()


def _sheet(dirty):
    """{a part of the last compound: [(weight, all its parts, declarations)]} of the style sheets.

    What stands around an element is not compared: a rule that hides `.a .b` hides every `.b`. Other
    rules of this form are left out, and those that end in a bare tag, which would hide too much.
    """
    sheet = {}
    for place, (selector, style) in enumerate(_rules(dirty)):
        compound = COMBINATOR.split(selector)[-1]
        parts = set(PART.findall(compound)) if IS["compound"].search(compound) else set()
        is_surrounded = compound != selector
        is_bare = parts == {compound} and compound[0] not in ".#"
        if parts and not (is_surrounded and (is_bare or not _hides(style))):
            rule = (_weight(selector), place), parts, style
            sheet.setdefault(max(parts), []).append(rule)
    return sheet


def _rules(dirty):
    """Each selector of the style sheets, also inside `@media`, with its declarations."""
    for part in dirty.lower().split("<style")[1:]:
        text = part.partition("</style")[0].partition(">")[2]
        first, *others = text.replace("<!--", "").replace("-->", "").split("/*")
        text = first + "".join(other.partition("*/")[2] for other in others)
        for block in text.split("}"):
            head, _, body = block.rpartition("{")
            selectors, style = re.split("[{;]", head)[-1], _declared(body)
            yield from ((selector.strip(), style) for selector in selectors.split(","))


def _weight(selector):
    """The specificity of a selector."""
    return selector.count("#"), selector.count("."), len(TAG_NAME.findall(selector))


def _hides(style):
    return any(IS[rule].search(_listed(style)) for rule in HIDING)


def _listed(style):
    return ";" + "".join(f"{name}:{style[name]};" for name in sorted(style))


def _matched(parts, sheet):
    """The declarations of the rules for an element that has these parts, the weightiest last."""
    rules = [rule for part in parts for rule in sheet.get(part, ()) if rule[1] <= parts]
    return [style for _, _, style in sorted(rules, key=itemgetter(0))]


def _declared(text):
    """{property: value} of declarations, in small letters and without spaces and quotes."""
    parts = (part.partition(":") for part in NOISE.sub("", text.lower()).split(";"))
    return {name: value for name, colon, value in parts if colon}


def _described(tag, attrs, sheet):
    """The line about an element that the rules search; see `paste_rules`."""
    classes = [f".{name}" for name in (attrs.get("class") or "").lower().split()]
    style = {}
    own_id = {f"#{attrs['id'].lower()}"} if attrs.get("id") else set()
    for declared in _matched({tag, *classes} | own_id, sheet):
        style |= declared
    if face := attrs.get("face"):
        style |= _declared(f"font-family:{face}")
    style |= _declared(attrs.get("style") or "")
    fragment = (attrs.get("href") or "").partition("#")[2]
    anchors = [
        f"#{name.lower()}" for name in (attrs.get("id"), attrs.get("name"), fragment) if name
    ]
    hidden = ["[hidden]"] if "hidden" in attrs else []
    return " ".join([tag, *classes, *anchors, *hidden, _listed(style)])


@dataclass(frozen=True)
class _Look:
    """What the text inside an element inherits."""

    is_dropped: bool = False
    is_tiny: bool = False
    is_unseen: bool = False
    is_marker: bool = False
    symbols: str = ""

    @property
    def is_hidden(self):
        return self.is_dropped or self.is_tiny or self.is_unseen

    def inside(self, said):
        """The look inside a child described by the line `said`."""
        symbols = IS["symbols"].search(said)
        other = "" if IS["letters"].search(said) else self.symbols
        return replace(
            self,
            is_dropped=self.is_dropped
            or bool(IS["never"].search(said) or IS["merged"].search(said)),
            is_tiny=_switched(self.is_tiny, said, "tiny", "readable"),
            is_unseen=_switched(self.is_unseen, said, "unseen", "seen"),
            is_marker=self.is_marker or bool(IS["marker"].search(said)),
            symbols=symbols[2] if symbols else other,
        )


def _switched(before, said, on, off):
    return bool(IS[on].search(said)) or (before and not IS[off].search(said))


def _letter(char, font):
    """The letter of a symbol font that a character is, or "" for a character of any other font."""
    code = ord(char)
    is_private = 0xF020 <= code <= 0xF0FF
    is_letter = bool(font) and 0x20 < code <= 0xFF and code != 0xA0
    return chr(code & 0xFF) if is_private or is_letter else ""


def _shown(text, font):
    """The text as its font shows it: signs for the letters of a symbol font."""
    signs = SIGNS.get(font or "wingdings", {})
    letters = ((char, _letter(char, font)) for char in text)
    return "".join(signs.get(letter, "") if letter else char for char, letter in letters)


@dataclass
class _Paragraph:
    """A paragraph being read: whether it begins with the marker of a list item."""

    at: int
    said: str
    marker: str = ""
    has_sign: bool = False
    is_begun: bool = False
    pieces: list = field(default_factory=list)

    def takes(self, text, look):
        """Whether the text belongs to the marker."""
        text = text.strip()
        letter = _letter(text, look.symbols) if len(text) == 1 else ""
        is_bullet = bool(IS["item"].search(self.said) or IS["sign"].search(letter))
        is_first_sign = bool(letter) and not self.is_begun and is_bullet
        is_marker = look.is_marker or is_first_sign
        self.has_sign = self.has_sign or (is_marker and bool(letter))
        self.is_begun = self.is_begun or bool(text)
        return is_marker

    def kind(self):
        """("ol", its number), ("ul", 0) or, for a paragraph that is no item, ("", 0)."""
        marker = self.marker.strip()
        if number := IS["number"].search(marker):
            return "ol", int(number[1])
        return ("ul" if self.has_sign or IS["bullet"].search(marker) else ""), 0

    def level(self):
        level = IS["level"].search(self.said)
        return int(level[1]) if level else 1


class _Lists:
    """The lists open at a place, outermost first, as [level, tag, last number]."""

    def __init__(self):
        self.open = []

    def closed(self):
        """The end tags of all open lists."""
        return self.to(0)

    def to(self, level):
        """The end tags of the lists deeper than the level."""
        ends = ""
        while self.open and self.open[-1][0] > level:
            ends += f"</li></{self.open.pop()[1]}>"
        return ends

    def item(self, level, tag, number):
        """The tags that begin an item, in an open list if it continues one."""
        ends = self.to(level)
        if self.open and self.open[-1][0] == level:
            if self.open[-1][1:] == [tag, number - 1 if tag == "ol" else 0]:
                self.open[-1][2] = number
                return f"{ends}</li><li>"
            ends += self.to(level - 1)
        self.open.append([level, tag, number])
        start = f' start="{number}"' if tag == "ol" and number != 1 else ""
        return f"{ends}<{tag}{start}><li>"


class _Reader(HTMLParser):
    """Rewrites the well-formed HTML of nh3."""

    # nh3 leaves what an iframe contains as it is, which may be no HTML.
    CDATA_CONTENT_ELEMENTS = ("iframe",)

    def __init__(self, sheet):
        super().__init__(convert_charrefs=True)
        self.sheet, self.out, self.lists, self.paragraph = sheet, [], _Lists(), None
        self.open, self.fields, self.tables = [("", _Look(), "")], [], []

    def written(self):
        return "".join(self.out) + self.lists.closed()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        said = _described(tag, attrs, self.sheet)
        look = self._in_table(tag, attrs, said, self.open[-1][1].inside(said))
        self._follow_field(said)
        end = ""
        if not look.is_dropped:
            look, end = self._begin(tag, attrs, said, look)
        if tag not in VOID:
            self.open.append((tag, look, end))

    def handle_endtag(self, tag):
        if all(name != tag for name, _, _ in reversed(self.open)):
            return
        name = ""
        while name != tag:
            name, _, end = self.open.pop()
            self._end(name, end)

    def _in_table(self, tag, attrs, said, look):
        """The look inside this part of a table; a cell of hidden columns is dropped."""
        if tag == "table":
            self.tables.append(Columns())
        if not self.tables:
            return look
        columns = self.tables[-1]
        if tag == "col":
            is_hidden = bool(IS["column"].search(said)) or attrs.get("width") == "0"
            columns.add(attrs, is_hidden=is_hidden)
        elif tag == "tr":
            columns.begin_row()
        elif tag in ("td", "th"):
            shown = columns.place(attrs)
            attrs |= {"colspan": str(shown)} if "colspan" in attrs else {}
            return look if shown else replace(look, is_dropped=True)
        return look

    def _end(self, tag, end):
        if tag == "table":
            self.tables.pop()
        if IS["block"].search(f"{tag} "):
            self.fields.clear()
        if end and tag == "p" and self.paragraph:
            self._end_paragraph(end)
        elif end:
            self._at_block(tag)
            self.out.append(end)

    def handle_data(self, data):
        look = self.open[-1][1]
        if look.is_hidden or any(self.fields):
            return
        text = _shown(data, look.symbols)
        if self.paragraph and self.paragraph.takes(data, look):
            self.paragraph.marker += text
            self.paragraph.pieces.append(len(self.out))
        elif not self.paragraph and text.strip():
            self.out.append(self.lists.closed())
        self.out.append(html.escape(text, quote=False))

    def _begin(self, tag, attrs, said, look):
        """Write the start of an element; the look inside it and the tags that end it."""
        if IS["media"].search(said):
            self.out.append("" if look.is_unseen else "<video></video>")
            return replace(look, is_dropped=True), ""
        if IS["picture"].search(said):
            self._picture(attrs, look)
            return look, ""
        self._at_block(tag)
        if tag == "p":
            tag = self._begin_paragraph(said)
        tags = self._tags(tag, said)
        written = (
            f' {name}="{html.escape(attrs[name] or "")}"' for name in WRITTEN if name in attrs
        )
        self.out += [f"<{tags[0]}{''.join(written)}>", *(f"<{name}>" for name in tags[1:])]
        return look, "" if tag in VOID else "".join(f"</{name}>" for name in reversed(tags))

    def _begin_paragraph(self, said):
        """The tag of a paragraph: of a heading if Word says so; else its lists are known at its end."""
        if heading := IS["heading"].search(said):
            self.out.append(self.lists.closed())
            return "h2" if (heading[1] or heading[2] or "1") <= "2" else "h3"
        self.paragraph = _Paragraph(len(self.out), said)
        self.out.append("")
        return "p"

    @staticmethod
    def _tags(tag, said):
        """The tags to write for an element: its own and the marks that its style means."""
        marks = [mark for rule, mark in MARKS.items() if IS[rule].search(said)]
        return marks if tag in ("s", "strike", "sup", "sub") else [tag, *marks]

    def _picture(self, attrs, look):
        """Write a picture that will be missed: not a bullet or a spacer; text of no size hides none."""
        is_spacer = {attrs.get("width"), attrs.get("height")} & {"0", "1", "2"}
        if look.is_marker and self.paragraph:
            self.paragraph.has_sign = True
        elif not is_spacer and not look.is_unseen:
            self.out.append("<img>")

    def _at_block(self, tag):
        """End the lists before a block other than a paragraph, which may go on with them."""
        if tag != "p" and IS["block"].search(f"{tag} "):
            self.out.append(self.lists.closed())

    def _follow_field(self, said):
        """Note the parts of a field: its code stands before the separator, its result after it."""
        part = IS["field"].search(said)
        if not part:
            return
        if part[1] == "begin":
            self.fields.append(True)
        elif self.fields and part[1] == "separator":
            self.fields[-1] = False
        elif self.fields:
            self.fields.pop()

    def _end_paragraph(self, end):
        paragraph, self.paragraph = self.paragraph, None
        tag, number = paragraph.kind()
        if tag:
            self.out[paragraph.at] = self.lists.item(paragraph.level(), tag, number)
            for piece in paragraph.pieces:
                self.out[piece] = ""
        else:
            self.out[paragraph.at] = self.lists.closed()
        self.out.append(end)
