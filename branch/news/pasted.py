"""Reading what Word, WPS or WeChat put into HTML, before `clean` drops the attributes that say it.

`static/js/editor-paste.js` does the same in the editor, whose schema would drop them too; one table
of cases tests both.
"""

import html
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import nh3

from .paste_colours import PLAIN, Colours
from .paste_columns import Columns
from .paste_rules import IS, SIGNS
from .paste_sheet import declared, listed, matched, sheet_of

TAG = re.compile(r"<([a-z][^\s/>]*)", re.IGNORECASE)
RAW = {"script", "style", "title", "textarea", "noscript", "noembed", "noframes", "template"}
FOREIGN = {"math", "plaintext", "xmp"}
# The parser writes these names so, however the source does.
DRAWING = {"foreignObject", "clipPath", "textPath"}
FRAMES = ("svg", "foreignobject")
# Attributes that a style sheet overrules, by property.
HINTS = {"color": "color", "font-family": "face"}
HINTS |= {name: name for name in ("display", "visibility", "opacity", "transform", "font-size")}
HINTS |= {name: name for name in ("fill", "fill-opacity")}
KEPT = {
    "*": {"style", "class", "id", "name", "hidden", "href", "width", "height", *HINTS.values()},
    "ol": {"start"},
    "col": {"span"},
    "figure": {"data-photo"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
VOID = {"area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input"}
VOID |= {"keygen", "link", "meta", "param", "source", "track", "wbr"}
WRITTEN = ("href", "start", "colspan", "rowspan", "data-photo")
MARKS = {"strike": "s", "raised": "sup", "lowered": "sub"}


def plain_html(dirty):
    """The HTML without comments, deletions, hidden text and field codes; lists and headings are tags."""
    tags = {tag.lower() for tag in TAG.findall(dirty)} - RAW - FOREIGN | DRAWING
    kept = nh3.clean(
        dirty,
        tags=tags,
        clean_content_tags=RAW,
        attributes=KEPT,
        url_schemes=nh3.ALLOWED_URL_SCHEMES | {"file"},
        link_rel=None,
    )
    reader = _Reader(sheet_of(dirty))
    reader.feed(kept)
    reader.close()
    return reader.written()


def _described(tag, attrs, sheet):
    """The line about an element that the rules search; see `paste_rules`."""
    classes = [f".{name}" for name in (attrs.get("class") or "").lower().split()]
    own_id = {f"#{attrs['id'].lower()}"} if attrs.get("id") else set()
    style = _hinted(tag, attrs)
    for rule in matched({tag, *classes} | own_id, sheet):
        style |= rule
    style |= declared(attrs.get("style") or "")
    fragment = (attrs.get("href") or "").partition("#")[2]
    anchors = [
        f"#{name.lower()}" for name in (attrs.get("id"), attrs.get("name"), fragment) if name
    ]
    hidden = ["[hidden]"] if "hidden" in attrs else []
    return " ".join([tag, *classes, *anchors, *hidden, listed(style)])


def _hinted(tag, attrs):
    """The declarations that the attributes of an element mean; what lies outside the frame of a drawing is hidden."""
    hints = HINTS
    style = {}
    if tag in FRAMES:
        hints, style = {**HINTS, "width": "width", "height": "height"}, {"overflow": "hidden"}
    for name, attr in hints.items():
        if attrs.get(attr):
            style |= declared(f"{name}:{attrs[attr]}")
    return style


@dataclass(frozen=True)
class _Look:
    """What the text inside an element inherits."""

    is_dropped: bool = False
    is_tiny: bool = False
    is_unseen: bool = False
    is_unfilled: bool = False
    is_drawn: bool = False
    is_lined: bool = False
    is_marker: bool = False
    symbols: str = ""
    colours: Colours = PLAIN

    @property
    def is_hidden(self):
        is_unseen = self.is_unseen or self.is_unfilled or self.colours.are_merged
        return self.is_dropped or self.is_tiny or is_unseen

    def inside(self, said):
        """The look inside a child described by the line `said`."""
        symbols = IS["symbols"].search(said)
        other = "" if IS["letters"].search(said) else self.symbols
        return replace(
            self,
            is_dropped=self.is_dropped or bool(IS["never"].search(said)),
            is_tiny=_switched(self.is_tiny, said, "tiny", "readable"),
            is_unseen=_switched(self.is_unseen, said, "unseen", "seen"),
            is_unfilled=_switched(self.is_unfilled, said, "unfilled", "filled"),
            is_drawn=_switched(self.is_drawn, said, "drawing", "framed"),
            is_lined=_switched(self.is_lined, said, "lined", "flowed"),
            is_marker=self.is_marker or bool(IS["marker"].search(said)),
            symbols=symbols[2] if symbols else other,
            colours=self.colours.inside(said),
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
        text = html.escape(text, quote=False)
        self.out.append(text.replace("\n", "<br>") if look.is_lined else text)

    def _begin(self, tag, attrs, said, look):
        """Write the start of an element; the look inside it and the tags that end it."""
        if IS["media"].search(said):
            self.out.append("" if look.is_unseen else "<video></video>")
            return replace(look, is_dropped=True), ""
        if IS["picture"].search(said):
            self._picture(attrs, look)
            return look, ""
        tag = self._html_tag(tag, look)
        self._at_block(tag)
        if tag == "p":
            tag = self._begin_paragraph(said)
        tags = self._tags(tag, said)
        written = (
            f' {name}="{html.escape(attrs[name] or "")}"' for name in WRITTEN if name in attrs
        )
        self.out += [f"<{tags[0]}{''.join(written)}>", *(f"<{name}>" for name in tags[1:])]
        return look, "" if tag in VOID else "".join(f"</{name}>" for name in reversed(tags))

    @staticmethod
    def _html_tag(tag, look):
        """The tag itself; for an element of a drawing, the HTML tag that is written in its place."""
        is_text = tag == "text" and look.is_drawn
        return "div" if is_text or tag == "foreignobject" else "span" if look.is_drawn else tag

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
