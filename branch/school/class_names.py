"""Parsing class names as people write them: 初一(3)班, 七年级三班, 7(3), 703, 2026级3班, 2603, in any width."""

import re
import unicodedata

from branch.core.numerals import number_of
from branch.core.periods import school_year
from branch.rosters.cells import BAD_CLASS, CellError

from .models.classes import GRADES

CLASS_LIMIT = 30
_GRADE_WORDS = {"初一": 1, "初二": 2, "初三": 3, "七": 1, "八": 2, "九": 3, "7": 1, "8": 2, "9": 3}
_GRADE_WORDS |= {"初1": 1, "初2": 2, "初3": 3, "07": 1, "08": 2, "09": 3, "一": 1, "二": 2, "三": 3}
_CLASS_NUMBER = r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})"
_CLOSED = r"[\)\]】]?(?:班|$)"
# 3班, (3)班, (3班), 第3班
_NUMBER = rf"第?(?P<open>[\(\[【])?{_CLASS_NUMBER}(?(open)(?:班[\)\]】]|{_CLOSED})|{_CLOSED})"
_DASH = r"[-—–.·/]?"
_YEAR = r"(?:20)?\d\d"
# between a year and a number: 2026级初一3班, 2026级七(3)班
_ALSO_GRADE = r"(?:初中?(?P<after>[一二三])?|(?P<grade>[七八九])(?:年级)?)?"
# behind a name: 七年级3班(2026级)
_CODE_BEHIND = rf"(?P<code>\((?:(?P<came>{_YEAR})级|(?P<goes>{_YEAR})届)\))?"
_NO_DIGIT_AFTER = r"(?!\d)"
_WAYS = (
    # 2026级3班, 26级(3)班, 2026级初一3班
    rf"^(?:初中?)?(?P<year>{_YEAR})级{_ALSO_GRADE}{_NUMBER}",
    # 2029届3班: who leave in 2029
    rf"^(?:初中?)?(?P<leaves>{_YEAR})届{_ALSO_GRADE}{_NUMBER}",
    # 26(3)班, 2026-3
    rf"^初?(?P<year>{_YEAR})[\(\[【]{_CLASS_NUMBER}[\)\]】]班?",
    rf"^初?(?P<year>{_YEAR})[-.·](?P<number>\d{{1,2}})班?(?!\d)",
    # 初一(3)班, 初一年级3班, 初1(3)
    rf"^初中?(?P<after>[一二三123])(?:年级?|级)?{_DASH}{_NUMBER}",
    # 七年级三班, 7年级3班, 七年3班
    rf"^(?P<grade>0?[七八九789])年级?{_DASH}{_NUMBER}",
    # 七(3)班, 7(3), 二(1)
    rf"^(?P<grade>0?[七八九789]|[一二三])[\(\[【]{_CLASS_NUMBER}[\)\]】]班?",
    # 七3班, 七三班, 七-3
    rf"^(?P<grade>[七八九]){_DASH}{_CLASS_NUMBER}(?:班|$)",
    # 7-3, 7.3班
    r"^(?P<grade>0?[789])[-.·](?P<number>\d{1,2})班?" + _NO_DIGIT_AFTER,
    # 703, 0703
    r"^(?P<grade>0?[789])(?P<number>\d\d)班?" + _NO_DIGIT_AFTER,
    # 2603, 202603班
    rf"^初?(?P<year>{_YEAR})(?P<number>\d\d)班?" + _NO_DIGIT_AFTER,
    # G7C3
    r"^[Gg](?P<grade>[789])[Cc](?P<number>\d{1,2})班?" + _NO_DIGIT_AFTER,
)
_PATTERNS = [re.compile(way + _CODE_BEHIND) for way in _WAYS]
_GRADE = r"(?:初中?(?P<after>[一二三123])|(?P<grade>0?[七八九789]))"
_GRADE_ALONE = re.compile(rf"^{_GRADE}(?:年级?|级)?$")
_YEAR_ALONE = re.compile(rf"^(?:初中)?(?P<year>{_YEAR})(?P<kind>[级届]?)$")
# the school and its part before a class; those of another age have no class here
_SCHOOL = re.compile(r"^(?!\D*(?:高中|小学))\D*(?:中学|学校|初中部|中学部)[-—/]?")
# behind 班: 班级, 班主任, 班会, 班费, 班干部, 班长
NO_CLASS = re.compile(r"[级主会费干长]")
_NUMBER_ALONE = re.compile(rf"^{_NUMBER}$")
_SEPARATORS = re.compile(r"[、,，;；:/|和及\s]+")
_ONE = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
# 1-3 behind a grade or a bracket; 7-3 alone is a class
_RANGE = re.compile(
    rf"(?<=[级届年一二三七八九(\[【:])(?P<first>{_ONE})[)\]】]?班?[-~—–至到][(\[【]?(?P<last>{_ONE})(?=[)\]】]|班|$)"
)
# (1,2)班
_WITHIN_BRACKETS = re.compile(rf"[(\[【]({_ONE}(?:[、,和及]{_ONE})+)[)\]】]班?")
# between 七(1) and 七(2) or (2), but not before the (2026级) of a class
_NEXT_CLASS = re.compile(rf"(?<=[)\]】班])(?!\({_YEAR}[级届])(?=[初七八九(\[【\d])")


def tidy(text):
    """The text in half width and without white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).strip("'")


def parse_class(text, *, on, grade=""):
    """(entry year, number) of a class of the school on a day; `CellError` for any other text.

    `grade` is taken from another cell or the sheet's name, for rosters that write only 3班.
    """
    name = tidy(text)
    found = classes_at(name, on=on) or classes_at(_SCHOOL.sub("", name), on=on)
    if not found and grade and _NUMBER_ALONE.match(name):
        found = classes_at(_before_number(grade) + name, on=on)
    if len(found) != 1:
        raise CellError(BAD_CLASS, _fault(text, found, on))
    return found.pop()


def _fault(text, found, on):
    if not found:
        return f"“{text[:20]}”不是本校初一到初三的班级，请按“初一（3）班”的样子填写。"
    first = school_year(on).start.year
    said = [
        f"{year}级{'现在是' + GRADES.get(first - year + 1, '别的年级')}"
        for year, _ in sorted(found)
    ]
    return f"“{text[:20]}”里的入学年份和年级对不上，{'，'.join(said)}。请核对后改成一致的。"


def _before_number(grade):
    """The prefix that makes a class name of a number: 七年级 for 初一, 2026级 for 2026."""
    found = _YEAR_ALONE.match(tidy(grade))
    if found:
        return found["year"] + (found["kind"] or "级")
    return grade_of(grade) + "年级"


def is_class_name(text):
    """Whether the text is written like a class of some year, whether or not the school has it."""
    name = tidy(text)
    return any(found and found[0] == name for found in (one.match(name) for one in _PATTERNS))


def is_number_of_class(text):
    """Whether the text is the number of a class and nothing else: 3班, （3）班."""
    return bool(_NUMBER_ALONE.match(tidy(text))) and "班" in text


def grade_of(text):
    """七, 八 or 九 if the text is a grade, as 初一 or 七年级; else ""."""
    found = _GRADE_ALONE.match(tidy(text))
    return grade_word(found) if found else ""


def grade_word(found):
    """七, 八 or 九 of a match with `after` or `grade`."""
    after = found["after"]
    return "七八九"[_GRADE_WORDS[f"初{after}" if after else found["grade"]] - 1]


def class_of(grade, number, *, on):
    """The class with a number in a grade or of a year, as 七 or 2026级; None where the school has none."""
    return next(iter(classes_at(f"{_before_number(grade)}{number}班", on=on)), None)


def parse_classes(text, *, on):
    """The classes of a list, as 初二4班,初二5班, 初二4、5班 or 初二4-6班, in their order."""
    found, last = [], ""
    for token in filter(None, _SEPARATORS.split(_one_by_one(text))):
        if grade_of(token):
            last = token
            continue
        parsed = parse_class(token, on=on, grade=last)
        last = GRADES[school_year(on).start.year - parsed[0] + 1]
        found.append(parsed)
    if not found:
        parse_class(text, on=on)
    return list(dict.fromkeys(found))


def _one_by_one(text):
    """The text with each class of its own, between separators: 七(1)、(2) for 七(1-2)班."""
    text = re.sub(r"\s+(?=[班()])|\s*(?=:)|(?<=:)\s*", "", unicodedata.normalize("NFKC", text))
    text = _WITHIN_BRACKETS.sub(
        lambda match: "、".join(f"({one})" for one in re.split("[、,和及]", match[1])),
        _RANGE.sub(spelt_out, text),
    )
    return _NEXT_CLASS.sub("、", text)


def spelt_out(match):
    """1、2、3 for the `first` 1 and the `last` 3 of a match; what runs downwards or too far is no range and stays."""
    first, last = number_of(match["first"]), number_of(match["last"])
    is_range = 0 < last - first < CLASS_LIMIT
    return "、".join(map(str, range(first, last + 1))) if is_range else match[0]


def classes_at(text, *, on, is_within=False):
    """The classes that a tidy text is, or with `is_within` begins with.

    One at most, but for a text whose year and grade contradict each other, which is one by each.
    """
    for pattern in _PATTERNS:
        found = pattern.match(text)
        if found and _is_class(found, text, is_within=is_within):
            return _classes_of(found, on)
    return set()


def _is_class(found, text, *, is_within):
    if not is_within:
        return found[0] == text
    if NO_CLASS.match(text[found.end() :]):
        return False
    name = found[0].removesuffix(found["code"] or "")
    return name.endswith("班") or (name[0] in "初七八九" and name.endswith((")", "]")))


def _classes_of(found, on):
    number, first = number_of(found["number"]), school_year(on).start.year
    years = _entry_years(found, first)
    is_here = len(years) > 1 or first - len(GRADES) < min(years) <= first
    return {(year, number) for year in years} if is_here and 1 <= number <= CLASS_LIMIT else set()


def _entry_years(found, first):
    """The years of entry that a class says, by its year and by its grade."""
    said = found.groupdict()
    years = {int(said[one]) % 100 + 2000 for one in ("year", "came") if said.get(one)}
    leaves = {int(said[one]) % 100 + 2000 for one in ("leaves", "goes") if said.get(one)}
    word = f"初{said['after']}" if said.get("after") else said.get("grade")
    by_grade = {first - _GRADE_WORDS[word] + 1} if word else set()
    return years | {year - len(GRADES) for year in leaves} | by_grade
