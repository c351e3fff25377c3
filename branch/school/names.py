"""The surname of a Chinese name, and the pinyin keys by which a name is found."""

import re
from itertools import islice, product

from pypinyin import Style, lazy_pinyin

from .surnames import COMPOUND, GIVEN, SINGLE

DOTS = re.compile("[·•・‧．.]")
# longest key worth storing, and what all keys of a name take; the column also has the name's place in lists
KEY_LENGTH, KEYS_LENGTH, PLACE_LENGTH = 30, 200, 40
MAX_READINGS = 4
# the end of a place in lists
PLACE_END = "00"


def surname_of(name):
    """The surname: 欧阳 of 欧阳雪, 周 of 周文静; of 欧阳 alone it is 欧."""
    is_compound = len(name) > 2 and name[:2] in COMPOUND
    return name[:2] if is_compound else name[:1]


def keys_of(name):
    """The keys by which a name is found, each between spaces: " zengxiaoming zxm cxm ".

    A surname has the readings that families use; initials also follow the everyday reading, which
    people type by habit. ü may be typed as v or as u.
    """
    readings = _readings(name)
    keys = [key for reading in readings for key in _spelled(reading)]
    keys += [_initials(_everyday(name)), _initials(_syllables(name))]
    packed = " "
    for key in dict.fromkeys(key[:KEY_LENGTH] for key in keys if key):
        if len(packed) + len(key) < KEYS_LENGTH:
            packed += f"{key} "
    return packed


def stored_keys(name):
    """What the column `name_keys` has: the place in lists by name, then the keys: "zeng0xiao0ming00 zengxiaoming zxm ".

    Syllable is compared with syllable, so 范 fan stands before 方 fang whatever follows: a zero sorts before every
    letter, in SQLite as in every collation of PostgreSQL.
    """
    syllables = _readings(name)[0]
    return f"{'0'.join(syllables)[: PLACE_LENGTH - len(PLACE_END)]}{PLACE_END}{keys_of(name)}"


def _readings(name):
    """The readings of a name as lists of syllables, the likeliest first, at most `MAX_READINGS`.

    A name with a dot is a transcription without a surname; its later parts are readings, too.
    """
    first, *others = DOTS.split(name)
    if others:
        parts = (_syllables(part) for part in others)
        return [_syllables(first + "".join(others)), *parts][:MAX_READINGS]
    surnames = _surname_readings(name)
    given = islice(_given_readings(name), MAX_READINGS // len(surnames))
    return [[*surname, *rest] for surname, rest in product(surnames, list(given))]


def _surname_readings(name):
    """The readings of the surname; a compound one, as 单于, may also be a single one, as 单."""
    single = name[:1]
    found = [[reading] for reading in SINGLE.get(single, ())] or [_syllables(single)]
    surname = surname_of(name)
    if len(surname) < 2:
        return found
    second = _syllables(surname[1:])
    return _unique([COMPOUND[surname].split(), *(first + second for first in found)])


def _given_readings(name):
    given = name[len(surname_of(name)) :]
    usual = _syllables(given)
    if len(usual) != len(given):
        return [usual]
    pairs = zip(given, usual, strict=True)
    return product(*(_unique([*GIVEN.get(character, ()), reading]) for character, reading in pairs))


def _everyday(name):
    """The reading of somebody who does not know how the surname is read."""
    if DOTS.search(name):
        return _syllables(name)
    return [*_syllables(surname_of(name)), *next(iter(_given_readings(name)))]


def _syllables(text):
    """The everyday reading without tones; very rare characters that have none are left out."""
    read = lazy_pinyin(DOTS.sub("", text), style=Style.NORMAL, errors=_latin)
    return [plain for syllable in read if (plain := re.sub("[^a-z]", "", syllable))]


def _latin(run):
    return re.findall("[a-z]+", run.lower())


def _spelled(syllables):
    whole = "".join(syllables)
    return [whole, whole.replace("v", "u"), _initials(syllables)]


def _initials(syllables):
    return "".join(syllable[0] for syllable in syllables)


def _unique(rows):
    """The rows without repetitions, in their order."""
    return [row for n, row in enumerate(rows) if row not in rows[:n]]
