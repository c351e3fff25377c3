"""Which class the places around a list say: the lines above it, the sheet's name, the file's name."""

import re
from dataclasses import dataclass
from functools import lru_cache

from branch.core.numerals import number_of
from branch.core.periods import school_year

from .class_names import (
    NO_CLASS,
    class_of,
    classes_at,
    grade_word,
    is_number_of_class,
    spelt_out,
    tidy,
)
from .models.classes import GRADES

# characters of a title in which a class is looked for
LONGEST = 100
QUOTED = 30
MAY_BE_A_DAY = re.compile(r"\d+(?:[.\-·/]\d+)+|\d{5,}")
# 七(3)班 (2): the second of two files or sheets of one name
_COPY = re.compile(r"(?<=[)）班])\s+[(（]\d+[)）]$")
_GRADE_WITHIN = re.compile(r"(?:初中?(?P<after>[一二三])|(?P<grade>[七八九])年级?)")
_YEAR_WITHIN = re.compile(r"(?<!\d)(?:20)?\d\d[级届]")
_HAN = "一二三四五六七八九十"
# what stands before the number of a class
_BEFORE_NUMBER = re.compile(
    rf"初中?[一二三123](?:年级?|级)?|[七八九]年级?|(?<!\d)0?[789]年级?|{_YEAR_WITHIN.pattern}"
    rf"|(?<![{_HAN}级年])[七八九](?=[-—–.·]?第?[(\[【]?[\d{_HAN}])"
)
# 3班 or (3)班 within a text
_NUMBER_WITHIN = re.compile(
    rf"(?<![\d{_HAN}])[(\[【第]?(?P<number>\d{{1,2}}|[{_HAN}]{{1,3}})[)\]】]?班(?!{NO_CLASS.pattern})"
)
_TO = r"[-~—–至到]"
_NUMERAL = re.compile(rf"\d+|[{_HAN}]+")
_RANGE = re.compile(
    rf"(?P<first>{_NUMERAL.pattern})[)\]】]?班?[)\]】]?{_TO}\|?第?[(\[【]?(?P<last>{_NUMERAL.pattern})"
)


def _listing(numeral, *, then=""):
    """A pattern of two numbers or more of one script: |3、4班, |(3)(4), |3班|4班; | is a grade."""
    one, other = (rf"第?[(\[【]?{it}[)\]】]?(?:班[)\]】]?)?" for it in (numeral, then or numeral))
    # without a sign between them a bracket ends a number, and 班 where another one follows
    behind = rf"(?:[、,;/&+和及与]|{_TO}|(?<=[)\]】])|(?<=班)(?=\|?{other}(?<=班)))"
    # a number alone before a grade is the place in a list, as 1-七年级3班
    graded = rf"\|{one}(?:{behind}\|?{other})+(?<=[班)\]】])"
    bare = rf"{one}(?:{behind}{other})+(?<=班)"
    return rf"(?<![\d{_HAN}])(?:{graded}|{bare})(?!{NO_CLASS.pattern})"


_LISTS = [
    re.compile(one)
    for one in (
        _listing(r"\d{1,2}(?!\d)"),
        _listing(rf"[{_HAN}]{{1,3}}"),
        # 703、704班, 2603、2604班
        _listing(r"(?:0?[789]\d\d|2[1-9]\d\d|20\d{4})(?!\d)", then=r"\d{1,6}(?!\d)"),
    )
]


@dataclass(frozen=True)
class Place:
    """A text in which a class may be said, and what kind of place it is."""

    kind: str
    text: str

    def __str__(self):
        return f"{self.kind}“{self.text[:QUOTED]}”"


def class_said(above, around, *, on):
    """(the class that some places say, a sentence to check it by), None and "" for what is not said.

    The nearest place counts, in one of them or the grade and the number apart: 2026级 above the list and 1班
    on the sheet are a class, 2026级 alone is not. `above` are the lines over the list, the nearest first,
    `around` the sheet and the file. Of a place that names several classes a farther one may name one.
    """
    own = _own(above, on)
    beyond = [] if own and several(own[-1].text, on=on) else above[len(own) :]
    found = _nearest([*own, *beyond], around, on)
    if found is None or not _is_among([*own, *around], found, on):
        return None, ""
    name = f"{GRADES[school_year(on).start.year - found[0] + 1]}（{found[1]}）班"
    doubt = _contradiction([*own, *around], found, name, on)
    return found, doubt or _loose_number([*own, *beyond], around, name, on)


def _own(above, on):
    """The lines as far as the nearest that names a class or several or a number: those beyond are of other lists."""
    ends = (n for n, one in enumerate(above, start=1) if _numbers_said(one.text, on))
    return above[: next(ends, None)]


def _numbers_said(text, on):
    found = class_in(text, on=on)
    return {found[1]} if found else several(text, on=on) or {number_in(text, on=on)} - {0}


def _is_among(places, found, on):
    """Whether each place that names several classes, before one that names a single one, has this among them."""
    for text in (one.text for one in places):
        if class_in(text, on=on):
            return True
        if several(text, on=on) and found[1] not in several(text, on=on):
            return False
    return True


def _nearest(above, around, on):
    grade, number, alone = "", 0, 0
    for place in [*above, *around]:
        text, found = place.text, class_in(place.text, on=on)
        if found:
            # a nearer number is of the same grade, but that of 兴趣小组第2班 is not the sheet's class
            nearer = alone if place in around else number
            return (found[0], nearer) if nearer and not grade else found
        grade, number = grade or grade_in(text), number or number_in(text, on=on)
        alone = alone or (number_in(text, on=on) if is_number_of_class(text) else 0)
        if grade and number:
            return class_of(grade, number, on=on)
    return None


def _contradiction(places, found, name, on):
    """A sentence on places that say different classes."""
    other = next((one for one in places if _differs(one, found, on)), None)
    if other is None:
        return ""
    taken = next((one for one in places if _says(one, found, on)), "")
    return f"{taken}和{other}写的班级不同，读入的是{name}。不对的，请改好文件再导入。"


def _loose_number(above, around, name, on):
    """A sentence on a number in a title of who knows what, where only the sheet or the file says its grade."""
    is_whole = any(class_in(one.text, on=on) for one in [*above, *around])
    if is_whole or any(grade_in(one.text) for one in above):
        return ""
    loose = (
        one for one in above if number_in(one.text, on=on) and not is_number_of_class(one.text)
    )
    return next((f"{one}没有写年级，读入的是{name}，请核对。" for one in loose), "")


def _differs(place, found, on):
    listed = several(place.text, on=on)
    claim = _claim(place, found, on)
    return found[1] not in listed if listed else claim not in (None, found)


def _says(place, found, on):
    return not several(place.text, on=on) and _claim(place, found, on) == found


def _claim(place, found, on):
    """The class a place says, completed by `found` where it says half; None where it says nothing."""
    text = place.text
    grade, number = grade_in(text), number_in(text, on=on)
    if not grade and not number:
        return class_in(text, on=on)
    half = class_of(grade or f"{found[0]}级", number or found[1], on=on)
    return class_in(text, on=on) or half


def class_in(text, *, on):
    """The class in a sheet's name or a title, as 广勤中学初一1班学生基本情况登记表; None for none and for several.

    Within a text a class must end in 班 or a bracket: 9.3 and 703 may be a day or a room. A text of digits
    and points alone may be a day, too.
    """
    found = _classes_in(_name(text), on)
    return next(iter(found)) if len(found) == 1 and not several(text, on=on) else None


def several(text, *, on):
    """The numbers of the classes where a text names several, as 3 and 4 in 七年级3、4班; else nothing."""
    text = _name(text)
    if len(classes_at(text, on=on)) == 1:
        return set()
    found = _classes_in(text, on)
    numbers = {number for _, number in found} | _numbers_in(text, on)
    return numbers if max(len(found), len(numbers)) > 1 else set()


def number_in(text, *, on):
    """The number of a class in a text, without its grade; 0 for none and for several."""
    found = set() if several(text, on=on) else _numbers_in(_name(text), on)
    return found.pop() if found else 0


def grade_in(text):
    """七, 八 or 九, or a year as 2026级, if a sheet's name or a title contains exactly one; else ""."""
    text = tidy(text)
    found = {grade_word(match) for match in _GRADE_WITHIN.finditer(text)}
    found = found or {match[0] for match in _YEAR_WITHIN.finditer(text)}
    return found.pop() if len(found) == 1 else ""


def _name(text):
    return tidy(_COPY.sub("", text))


@lru_cache(maxsize=2048)
def _classes_in(text, on):
    if MAY_BE_A_DAY.fullmatch(text):
        return frozenset()
    whole = classes_at(text, on=on)
    within = (classes_at(text[n:], on=on, is_within=True) for n in _starts(text))
    return frozenset(whole if len(whole) == 1 else whole.union(*within))


def _starts(text):
    """Where a class may begin: in Chinese anywhere, in digits not behind one or within a day; a title is short."""
    return [
        n
        for n in range(min(len(text), LONGEST))
        if text[n] in "初七八九" or not re.match(r"[\d.\-/年月]", text[n - 1 : n])
    ]


def _numbers_in(text, on):
    """The numbers that stand before 班, each of a list and of a range among them."""
    text = _BEFORE_NUMBER.sub("|", text[:LONGEST])
    lists = {match[0] for one in _LISTS for match in one.finditer(text)}
    # 7-9班 is a class, |7-9班 are three
    lists = {one for one in lists if not classes_at(one, on=on)}
    listed = {number_of(one) % 100 for it in lists for one in _numerals(it)}
    return listed | {number_of(match["number"]) for match in _NUMBER_WITHIN.finditer(text)}


def _numerals(text):
    return _NUMERAL.findall(_RANGE.sub(spelt_out, text))
