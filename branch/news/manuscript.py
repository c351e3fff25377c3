"""Reading an article from plain text: kicker and title, author, source, date, then the paragraphs."""

import html
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from branch.core.characters import without_invisible
from branch.rosters.looks import SURNAMES

from .chrome import is_chrome, is_end, is_guide, without_chrome
from .clean import clean, one_line
from .days import day_in
from .foot import read_foot
from .furniture import (
    AUTHOR,
    DAY,
    HAND,
    PLAIN,
    PROVINCE,
    PUBLISHED,
    SOURCE,
    UNIT,
    Part,
    Said,
    furniture,
    of_account,
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
# and in how many lines a value may stand below its label
JOINED = 12
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
    lines, said = lines_of(text), Said()
    if not lines:
        raise ManuscriptError("文件是空的。")
    kicker, title, lines = _titled(lines, said)
    foot = read_foot(lines)
    subtitle, paragraphs = _Head(lines, said, foot, on).split()
    paragraphs = _without_page(paragraphs, title)
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


def _titled(lines, said):
    """(kicker, title, lines below it); what a page has above its title is left out, but for the day."""
    while len(lines) > 1 and (is_guide(lines[0]) or _is_day(lines[0])):
        said.add(furniture(lines[0]))
        lines = lines[1:]
    if len(lines) > 1 and KICKER.fullmatch(lines[0]):
        lines = [lines[0] + lines[1], *lines[2:]]
    return *split_kicker(one_line(TITLE.sub("", lines[0]))), _joined(lines[1:])


def _without_page(paragraphs, title):
    """The paragraphs without the title once more above them and without buttons of a page below the last sentence."""
    if paragraphs and one_line(paragraphs[0]) == title:
        paragraphs = paragraphs[1:]
    last = max((n for n, line in enumerate(paragraphs) if is_paragraph(line)), default=-1)
    return paragraphs[: last + 1] + without_chrome(paragraphs[last + 1 :])


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
    """The lines, each value that stands below its label set behind it, in the first lines."""
    joined = lines[:1]
    for line in lines[1:JOINED]:
        parts = furniture(joined[-1]) if joined[-1].endswith((":", "：")) else []
        is_label = len(parts) == 1 and parts[0].role in PUBLISHED and parts[0].label != "记者"
        if is_label and len(line) <= SHORT and not parts_of(line)[1]:
            joined[-1] += line
        else:
            joined.append(line)
    return joined + lines[JOINED:]


@dataclass
class _Head:
    """The reading of what stands between the title and the text: what it says is added to `said`."""

    lines: list
    said: Said
    foot: Said
    on: date

    @cached_property
    def repeated(self):
        """The labels that begin more than one line: the speakers of an interview, the authors of a list."""
        labels = Counter(parts[0].label for _, parts in map(parts_of, self.lines) if parts)
        return {label for label, count in labels.items() if count > 1}

    def split(self):
        """Return (subtitle, paragraphs)."""
        lines, subtitle, start = self.lines, "", 0
        dashes = SUBTITLE.match(lines[0]) if lines else None
        if dashes and _is_short(lines[0]):
            subtitle, start = lines[0][dashes.end() :], 1
        ahead = self._before_furniture(start)
        if self._has(ahead):
            between = [line for line in lines[start:ahead] if not is_chrome(line)]
            # above a day alone, as 公众号 have it; above labels it is a subtitle, as 数学组工作简报
            if not any(part.label for part in furniture(lines[ahead])):
                self.said.add(_unlabelled(between))
                between = [line for line in between if not _unlabelled([line])]
            subtitle, start = " ".join(filter(None, [subtitle, *between])), ahead
        while self._has(start):
            self.said.add(furniture(lines[start]) or _unlabelled([lines[start]]))
            start += 1
        if start == len(lines):
            # those who are named last are what the text is about
            start = 1 + max((n for n in range(start) if _is_published(lines[n])), default=-1)
        return subtitle, lines[start:]

    def _before_furniture(self, start):
        """Where the first line of furniture is: below a line or two that are no text, or at `start`."""
        for place, line in enumerate(self.lines[start : start + BETWEEN + 1], start):
            if furniture(line) or is_chrome(line):
                return place
            if not _is_short(line) or re.search("[:：]", line):
                break
        return start

    def _has(self, place):
        """Whether a line is furniture of the head: known to be, or unknown between lines that are."""
        line = self.lines[place] if place < len(self.lines) else ""
        below = self.lines[place + 1 : place + 4]
        parts = furniture(line)
        if not parts:
            is_place = place and PROVINCE.fullmatch(line) and of_account(self.lines[place - 1])
            return is_chrome(line) or bool(is_place) or self._is_between(line, below)
        if not _is_published(line):
            is_plain = any(part.role and part.rank == PLAIN for part in parts)
            return any(map(_is_published, below)) or (bool(self.said.values) and not is_plain)
        is_event = not self.said.values and self._is_event(parts, below[:1])
        beside = self.lines[place - 1 : place] * bool(place) + below[:1]
        return not (self.said.is_said(parts) or is_event or self._is_speaker(parts, beside))

    def _is_event(self, parts, below):
        """Whether a day alone is one that the text tells of, as the foot has a day too.

        It is to come, or before that of the foot, or has a plain label and no furniture below it.
        """
        if {part.role for part in parts} != {DAY} or not self.foot.get(DAY):
            return False
        if parts[0].label:
            others = [part for line in below for part in furniture(line) if part.role != DAY]
            return parts[0].rank == PLAIN and not others
        told, signed = day_in(parts[0].value).day, day_in(self.foot.get(DAY)).day
        return bool(told and signed and (told < signed or told > self.on))

    def _is_speaker(self, parts, beside):
        """Whether a label that begins several lines is a speaker's or that of a book: nothing else is said beside it."""
        roles = {part.role for part in parts if part.role in PUBLISHED}
        near = [part.role for line in beside for part in furniture(line)]
        is_alone = roles <= {AUTHOR, HAND} and not {*near} & {*PUBLISHED} - roles
        return is_alone and parts[0].label in self.repeated

    def _is_between(self, line, below):
        """Whether a label that nobody knows, a unit or a person has furniture above it and, within two lines, below."""
        before, parts = parts_of(line)
        is_label = parts and not before and not is_paragraph(line)
        if not self.said.values or not (is_label or _unlabelled([line])):
            return False
        published = [furniture(one) for one in below[:2] if _is_published(one)]
        return any(not self.said.is_said(one) for one in published)


def _is_short(line):
    """Whether a line may be a subtitle: one may ask or call, but tells nothing."""
    return len(line) <= SHORT and not line.endswith("。")


def _is_published(line):
    """Whether a line says who wrote an article, from where or when it is."""
    return any(part.role in PUBLISHED for part in furniture(line))


def _unlabelled(lines):
    """The parts of lines between title and furniture that are a unit, which published it, or a person."""
    units = [Part("", line, SOURCE, PLAIN) for line in lines if UNIT.fullmatch(line)]
    others = [line for line in lines if not UNIT.fullmatch(line)]
    return units + [Part("", line, AUTHOR, PLAIN) for line in others if _is_person(line)]


def _is_person(line):
    is_name = re.fullmatch(r"[\u3400-\u9fff]{2,3}", line) and line[0] in SURNAMES
    return bool(is_name) and not PROVINCE.fullmatch(line)


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
