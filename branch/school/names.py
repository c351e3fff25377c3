"""How a Chinese name is taken apart, for addressing people and for finding them."""

import re
from itertools import islice, product

from pypinyin import Style, lazy_pinyin

from .surnames import COMPOUND, GIVEN, SINGLE

DOTS = re.compile("[·•・‧．.]")
# Nobody types more of a name than this, and the column is this wide
KEY_LENGTH, KEYS_LENGTH = 30, 200
MOST_READINGS = 4


def surname_of(name):
    """欧阳 of 欧阳雪, 周 of 周文静; 欧阳 alone is a 欧 named 阳."""
    is_compound = len(name) > 2 and name[:2] in COMPOUND
    return name[:2] if is_compound else name[:1]


def keys_of(name):
    """ " zengxiaoming zxm cxm ": what a name is typed as, each key behind a space.

    A surname has the readings families give it; initials are also taken from the everyday one,
    which is what a hurried hand types. ü may be typed as v or as u.
    """
    readings = _readings(name)
    keys = [key for reading in readings for key in _spelled(reading)]
    keys.append(_initials(_syllables(name)))
    packed = " "
    for key in dict.fromkeys(key[:KEY_LENGTH] for key in keys if key):
        if len(packed) + len(key) < KEYS_LENGTH:
            packed += f"{key} "
    return packed


def _readings(name):
    """The ways a name is read, as lists of syllables: the likeliest first, never more than four.

    A name with a dot is written by its sound, without a surname; its later parts are looked for too.
    """
    first, *others = DOTS.split(name)
    if others:
        parts = (_syllables(part) for part in others)
        return [_syllables(first + "".join(others)), *parts][:MOST_READINGS]
    surnames = _surname_readings(name)
    given = islice(_given_readings(name), MOST_READINGS // len(surnames))
    return [[*surname, *rest] for surname, rest in product(surnames, list(given))]


def _surname_readings(name):
    """单于 may also be a 单 named 于…, so a compound surname brings the single one along."""
    single = name[:1]
    found = [[one] for one in SINGLE.get(single, ())] or [_syllables(single)]
    surname = surname_of(name)
    if len(surname) < 2:
        return found
    second = _syllables(surname[1:])
    return _once([COMPOUND[surname].split(), *(first + second for first in found)])


def _given_readings(name):
    given = name[len(surname_of(name)) :]
    usual = _syllables(given)
    if len(usual) != len(given):
        return [usual]
    pairs = zip(given, usual, strict=True)
    return product(*(_once([said, *GIVEN.get(character, ())]) for character, said in pairs))


def _syllables(text):
    """The everyday reading, without tones; what has none, a very rare character, is left out."""
    said = lazy_pinyin(DOTS.sub("", text), style=Style.NORMAL, errors=_latin)
    return [plain for one in said if (plain := re.sub("[^a-z]", "", one))]


def _latin(run):
    return re.findall("[a-z]+", run.lower())


def _spelled(syllables):
    whole = "".join(syllables)
    return [whole, whole.replace("v", "u"), _initials(syllables)]


def _initials(syllables):
    return "".join(one[0] for one in syllables)


def _once(rows):
    """Without what was there before, in the order it came."""
    return [row for n, row in enumerate(rows) if row not in rows[:n]]
