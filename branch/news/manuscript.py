"""Reading an article from plain text: kicker and title, author, source, date, then the paragraphs."""

import html
import re
from dataclasses import dataclass, field
from datetime import date

from .clean import clean, one_line
from .furniture import AUTHOR, DAY, HAND, NOTE, SOURCE, day_in, labelled, without_end
from .headings import elements_of, is_paragraph

KICKER = re.compile(r"^【([^】]{1,8})】\s*")
SUBTITLE = re.compile(r"^\s*[—–―─-]{1,3}\s*(?=\S)")
# how many lines may stand between the title and the first label, and how many a foot has
BETWEEN, FOOT = 2, 6
NO_DAY = "没有读到发布日期。请写一行“发布日期：2023-12-22”。"


class ManuscriptError(ValueError):
    """The text lacks something an article must have; the message says what."""


@dataclass(frozen=True)
class Manuscript:
    kicker: str
    title: str
    subtitle: str
    author_text: str
    source_text: str
    published_on: date
    body: str


@dataclass
class _Head:
    """What is written above the paragraphs: a subtitle, and the value of each label (author, source, day)."""

    subtitle: str = ""
    said: dict = field(default_factory=dict)

    def add(self, values):
        for role, value in values.items():
            self.said[role] = self.said.get(role) or value


def split_kicker(title):
    """(kicker, title): the kicker is the text between 【】 before the title, "" where there is none."""
    found = KICKER.match(title)
    return (found[1], title[found.end() :]) if found else ("", title)


def read(text, *, on):
    """The `Manuscript` read from a text on a day; `ManuscriptError` says what is missing or wrong."""
    lines = [line.strip(" \u3000\ufeff") for line in text.splitlines()]
    lines = without_end([line for line in lines if line.strip()])
    if not lines:
        raise ManuscriptError("文件是空的。")
    if len(lines) > 1 and KICKER.fullmatch(lines[0]):
        lines[:2] = [lines[0] + lines[1]]
    kicker, title = split_kicker(one_line(lines[0]))
    head, paragraphs = _split(lines[1:])
    foot = _foot(paragraphs)
    if not title or not paragraphs:
        raise ManuscriptError("没有读到标题或正文。第一行应是标题，正文在发布日期之后。")
    return Manuscript(
        kicker=kicker,
        title=title,
        subtitle=one_line(head.subtitle),
        author_text=one_line(head.said.get(AUTHOR) or head.said.get(HAND) or foot.get(AUTHOR, "")),
        source_text=one_line(head.said.get(SOURCE, "")),
        published_on=_day(head.said.get(DAY) or foot.get(DAY, ""), on),
        body=clean("".join(map(_element, elements_of(paragraphs)))),
    )


def _split(lines):
    """(the `_Head`, the paragraphs below it)

    A line or two may stand between title and labels: they are the subtitle.
    """
    head, start = _Head(), 0
    if lines and (dashes := SUBTITLE.match(lines[0])):
        head.subtitle, start = lines[0][dashes.end() :], 1
    for ahead in range(start, min(start + BETWEEN + 1, len(lines))):
        if is_paragraph(lines[ahead]):
            break
        if labelled(lines[ahead], head.said) is not None:
            head.subtitle = " ".join(filter(None, [head.subtitle, *lines[start:ahead]]))
            start = ahead
            break
    while start < len(lines) and (values := labelled(lines[start], head.said)) is not None:
        head.add(values)
        start += 1
    return head, lines[start:]


def _foot(paragraphs):
    """What the last lines say of the author and the day; the lines stay where they are."""
    found = {}
    for line in paragraphs[-FOOT:]:
        if credit := NOTE.search(line):
            found[AUTHOR] = credit[1]
        if day_in(line, is_alone=True):
            found[DAY] = line
    return found


def _day(text, on):
    found = day_in(text)
    if not found:
        raise ManuscriptError(NO_DAY)
    if not found.day:
        raise ManuscriptError(f"发布日期“{found.says}”不是一个日子，请改正。")
    if found.day > on:
        raise ManuscriptError(f"发布日期“{found.says}”还没有到，请改正。")
    return found.day


def _element(paragraph):
    """The HTML of (tag, text); between the cells of a line of a table is a blank."""
    tag, text = paragraph
    return f"<{tag}>{html.escape(text, quote=False)}</{tag}>".replace("\t", "　")
