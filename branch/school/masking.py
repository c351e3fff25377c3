"""Texts that leave the desk: names of pupils and of their guardians, and classes, are taken out of them."""

import re
from functools import partial

from branch.core.wording import CLASS

from .models import Guardian, Staff, Student
from .names import surname_of

SHORTEST = 2  # letters of a given name that is looked for without its surname
# what follows the given name of a pupil
CALLED = r"同学|小朋友|的?(?:妈妈|爸爸|奶奶|爷爷|姥姥|姥爷|外婆|外公)"
GAP = r"[ \u3000]*"  # between the letters of a name, as lists are set
BETWEEN = "\0"  # which no stored text has
SEVERAL = r"(?:\s*[、，,和与及]\s*(?:{one}))*"


def masked(*texts):
    """The texts with 某学生 and 某家长 for the names in them, and 一个班 for a class.

    Every pupil and guardian of the school's books is looked for, whether or not still here. Who works here is named.
    """
    text = BETWEEN.join(texts)
    names = set(Student.objects.order_by().values_list("name", flat=True))
    given = {name[len(surname_of(name)) :] for name in names}
    searched = _closed_up(text)
    pupils = [_spaced(name) for name in _longest_first(names) if name in searched]
    short = [name for name in given if len(name) >= SHORTEST and name in searched]
    called = [f"{_spaced(name)}(?={CALLED})" for name in _longest_first(short)]
    text = _replaced(text, pupils + called, "某学生", "几名学生")
    text = _replaced(text, _guardians_in(text), "某家长", "几位家长")
    return re.sub(CLASS, "一个班", text).split(BETWEEN)


def _guardians_in(text):
    rows = Guardian.objects.exclude(name__in=Staff.objects.values("name"))
    names, searched = rows.values_list("name", flat=True).distinct(), _closed_up(text)
    return [_spaced(name) for name in _longest_first(names) if name in searched]


def _closed_up(text):
    return re.sub(GAP, "", text)


def _spaced(name):
    """The pattern of a name, with or without spaces between its letters."""
    return GAP.join(map(re.escape, name))


def _longest_first(names):
    return sorted(names, key=len, reverse=True)


def _replaced(text, patterns, one, several):
    """The text with a word for each name, and another one for several in a row, with the class before them."""
    if not patterns:
        return text
    named = "|".join(patterns)
    single = rf"(?:{CLASS}\s*的?\s*)?(?:{named})(?:同学)?"
    row = re.compile(f"({single})({SEVERAL.format(one=single)})")
    return row.sub(partial(_word, one, several), text)


def _word(one, several, found):
    return several if found[2] else one
