"""Parsing class names as people write them: 初一(3)班, 七年级三班, 7(3), 703, 2026级3班, 2603, in any width."""

import re
import unicodedata

from branch.core.numerals import number_of
from branch.core.periods import school_year
from branch.rosters.cells import BAD_CLASS, CellError

from .models.classes import GRADES

CLASS_LIMIT = 30
# characters of a title in which a class is looked for
LONGEST = 100
MAY_BE_A_DAY = re.compile(r"\d+(?:[.\-·/]\d+)+|\d{5,}")
_GRADE_WORDS = {"初一": 1, "初二": 2, "初三": 3, "七": 1, "八": 2, "九": 3, "7": 1, "8": 2, "9": 3}
_GRADE_WORDS |= {"初1": 1, "初2": 2, "初3": 3, "07": 1, "08": 2, "09": 3, "一": 1, "二": 2, "三": 3}
_CLASS_NUMBER = r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})"
_NUMBER = rf"[\(\[【]?{_CLASS_NUMBER}[\)\]】]?(?:班|$)"
_NO_DIGIT_AFTER = r"(?!\d)"
_PATTERNS = (
    # 2026级3班, 26级(3)班, 2026级初一3班
    re.compile(rf"^(?:初中?)?(?P<year>(?:20)?\d\d)级(?:初中?[一二三]?|[七八九]年级)?{_NUMBER}"),
    # 2029届3班: who leave in 2029
    re.compile(rf"^(?:初中?)?(?P<leaves>(?:20)?\d\d)届(?:初中?[一二三]?|[七八九]年级)?{_NUMBER}"),
    # 26(3)班, 2026-3
    re.compile(rf"^初?(?P<year>(?:20)?\d\d)[\(\[【]{_CLASS_NUMBER}[\)\]】]班?"),
    re.compile(r"^初?(?P<year>(?:20)?\d\d)[-.·](?P<number>\d{1,2})班?(?!\d)"),
    # 初一(3)班, 初一年级3班, 初1(3)
    re.compile(rf"^初中?(?P<after>[一二三123])(?:年级?|级)?[-.·]?{_NUMBER}"),
    # 七年级三班, 7年级3班, 七年3班
    re.compile(rf"^(?P<grade>0?[七八九789])年级?[-.·]?{_NUMBER}"),
    # 七(3)班, 7(3), 二(1)
    re.compile(rf"^(?P<grade>0?[七八九789]|[一二三])[\(\[【]{_CLASS_NUMBER}[\)\]】]班?"),
    # 七3班, 七三班
    re.compile(rf"^(?P<grade>[七八九]){_CLASS_NUMBER}(?:班|$)"),
    # 7-3, 7.3班
    re.compile(r"^(?P<grade>0?[789])[-.·](?P<number>\d{1,2})班?" + _NO_DIGIT_AFTER),
    # 703, 0703
    re.compile(r"^(?P<grade>0?[789])(?P<number>\d\d)班?" + _NO_DIGIT_AFTER),
    # 2603, 202603班
    re.compile(r"^初?(?P<year>(?:20)?\d\d)(?P<number>\d\d)班?" + _NO_DIGIT_AFTER),
)
_GRADE = r"(?:初中?(?P<after>[一二三123])|(?P<grade>0?[七八九789]))"
_GRADE_ALONE = re.compile(rf"^{_GRADE}(?:年级?|级)?$")
_GRADE_WITHIN = re.compile(r"(?<!\d)(?:初中?(?P<after>[一二三])|(?P<grade>[七八九])年级?)")
_YEAR_ALONE = re.compile(r"^(?:初中)?(?P<year>(?:20)?\d\d)(?P<kind>[级届]?)$")
_YEAR_WITHIN = re.compile(r"(?<!\d)(?P<year>(?:20)?\d\d)(?P<kind>[级届])")
# behind 班: 班级, 班主任, 班会, 班费, 班干部, 班长
NO_CLASS = re.compile(r"[级主会费干长]")
# 3班 or (3)班 within a text
_NUMBER_WITHIN = re.compile(
    rf"(?<![\d一二三四五六七八九十])[\(\[【第]?{_CLASS_NUMBER}[\)\]】]?班(?!{NO_CLASS.pattern})"
)
_NUMBER_ALONE = re.compile(rf"^{_NUMBER}$")
_SEPARATORS = re.compile(r"[、,，;；/|和及\s]+")


def tidy(text):
    """The text in half width and without white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).strip("'")


def parse_class(text, *, on, grade=""):
    """(entry year, number) of a class of the school on a day; `CellError` for any other text.

    `grade` is taken from another cell or the sheet's name, for rosters that write only 3班.
    """
    name = tidy(text)
    found = _find(name, on=on)
    if found is None and grade and _NUMBER_ALONE.match(name):
        found = _find(_before_number(grade) + name, on=on)
    if found is None:
        raise CellError(
            BAD_CLASS, f"“{text[:20]}”不是本校初一到初三的班级，请按“初一（3）班”的样子填写。"
        )
    return found


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


def class_said(texts, *, on):
    """The class that some titles say, the nearest first: in one of them, or the grade and the number apart.

    None where they say none: 2026级 above the list and 1班 on the sheet are a class, 2026级 alone is not.
    """
    grade, number = "", 0
    for text in texts:
        found = class_in(text, on=on)
        if found:
            # a number alone that stands nearer is of the same grade
            return (found[0], number) if number and not grade else found
        grade, number = grade or grade_in(text), number or _number_in(text)
        if grade and number:
            return _find(f"{_before_number(grade)}{number}班", on=on)
    return None


def is_number_of_class(text):
    """Whether the text is the number of a class and nothing else: 3班, （3）班."""
    return bool(_NUMBER_ALONE.match(tidy(text))) and "班" in text


def _number_in(text):
    found = _numbers_in(tidy(text))
    return found.pop() if len(found) == 1 else 0


def _numbers_in(text):
    return {number_of(match["number"]) for match in _NUMBER_WITHIN.finditer(text)}


def class_in(text, *, on):
    """The class in a sheet's name or a title, as 广勤中学初一1班学生基本情况登记表; None for none and for several.

    Within a text a class must end in 班 or a bracket: 9.3 and 703 may be a day or a room. A text of digits
    and points alone may be a day, too.
    """
    text = tidy(text)
    if MAY_BE_A_DAY.fullmatch(text) or len(_numbers_in(text)) > 1:
        return None
    whole = _find(text, on=on)
    found = {whole} if whole else {_find(text[n:], on=on, is_within=True) for n in _starts(text)}
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _starts(text):
    """Where a class may begin: not behind a digit or within a day; a title is short."""
    return [
        n for n in range(min(len(text), LONGEST)) if not re.match(r"[\d.\-/年月]", text[n - 1 : n])
    ]


def grade_of(text):
    """七, 八 or 九 if the text is a grade, as 初一 or 七年级; else ""."""
    found = _GRADE_ALONE.match(tidy(text))
    return "七八九"[_grade(found) - 1] if found else ""


def grade_in(text):
    """七, 八 or 九, or a year as 2026级, if a sheet's name or a title contains exactly one; else ""."""
    text = tidy(text)
    found = {"七八九"[_grade(match) - 1] for match in _GRADE_WITHIN.finditer(text)}
    found = found or {match[0] for match in _YEAR_WITHIN.finditer(text)}
    return found.pop() if len(found) == 1 else ""


def parse_classes(text, *, on):
    """The classes of a list, as 初二4班,初二5班 or 初二4、5班, in their order."""
    text = unicodedata.normalize("NFKC", text).replace(")(", ")、(")
    found, last = [], ""
    for token in filter(None, _SEPARATORS.split(re.sub(r"\s+(?=[班()])", "", text))):
        if grade_of(token):
            last = token
            continue
        parsed = parse_class(token, on=on, grade=last)
        last = GRADES[school_year(on).start.year - parsed[0] + 1]
        found.append(parsed)
    if not found:
        parse_class(text, on=on)
    return list(dict.fromkeys(found))


def _find(text, *, on, is_within=False):
    for pattern in _PATTERNS:
        found = pattern.match(text)
        if found and _is_class(found, text, is_within=is_within):
            return _class_of(found, on)
    return None


def _is_class(found, text, *, is_within):
    if not is_within:
        return found[0] == text
    if NO_CLASS.match(text[found.end() :]):
        return False
    return found[0].endswith("班") or (found[0][0] in "初七八九" and found[0].endswith((")", "]")))


def _class_of(found, on):
    number, first = number_of(found["number"]), school_year(on).start.year
    said = found.groupdict()
    if "leaves" in said:
        entry_year = int(said["leaves"]) % 100 + 2000 - len(GRADES)
    elif "year" in said:
        entry_year = int(said["year"]) % 100 + 2000
    else:
        entry_year = first - _grade(found) + 1
    is_here = first - len(GRADES) < entry_year <= first and 1 <= number <= CLASS_LIMIT
    return (entry_year, number) if is_here else None


def _grade(found):
    after = found.groupdict().get("after")
    return _GRADE_WORDS[f"初{after}" if after else found["grade"]]
