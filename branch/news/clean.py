"""Sanitising and normalising an article's body, which may be pasted from Word or WeChat.

Four passes: `pasted` removes what nobody is to read, nh3 drops what is dangerous, the rewriting
(一键排版) keeps paragraphs and marks but no styling, and nh3 holds the result to the strict list once more.
"""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby

import nh3
from django.utils.html import html_safe

from branch.core.links import is_plain_link

from .pasted import plain_html
from .typography import Line, set_type

NO_PICTURE = "【图片未导入：请重新上传】"
NO_VIDEO = "【视频未导入：请改放链接】"
LOST = {"img": NO_PICTURE, "video": NO_VIDEO}
SCHEMES = {"https", "mailto"}

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
PARAGRAPHS = {"p", "div", "section", "article", "header", "footer", "center", "pre", "figure"}
PARAGRAPHS |= {"figcaption", "aside", "main", "dt", "dd", "address", "caption"}
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "a": "a"}
MARKS |= {"s": "s", "sub": "sub", "sup": "sup"}
BOXES = {"blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "th", "td"}

LOOSE_TAGS = {*HEADINGS, *PARAGRAPHS, *MARKS, *BOXES, *LOST, "br", "hr", "span"}
STRICT_TAGS = {"p", "h2", "h3", "br", "hr", "figure", *MARKS.values()} | BOXES
GIVEN = {"th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}, "ol": {"start"}}
GIVEN |= {"a": {"href"}, "figure": {"data-photo"}}
NUMBERS = {"start": re.compile("[0-9]{1,4}"), "data-photo": re.compile("[1-9][0-9]{0,17}")}
# A picture of the gallery in the body, and how it is typed where no script shows it.
PICTURE = re.compile(r'<figure data-photo="([1-9][0-9]{0,17})"></figure>')
TYPED_PICTURE = re.compile(r"\s*【图片\s*0*([1-9][0-9]{0,17})】\s*")

# The joiner that makes one emoji of several stays; anywhere else it is invisible too.
EMOJI = r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060\ufeff]"
    rf"|(?<!{EMOJI})\u200d|\u200d(?!{EMOJI})"
)
SMALL = re.compile(r"<(sup|sub)>([^<]*)</\1>")
RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
STRUCK = re.compile(r"<s>.*?</s>")
SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
EDGES = re.compile(r"^[\s\u3000]+|[\s\u3000]+$|[ \u3000]+(?=\n)|(?<=\n)[ \u3000]+")
DOUBLE_SPACE = re.compile(" {2,}")
BLANK_LINE = re.compile(r"\n{2,}")


def clean(dirty):
    """The body as it is stored: safe, in few tags, with Chinese punctuation. Idempotent."""
    loose = nh3.clean(
        plain_html(INVISIBLE.sub("", dirty)),
        tags=LOOSE_TAGS,
        attributes=GIVEN,
        attribute_filter=_kept,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    rewriter = _Rewriter()
    rewriter.feed(loose)
    rewriter.close()
    return _strict(rewriter.written())


def _kept(tag, name, value):
    """The value of an attribute; None removes a link that hides where it leads and what is no number."""
    if name == "href":
        return value if is_plain_link(value) else None
    return value if name not in NUMBERS or NUMBERS[name].fullmatch(value) else None


def _strict(body):
    return nh3.clean(
        body,
        tags=STRICT_TAGS,
        attributes=GIVEN,
        attribute_filter=_kept,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )


def from_plain(text):
    """A body made from plain text: blank lines separate paragraphs, line breaks are kept.

    A paragraph 【图片12】 is the picture of this number.
    """
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return clean("".join(_typed_paragraph(text) for text in paragraphs))


def _typed_paragraph(text):
    if picture := TYPED_PICTURE.fullmatch(text):
        return _picture(picture[1])
    line = html.escape(text, quote=False).replace("\n", "<br>")
    return f"<p>{line}</p>"


def _picture(number):
    return f'<figure data-photo="{number}"></figure>'


def to_typed(body):
    """The text of a stored body as a box without a script has it; `from_plain` finds its pictures again."""
    return to_plain(PICTURE.sub(r"<p>【图片\1】</p>", body))


def pictures_in(body):
    """The numbers of the pictures in a stored body."""
    return {int(number) for number in PICTURE.findall(body)}


def of_gallery(body, numbers):
    """The stored body with a note in place of each picture that is none of these numbers."""
    note, numbers = f"<p>{NO_PICTURE}</p>", set(numbers)
    return PICTURE.sub(lambda found: found[0] if int(found[1]) in numbers else note, body)


def without_picture(body, number):
    """The stored body without this picture."""
    return body.replace(_picture(number), "")


def to_plain(body):
    """The text of a stored body, paragraphs separated by a blank line; 10<sup>5</sup> is 10⁵."""
    text = SMALL.sub(_small, body)
    text = re.sub(r"</(?:p|h2|h3|tr)>|<hr>", "\n\n", text)
    text = nh3.clean(text.replace("<br>", "\n"), tags=set())
    return re.sub(r"\n{3,}", "\n\n", html.unescape(text)).strip()


def _small(mark):
    """Raised or lowered text in the signs Unicode has for it; as it is, if it has none for a character."""
    signs = RAISED if mark[1] == "sup" else LOWERED
    known = all(char in signs for char in mark[2])
    return "".join(signs[char] for char in mark[2]) if known else mark[0]


def without_struck(body):
    """The body without the words that are struck out."""
    return STRUCK.sub("", body)


def one_line(text):
    """A title, author or source as it is stored: trimmed, with Chinese punctuation."""
    return set_type(SPACE.sub(" ", INVISIBLE.sub("", text)).strip(" \u3000"))


@dataclass
class _Paragraph:
    """A paragraph being built: its tag, its characters and the marks of each."""

    tag: str
    text: list = field(default_factory=list)
    marks: list = field(default_factory=list)

    def write(self, text, marks):
        self.text.append(text)
        self.marks += [marks] * len(text)

    def html(self):
        """One element for each part between blank lines; none for an empty part."""
        line = Line("".join(self.text), self.marks)
        line.sub(EDGES, lambda _: "")
        parts = (_inline(part) for part in _split_at_blank_lines(line))
        return "".join(f"<{self.tag}>{part}</{self.tag}>" for part in parts if part)


def _split_at_blank_lines(line):
    at = 0
    for blank in [*BLANK_LINE.finditer(line.text), None]:
        end = blank.start() if blank else len(line.text)
        yield Line(line.text[at:end], line.marks[at:end])
        at = blank.end() if blank else end


def _inline(line):
    line.sub(DOUBLE_SPACE, lambda _: " ")
    line.set_type()
    return _marked(line.text, line.marks)


def _marked(text, marks):
    """Inline HTML in which neighbouring characters with the same marks share one element."""
    out = []
    pairs = zip(text, marks, strict=True)
    for shared, group in groupby(pairs, key=lambda pair: pair[1]):
        inner = html.escape("".join(char for char, _ in group), quote=False).replace("\n", "<br>")
        out.append(_wrapped(inner, shared))
    return "".join(out)


def _wrapped(inner, marks):
    for tag, href in marks:
        if tag == "a":
            inner = f'<a href="{html.escape(href)}">{inner}</a>'
        else:
            inner = f"<{tag}>{inner}</{tag}>"
    return inner


class _Rewriter(HTMLParser):
    """Rewrites well-formed HTML: boxes are kept as they are, everything else becomes paragraphs."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.open_marks, self.paragraph = [], [], None

    def written(self):
        self._end_paragraph()
        return "".join(self.out)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in MARKS:
            self.open_marks.append((MARKS[tag], attrs.get("href") or ""))
        elif tag == "br":
            self._write("\n")
        elif tag in LOST:
            self._paragraph_of(LOST[tag])
        elif number := attrs.get("data-photo"):
            self._end_paragraph()
            self.out.append(_picture(number))
        elif tag in BOXES or tag == "hr":
            self._end_paragraph()
            self.out.append(self.get_starttag_text())
        elif tag in HEADINGS or tag in PARAGRAPHS:
            self._end_paragraph()
            self.paragraph = _Paragraph(HEADINGS.get(tag, "p"))

    def handle_endtag(self, tag):
        if tag in MARKS:
            self._close_mark(MARKS[tag])
        elif tag in BOXES:
            self._end_paragraph()
            self.out.append(f"</{tag}>")
        elif tag in HEADINGS or tag in PARAGRAPHS:
            self._end_paragraph()

    def handle_data(self, data):
        self._write(SPACE.sub(" ", data))

    def _write(self, text):
        if self.paragraph is None:
            self.paragraph = _Paragraph("p")
        links = [mark for mark in self.open_marks if mark[0] == "a" and mark[1]][-1:]
        kinds = {mark[0] for mark in self.open_marks} - {"a"}
        self.paragraph.write(text, (*((kind, "") for kind in sorted(kinds)), *links))

    def _paragraph_of(self, text):
        self._end_paragraph()
        self._write(text)
        self._end_paragraph()

    def _close_mark(self, tag):
        for index in range(len(self.open_marks) - 1, -1, -1):
            if self.open_marks[index][0] == tag:
                del self.open_marks[index]
                return

    def _end_paragraph(self):
        if self.paragraph is not None:
            self.out.append(self.paragraph.html())
        self.paragraph = None


@html_safe
class ShownBody:
    """A stored body for a template: sanitised once more when rendered, and marked as safe HTML.

    `figures` is {number: HTML} of the pictures in it.
    """

    def __init__(self, body, figures):
        self.body, self.figures = body, figures

    def __str__(self):
        return PICTURE.sub(lambda found: self.figures.get(int(found[1]), ""), _strict(self.body))
