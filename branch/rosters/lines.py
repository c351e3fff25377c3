"""Which lines of a sheet are people, and which totals, remarks, signatures or headings between them."""

import re

from .cells import GENDERS, text_of
from .titles import tidy, tidy_line

TOTAL = r"(?:合|总|小|共)计"
FOOT = re.compile(
    rf"^(?:[^\d:：]{{0,8}}{TOTAL}(?:$|[\d:：(])|总?人数|共\d+[名人]|\d{{1,4}}[名人]?$|(?:男|女)生?[:：]?\d*[名人]?(?:$|[,，、;]))"
)
TOTALLED = re.compile(rf"^[^\d:：]{{0,8}}{TOTAL}(?:$|[\d:：(])")
REMARK = re.compile(
    r"^[(【*※]?(?:注|备注|说明|附注|注意|注意事项|填表说明|填报说明|要求|单位)\d*[】]?[:：、.]"
)
SIGNATURE = re.compile(r"签字|签名|盖章|填表人|填报|审核人|制表|负责人签|联系人[:：]|班主任[:：]")
HAN = re.compile(r"[\u3400-\u9fff]")
DAY_ALONE = re.compile(r"\d{4}[-./年]\d{1,2}(?:[-./月]\d{0,2}日?)?$")
SENTENCE = re.compile(r"[,，。:：;；]")
SECTION = re.compile(r"(?:组|部|处|室|科|班|年级)$")
# as short as this a number beside a word may also be a count
COUNT = 3
# so many words without a number and a name are no person
FEW = 2
# and so many beside a short number are one, though the name is missing
MANY = 4


def filled(row):
    """{column: text} of the cells of a row that say something."""
    return {index: tidy_line(cell) for index, cell in enumerate(row) if text_of(cell)}


def is_beside(filled, table):
    """Whether a line is no person: a total, a remark, a signature, a heading between, the titles again."""
    return (
        _is_no_person(filled, table)
        or _repeats_header(filled, table)
        or _translates_header(filled, table)
    )


def _is_no_person(filled, table):
    ordinal = filled.get(table.ordinal, "")
    texts = [*(text for index, text in filled.items() if index != table.ordinal), ""]
    if FOOT.match(ordinal) and not ordinal.isdecimal():
        return True
    if len(filled) == 1 and DAY_ALONE.match(texts[0]):
        return True
    if _names_somebody(filled, table):
        return False
    if ordinal and not re.fullmatch(r"[\d.、]+", ordinal):
        return True
    if any(map(FOOT.match, texts[:2])) or any(map(SIGNATURE.search, texts)):
        return True
    return bool(REMARK.match(texts[0])) or _is_heading(filled, table)


def _names_somebody(filled, table):
    """A number beside a name, even 人数; or one of the two among other cells: that is an error to be said.

    A short number may also be a count, and then needs a name that is no word of a total.
    """
    key, name = filled.get(table.key_column, ""), filled.get(table.columns.get("姓名"), "")
    is_number = bool(re.search(r"\d", key)) and not HAN.search(key)
    is_name = not (name.isdecimal() or FOOT.match(name) or SENTENCE.search(name)) and bool(name)
    if is_number and len(key) > COUNT:
        return not TOTALLED.match(name or next(iter(filled.values())))
    if is_number:
        return not _counts(filled, table) if is_name else not name and _lacks_a_name(filled, table)
    # a word in the place of the number, as 待定, takes nobody away who has a name and something else
    read = set(filled) & set(table.columns.values())
    is_section = SECTION.search(name) and not _is_numbered_or_has_a_gender(filled, table)
    return is_name and len(read) > (FEW if key else 1) and not is_section


def _counts(filled, table):
    """Whether a short number follows a word in the column of ordinals and no gender is given: 应到 5 实到 5."""
    return bool(HAN.search(filled.get(table.ordinal, ""))) and not _has_a_gender(filled, table)


def _lacks_a_name(filled, table):
    """Whether a short number is somebody whose name is missing: so much else is said, or a gender and a day."""
    read = [filled[index] for index in table.columns.values() if index in filled]
    if any(map(SIGNATURE.search, filled.values())):
        return False
    has_more = any(len(text) > COUNT and not FOOT.match(text) for text in read)
    return len(read) > MANY or (has_more and _has_a_gender(filled, table))


def _has_a_gender(filled, table):
    gender = filled.get(table.columns.get("性别"), "").upper()
    return gender in GENDERS and not gender.isdecimal()


def _is_numbered_or_has_a_gender(filled, table):
    """何室 and 安部 are names, too, where the line is numbered or says a gender, as no heading does."""
    return filled.get(table.ordinal, "").isdecimal() or _has_a_gender(filled, table)


def _is_heading(filled, table):
    """Nothing under a title that is read, a word where a number would be, or a few words alone."""
    read = [text for index, text in filled.items() if index in table.columns.values()]
    key, name = filled.get(table.key_column, ""), filled.get(table.columns.get("姓名"), "")
    is_word = HAN.search(key) or not re.search(r"\d", key)
    if not read or (key and not name and is_word):
        return True
    is_alone = len(filled) == 1 and (SENTENCE.search(read[0]) or SECTION.search(read[0]))
    return bool(is_alone) or (not key and not name and len(read) <= FEW)


def _repeats_header(filled, table):
    """The titles again at the top of a printed page."""
    if re.search(r"\d", filled.get(table.key_column, "")):
        return False
    said = set(map(tidy, filled.values()))
    return len(said) > 1 and said <= table.said_above


def _translates_header(filled, table):
    """The titles once more in English: Student No., Name. Each person has a digit or a character somewhere."""
    are_all = set(table.columns.values()) <= set(filled)
    return are_all and not any(re.search(r"\d|[^\W\da-zA-Z_]", text) for text in filled.values())
