"""Days as a text has them: 2026-11-20 16:30, 2026年11月20日 周五, 二〇二六年十一月二十日."""

import re
from dataclasses import dataclass
from datetime import date

from branch.core.numerals import number_of

# what is typed for the nought of Chinese digits
NOUGHT = str.maketrans(dict.fromkeys("0０OＯ", "〇"))
YEAR = r"(?<!\d)([\d〇零○ＯO一二三四五六七八九]{4})"
PART = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
DAY = rf"{YEAR}\s*[-/.．、—–年]\s*{PART}\s*[-/.．、—–月]\s*{PART}(?!\d)\s*[日号]?"
WEEKDAY = r"(?:\s*[（(]?(?:星期|周)[一二三四五六日天][）)]?)?"
TIME = (
    r"(?:T|\s*(?:[上下]午)?\s*)\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?|[时点](?:\d{1,2}分?)?)"
)
MOMENT = rf"{DAY}{WEEKDAY}(?:{TIME})?"
FOUND = re.compile(DAY)
COMPACT = re.compile(r"(?:19|20)\d{6}")
OPEN, CLOSE = r"[（(【\[]?\s*", r"\s*[）)】\]]?"
# 写于2026年11月20日, 2026年11月20日于广勤
ALONE = re.compile(
    rf"{OPEN}(?:[\u3400-\u9fff]{{0,2}}于\s*)?{MOMENT}(?:于\S{{1,8}})?{CLOSE}(?:\s*[（(](?:公?章|盖章)[）)])?"
)
AT_THE_END = re.compile(rf"(?:\s|^){MOMENT}$")


@dataclass(frozen=True)
class Found:
    """A day as it is written; `day` is None where the calendar has none such."""

    says: str
    day: date | None


def day_in(text, *, is_alone=False):
    """The first day `Found` in a text, or in one that says nothing else; None where there is none."""
    if is_alone and not ALONE.fullmatch(text.strip()):
        return None
    if found := FOUND.search(text):
        return Found(found[0].strip(), _valid(*map(_number, found.groups())))
    if COMPACT.fullmatch(text.strip()):
        text = text.strip()
        return Found(text, _valid(int(text[:4]), int(text[4:6]), int(text[6:])))
    return None


def split_day(text):
    """(what stands before the day at the end of a text, the day as written); the day is "" where there is none."""
    found = AT_THE_END.search(text)
    return (text[: found.start()].strip(), found[0].strip()) if found else (text, "")


def _number(text):
    return number_of(text if text.isdecimal() else text.translate(NOUGHT))


def _valid(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None
