"""What the last lines of an article say: who wrote it, from where it is, and the day under its signature."""

import re
from collections import Counter

from .days import day_in, split_day
from .furniture import CREDIT, DAY, PUBLISHED, UNIT, Part, Said, bare, furniture, parts_of
from .headings import is_paragraph

FOOT = 12
SEAL = re.compile(r"[（(](?:公?章|盖章)[）)]$")
# of days at the foot, one beside or below a signature counts most; a label counts more than both
SIGNED, ALONE = 4, 5
SIGNATURE = re.compile(r"[\u3400-\u9fff·\s\u3000]{2,8}(?<!时间)(?<!日期)")


def read_foot(lines):
    """What the last lines say of author, source and day; the lines stay where they are."""
    said, last = Said(), len(lines) - 1
    after = next(
        (n for n in range(last, -1, -1) if is_paragraph(lines[n]) and not _credits(lines, n)), -1
    )
    signed_by = [
        _credits(lines, place) for place in range(max(after + 1, len(lines) - FOOT), len(lines))
    ]
    labels = Counter(part.label for parts in signed_by for part in parts)
    # of several authors in a list, none is the article's
    said.add(part for parts in signed_by for part in parts if labels[part.label] == 1)
    for place in range(last, max(0, len(lines) - FOOT) - 1, -1):
        said.add(_signed(lines, place, is_last=place > after))
    return said


def _credits(lines, place):
    """The parts of a line of the foot that names who wrote it: in brackets or not; not those of a list of books."""
    line = bare(lines[place].strip("（()）【】[]"))
    before, parts = parts_of(line)
    above = lines[place - 1] if place and line == lines[place] else ""
    is_list = parts_of(above)[1] and not furniture(above)
    if "《" in line or is_list or (before and not day_in(before, is_alone=True)):
        return []
    known = [part for part in parts if part.role in (*PUBLISHED, CREDIT)]
    # a plain 时间 is when an event takes place
    known = [part for part in known if part.label != "时间"]
    return known if all(part.is_plausible for part in known) else []


def _signed(lines, place, *, is_last):
    """The day of a line of the foot: beside or below a signature, else where only furniture follows."""
    line = lines[place]
    before, day = split_day(SEAL.sub("", line.strip()))
    if day and before and _is_signature(before):
        return [Part("", day, DAY, SIGNED)]
    if not day_in(line, is_alone=True):
        return []
    if place and _is_signature(lines[place - 1]):
        return [Part("", line, DAY, SIGNED)]
    return [Part("", line, DAY, ALONE)] if is_last else []


def _is_signature(line):
    return bool(UNIT.fullmatch(line) or SIGNATURE.fullmatch(line))
