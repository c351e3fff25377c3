"""Reading an article from plain text: kicker and title, author, source, date, then the paragraphs."""

import html
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from branch.core.characters import without_invisible
from branch.rosters.looks import SURNAMES

from .clean import clean, one_line
from .days import day_in
from .foot import read_foot
from .furniture import (
    AUTHOR,
    DAY,
    HAND,
    PROVINCE,
    SOURCE,
    UNIT,
    Part,
    Said,
    furniture,
    is_button,
    is_chrome,
    is_end,
    parts_of,
)
from .headings import elements_of, is_paragraph

KICKER = re.compile(r"^【([^】]{1,8})】\s*")
TITLE = re.compile(r"^(?:(?:标题|题目)\s*[:：]|#{1,3}\s)\s*")
SUBTITLE = re.compile(r"^\s*[—–―─-]{1,3}\s*(?=\S)")
# every blank but the one of the keyboard and the wide one, which sets cells and labels apart
BLANK = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f]")
# how many lines may stand between the title and the first label, and how long a value below its label may be
BETWEEN, SHORT = 2, 40
NO_DAY = "没有读到发布日期。请写一行“发布日期：2023-12-22”。"
NO_TEXT = "没有读到标题或正文。第一行应是标题，正文在发布日期之后。"


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


def split_kicker(title):
    """(kicker, title): the kicker is the text between 【】 before the title, "" where there is none."""
    found = KICKER.match(title)
    return (found[1], title[found.end() :]) if found else ("", title)


def read(text, *, on):
    """The `Manuscript` read from a text on a day; `ManuscriptError` says what is missing or wrong."""
    lines = lines_of(text)
    if not lines:
        raise ManuscriptError("文件是空的。")
    said = Said()
    while len(lines) > 1 and (is_chrome(lines[0]) or _is_day(lines[0])):
        said.add(furniture(lines.pop(0)))
    if len(lines) > 1 and KICKER.fullmatch(lines[0]):
        lines[:2] = [lines[0] + lines[1]]
    kicker, title = split_kicker(one_line(TITLE.sub("", lines[0])))
    lines = _joined(lines)
    foot = read_foot(lines[1:])
    subtitle, paragraphs = _split(lines[1:], said, foot)
    paragraphs = _without_chrome(paragraphs)
    if paragraphs and one_line(paragraphs[0]) == title:
        del paragraphs[0]
    if not title or title.endswith("。") or not paragraphs:
        raise ManuscriptError(NO_TEXT)
    senders = [one.values[HAND] for one in (said, foot) if HAND in one.values]
    _, sender = min(senders, key=lambda one: one[0], default=(0, ""))
    return Manuscript(
        kicker=kicker,
        title=title,
        subtitle=one_line(subtitle),
        author_text=one_line(said.get(AUTHOR) or foot.get(AUTHOR) or sender),
        source_text=one_line(said.get(SOURCE) or foot.get(SOURCE)),
        published_on=_day(said.get(DAY) or foot.get(DAY), on),
        body=clean("".join(map(_element, elements_of(paragraphs)))),
    )


def lines_of(text):
    """The lines that say something, with plain blanks and without what nobody sees or what only says END."""
    lines = (without_invisible(BLANK.sub(" ", line)) for line in text.splitlines())
    # a tab before a line indents it, or begins a row of cells
    lines = [line.strip(" \u3000" if "\t" in line.strip() else None) for line in lines]
    return [line for line in lines if line.strip() and not is_end(line.strip())]


def _is_day(line):
    """Whether a line above the title says when it appeared and nothing else."""
    return {part.role for part in furniture(line)} == {DAY}


def _joined(lines):
    """The lines, each value that stands below its label of furniture set behind it."""
    joined = lines[:1]
    for line in lines[1:]:
        parts = furniture(joined[-1]) if joined[-1].endswith((":", "：")) else []
        if len(parts) == 1 and len(line) <= SHORT and not parts_of(line)[1]:
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _split(lines, said, foot):
    """(subtitle, paragraphs): what furniture says between them goes into `said`."""
    subtitle, start = "", 0
    if lines and (dashes := SUBTITLE.match(lines[0])) and not is_paragraph(lines[0]):
        subtitle, start = lines[0][dashes.end() :], 1
    repeated = _repeated(lines)
    ahead = _before_furniture(lines, start)
    if _is_head(lines, ahead, said, foot, repeated):
        between = lines[start:ahead]
        said.add(_unlabelled(between))
        between = [line for line in between if not _unlabelled([line]) and not is_chrome(line)]
        subtitle, start = " ".join(filter(None, [subtitle, *between])), ahead
    while _is_head(lines, start, said, foot, repeated):
        said.add(furniture(lines[start]) or _unlabelled([lines[start]]))
        start += 1
    return subtitle, lines[start:]


def _unlabelled(lines):
    """The parts of lines between title and furniture that are a unit, which published it, or a person."""
    units = [Part("", line, SOURCE, 1) for line in lines if UNIT.fullmatch(line)]
    others = [line for line in lines if not UNIT.fullmatch(line)]
    return units + [Part("", line, AUTHOR, 1) for line in others if _is_person(line)]


def _is_person(line):
    is_name = re.fullmatch(r"[\u3400-\u9fff]{2,3}", line) and line[0] in SURNAMES
    return bool(is_name) and not PROVINCE.fullmatch(line)


def _repeated(lines):
    """The labels that begin more than one line: the speakers of an interview, the authors of a list."""
    labels = Counter(parts[0].label for _, parts in map(parts_of, lines) if parts)
    return {label for label, count in labels.items() if count > 1}


def _before_furniture(lines, start):
    """Where the first line of furniture is: below a line or two that are no text, or at `start`."""
    for place in range(start, min(start + BETWEEN + 1, len(lines))):
        if furniture(lines[place]) or is_chrome(lines[place]):
            return place
        if is_paragraph(lines[place]) or re.search("[:：]", lines[place]):
            break
    return start


def _is_head(lines, place, said, foot, repeated):
    """Whether a line is furniture of the head: known to be, or unknown between lines that are."""
    line = lines[place] if place < len(lines) else ""
    parts = furniture(line)
    if not parts:
        is_place = DAY in said.values and bool(PROVINCE.fullmatch(line))
        return (
            is_chrome(line) or is_place or (bool(said.values) and _is_between(lines, place, said))
        )
    is_speaker = any(part.label in repeated and part.role == HAND for part in parts)
    is_event = not said.values and _is_of_event(parts, lines[place + 1 : place + 2], foot)
    return not (said.is_said(parts) or is_speaker or is_event)


def _is_of_event(parts, below, foot):
    """Whether a day alone is one that the text tells of: the foot has the day, and it is later or this one has a label."""
    if {part.role for part in parts} != {DAY} or not foot.get(DAY):
        return False
    if parts[0].label:
        others = [part for line in below for part in furniture(line) if part.role != DAY]
        return parts[0].rank == 1 and not others
    told, signed = day_in(parts[0].value).day, day_in(foot.get(DAY)).day
    return bool(told and signed and told < signed)


def _is_between(lines, place, said):
    """Whether a label that nobody knows, a unit or a person has furniture below it, within two lines."""
    if place >= len(lines):
        return False
    before, parts = parts_of(lines[place])
    is_label = parts and not before and not is_paragraph(lines[place])
    if not is_label and not _unlabelled([lines[place]]):
        return False
    below = (furniture(line) for line in lines[place + 1 : place + 3])
    return any(parts and not said.is_said(parts) for parts in below)


def _without_chrome(lines):
    """The lines without those at either end that only serve who reads a page."""
    first = next((n for n, line in enumerate(lines) if not is_chrome(line)), len(lines))
    last = max((n for n, line in enumerate(lines) if is_paragraph(line)), default=-1)
    foot = [line for line in lines[last + 1 :] if not is_chrome(line) and not is_button(line)]
    return lines[first : last + 1] + foot


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
