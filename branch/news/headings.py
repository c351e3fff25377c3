"""Which lines of a plain text are headings: those that are numbered as one, or set as one."""

import re

from .days import day_in
from .furniture import LABEL

LENGTH = 40
ENDS_A_SENTENCE = tuple("。！？；!?;…”’")
ENDS_A_LINE = (*ENDS_A_SENTENCE, *"：，、.:,")
COUNT = "一二三四五六七八九十百"
NUMBERED = (
    ("h2", re.compile(rf"^(?:第[{COUNT}\d]+[部章节篇单]分?|[{COUNT}]{{1,3}}[、.．，])")),
    ("h3", re.compile(rf"^[（(][{COUNT}]{{1,3}}[）)]")),
)
MARKED = re.compile(r"^(#{1,3})\s+")
# a list, a caption, a row of a table, a label with its value, a line in brackets
OTHER = re.compile(
    r"^(?:[\d①-⑳]|[a-zA-Z][.、)]|[▲△▼▽◆●■□·•*>图]|[（(\[【].*[）)\]】]$)|\t|^.{1,8}[:：]"
)


def elements_of(lines):
    """(tag, text) of each paragraph: h2, h3 or p.

    A heading is numbered (一、 （一） 第一部分), marked with #, or, in a text without such numbers, a short line that
    stands alone between paragraphs. Other short lines are items, captions, signatures, cells.
    """
    tags = [_numbered(line) for line in lines]
    if not any(tags):
        tags = [_set_as_one(lines, place) for place in range(len(lines))]
    return [(tag or "p", MARKED.sub("", line)) for tag, line in zip(tags, lines, strict=True)]


def _numbered(line):
    if MARKED.match(line):
        return "h3" if line.startswith("###") else "h2"
    if len(line) > LENGTH or line.endswith(ENDS_A_LINE) or "\t" in line:
        return ""
    return next((tag for tag, pattern in NUMBERED if pattern.match(line)), "")


def _set_as_one(lines, place):
    """Whether a short line has a paragraph below it, and another or nothing above."""
    line, above, below = (
        lines[place],
        lines[place - 1] if place else "",
        lines[place + 1 : place + 2],
    )
    if len(line) > LENGTH or line.endswith(ENDS_A_LINE) or OTHER.search(line):
        return ""
    if LABEL.search(line) or day_in(line, is_alone=True) or not below:
        return ""
    return "h2" if is_paragraph(below[0]) and (not place or is_paragraph(above)) else ""


def is_paragraph(line):
    """Whether a line ends as a sentence does, or is too long for a heading."""
    return line.endswith(ENDS_A_SENTENCE) or len(line) > LENGTH
