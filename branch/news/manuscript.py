"""Reading an article from plain text: kicker and title, author, source, date, then the paragraphs."""

import html
import re
from dataclasses import dataclass
from datetime import date

from .clean import clean, one_line

HEAD = re.compile(r"^(作者|来源|发布日期|发布时间|字体|字号)\s*[:：]\s*(.*)$")
KICKER = re.compile(r"^【([^】]{1,8})】\s*")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
ENDS_A_SENTENCE = tuple("。！？；：，、.!?;:,…”’")
HEADING_LENGTH = 40


class ManuscriptError(ValueError):
    """The text lacks something an article must have; the message says what."""


@dataclass(frozen=True)
class Manuscript:
    kicker: str
    title: str
    author_text: str
    source_text: str
    published_on: date
    body: str


def split_kicker(title):
    """(kicker, title): the kicker is the text between 【】 before the title, "" where there is none."""
    found = KICKER.match(title)
    return (found[1], title[found.end() :]) if found else ("", title)


def read(text):
    """The `Manuscript` read from a text; `ManuscriptError` says which line is missing."""
    lines = [line.strip(" \t\u3000\ufeff") for line in text.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise ManuscriptError("文件是空的。")
    kicker, title = split_kicker(one_line(lines[0]))
    head, paragraphs = _split(lines[1:])
    if not title or not paragraphs:
        raise ManuscriptError("没有读到标题或正文。第一行应是标题，正文在发布日期之后。")
    return Manuscript(
        kicker=kicker,
        title=title,
        author_text=one_line(head.get("作者", "")),
        source_text=one_line(head.get("来源", "")),
        published_on=_day(head.get("发布日期") or head.get("发布时间") or ""),
        body=clean("".join(map(_element, paragraphs))),
    )


def _split(lines):
    """(values of the labelled lines at the top by label, the paragraphs below them)."""
    head = {}
    for index, line in enumerate(lines):
        label = HEAD.match(line)
        if not label:
            return head, lines[index:]
        head[label[1]] = label[2]
    return head, []


def _day(text):
    found = DAY.search(text)
    if not found:
        raise ManuscriptError("没有读到发布日期。请写一行“发布日期：2023-12-22”。")
    try:
        return date(*map(int, found.groups()))
    except ValueError as error:
        raise ManuscriptError(f"发布日期“{found[0]}”不是一个日子，请改正。") from error


def _element(paragraph):
    """The paragraph as HTML; a short one that does not end in punctuation is a heading."""
    is_heading = len(paragraph) <= HEADING_LENGTH and not paragraph.endswith(ENDS_A_SENTENCE)
    tag = "h2" if is_heading else "p"
    return f"<{tag}>{html.escape(paragraph, quote=False)}</{tag}>"
