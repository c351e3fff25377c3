"""One cell at a time: what a person typed, or what Excel made of it, as what was meant."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from branch.core.characters import folded, without_invisible
from branch.core.numerals import in_digits

MISSING, DUPLICATE = "missing", "duplicate"
BAD_PHONE, BAD_DATE, BAD_CLASS = "bad_phone", "bad_date", "bad_class"
UNKNOWN_STAFF, DIGITS_LOST, FORMULA = "unknown_staff", "digits_lost", "formula"

# Excel keeps fifteen digits of a number and makes the rest noughts.
EXACT_BELOW = 10**15
SCIENTIFIC = re.compile(r"^\d+(?:\.\d+)?[eE][+]?\d+$")
NUMBER = re.compile(r"^[A-Z0-9][A-Z0-9_-]{0,19}$")
PHONE = re.compile(r"1\d{10}")
# two in one cell, with nothing but a blank between them
PHONES = re.compile(rf"(?:{PHONE.pattern})+")
PREFIX = re.compile(r"(?<!\d)(?:\+|00)?86(?=1\d{10}(?!\d))")
# with an area code or without, and the numbers of companies
LANDLINE = re.compile(r"0\d{2,3}[2-8]\d{6,7}(?:转\d{1,6})?|[2-8]\d{6,7}|[48]00\d{7}")
DOTS = re.compile(r"[•・‧∙.．･]")
CHARACTER = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN = re.compile(rf"^[{CHARACTER}·\s]+$")
GENDERS = {"男": "m", "M": "m", "MALE": "m", "1": "m", "女": "f", "F": "f", "FEMALE": "f", "2": "f"}
OPEN, CLOSE = r"[(（\[［【〔〈《<{｛]", r"[)）\]］】〕〉》>}｝]"
# what is no bracket
INNER = r"[^()（）\[\]［］【】〔〕〈〉《》<>{}｛｝]*"
BRACKETS = (
    re.compile(rf"^(?P<name>.+?)\s*{OPEN}(?P<said>{INNER}){CLOSE}?$"),
    re.compile(rf"^{OPEN}(?P<said>{INNER}){CLOSE}\s*(?P<name>.+)$"),
)
# of a pupil: 休学, 已转出, 借读生
STATUS = r"(?:[已待拟在]?[休退转复借走寄住停缓留辍随][学读出入校宿班](?:就读)?[生中了]?)"
STROKE = r"[-‐-―－_]"
BESIDE = (
    *BRACKETS,
    re.compile(rf"^(?P<name>[{CHARACTER}·\s]{{2,}}?)\s*(?:{STROKE}\s*)*(?P<said>{STATUS})$"),
    re.compile(rf"^(?P<said>{STATUS})\s*(?:{STROKE}|[\s:：])\s*(?P<name>.+)$"),
)
BESIDE_ADULTS = (
    *BESIDE,
    re.compile(rf"^(?P<name>[{CHARACTER}·\s]{{2,}}?)\s*{STROKE}+\s*(?P<said>[{CHARACTER}]{{2,}})$"),
)
# what a name has besides letters
IN_NAMES = set("·.-'’〇")
# those in other letters alone have a hyphen
BROKEN = re.compile(rf"[{CHARACTER}]-|-[{CHARACTER}]")
SEVERAL = re.compile(r"\s*[、，,;；/／&＆+]\s*")
# of somebody who is no longer there, or of whom nothing is known: said in the place of a name
GONE = re.compile(
    r"离异|离婚|[去过逝离]世|丧[偶夫妻父母]|身故|[已病亡]故|死亡|[亡殁逝]$|病逝|坐牢|入狱|在押|不在|没了|走了|不[详祥]|未知|不明|不清楚|失[联踪]|服刑|单亲|再婚|改嫁|出走|孤儿"
    r"|判刑|被判|刑[满拘]|监狱|狱中|出狱|收监|监禁|关押|拘留|戒毒|吸毒|(?<![去无除])病|癌|残疾|[伤致重]残|瘫痪|车祸"
)
# No name begins with a word that denies,
ABSENT = re.compile("[无没未不缺]")
# with one of an end, of a place or of somebody else; nor is it a home for children, or work far away.
STATE = re.compile(
    r"[已离丧殁故亡死逝弃被在]|[走丢]失|外[出地]|[领收寄抱]养|同[上前左右]|保密"
    r"|[随跟由归][父母爸妈爷奶外]|[父母爸妈]亲?[已早均都]*[离丧殁故亡死逝无没]"
    r"|.*(?:福利|孤儿|救助|儿童|居|村)(?:院|站|中心|所|机构|委会)$|.*[打务]工$"
)
# 父：陈大明
CALLED = re.compile(r"^(?:父亲?|母亲?|爸爸?|妈妈?|家长|监护人)\s*[:：]\s*")
DAY = re.compile(
    r"^(\d{4})\s*[-/.,、年]\s*(\d{1,2})\s*[-/.,、月]\s*(\d{1,2})\s*[日号.]?(?:[T\s].*)?$"
)
MONTH = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
COMPACT_MONTH = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])$")
YEAR = re.compile(r"^(?:19|20)\d{2}\s*年?$")
# days since the first one that Excel knows
COUNT = re.compile(r"^\d{1,5}(?:\.\d+)?$")
# 1.1 of a number may have been typed as 1.10
SHORTENED = re.compile(r"\.[123]$")
# what is kept in the place of an identity number: as many digits, so that its row reads the same
MASKED_IDENTITY = "0" * 18
IDENTITY = re.compile(
    rf"(?<!\d)(?:{MASKED_IDENTITY}|[1-9]\d{{5}}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])(?!\d)"
)
IDENTITY_FROM = 10**17
EXCEL_EPOCH, EPOCH_OF_1904, EXCEL_LAST = date(1899, 12, 30), date(1904, 1, 1), 80_000
# what people and programs write for nothing: a word, or strokes and dots however many
NOTHING = {"无", "没有", "暂无", "空", "null", "none", "nan", "n/a"}
STROKES = re.compile(r"[-‐-―_/\\.,。、·~\s]*")
# what Excel writes in the place of a value; ERROR of one whose name is not known
ERROR = "#错误"
ERRORS = re.compile(rf"{ERROR}|#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)")
REPAIR = "此列在 Excel 中被存成数字，后几位已丢失。请将该列设为“文本”后重新录入。"


class CellError(Exception):
    """What is wrong with a cell: a code for machines, a sentence for people."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


class NotKeptError(CellError):
    """Raised for a cell with private information in the place of a value; `value` is the part of it that is kept."""

    def __init__(self, message, value=""):
        super().__init__(MISSING, message)
        self.value = value


class Formula(str):
    """The shown text of a cell that has a formula; an error where the cell is read into a field."""

    __slots__ = ()


class Number(float):
    """A number of which its workbook says more than the value: only those that differ are kept so."""

    # whether it is what the sheet shows, and whether it would be a day counted from 1904
    is_shown, is_since_1904 = True, False

    @classmethod
    def of(cls, value, **said):
        number = cls(value)
        vars(number).update(vars(value) if isinstance(value, cls) else {}, **said)
        return number

    def as_json(self):
        return {"number": float(self), **vars(self)}


def text_of(cell):
    """What the cell shows: 13467300245 for 13467300245.0, an ISO day for a date, no stray blanks."""
    if isinstance(cell, str):
        return without_invisible(cell).strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_BELOW:
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell)


def plain(cell):
    """The text with full-width letters, digits and brackets made narrow; for codes, never for prose."""
    text = text_of(cell)
    return (text if text.isascii() else unicodedata.normalize("NFKC", text).strip()).lstrip("'")


def is_empty(cell):
    text = plain(cell)
    return text.casefold() in NOTHING or bool(STROKES.fullmatch(text))


def is_error(cell):
    return isinstance(cell, str) and bool(ERRORS.fullmatch(plain(cell)))


def holds_identity(cell):
    """Whether an identity number stands in the cell, masked or not, alone, in a 学籍号 or in a sentence."""
    if isinstance(cell, float):
        return cell >= IDENTITY_FROM
    if not isinstance(cell, str) or len(cell) < 18:
        return False
    return bool(IDENTITY.search(_without_blanks(cell)))


def masked(cell):
    """A cell that holds identity numbers, each replaced; `holds_identity` still tells that there was one."""
    is_number = isinstance(cell, float)
    return MASKED_IDENTITY if is_number else IDENTITY.sub(MASKED_IDENTITY, _without_blanks(cell))


def _without_blanks(cell):
    return re.sub(r"\s", "", plain(cell))


def is_shortened(cell):
    """Whether a number may have lost a nought: 7.10 typed into Excel is 7.1 from then on."""
    return isinstance(cell, float) and bool(SHORTENED.search(str(cell)))


def words(cell, note, *, limit):
    """Prose on one line, cut to what the column holds; what was cut is said."""
    text = "" if is_empty(cell) else " ".join(text_of(cell).split())
    if len(text) > limit:
        note(f"超过 {limit} 字，只留下前 {limit} 字。")
    return text[:limit]


def person_name(cell, note):
    """A name without the blanks that make two characters as wide as three; the dot of a name stays."""
    text = "" if is_empty(cell) else folded(text_of(cell))
    text, *said = apart(text)
    for one in said:
        note(f"姓名旁边的“{one[:10]}”没有读入，请核对，需要时另行登记。")
    if HAN.match(DOTS.sub("·", text)):
        text = "".join(DOTS.sub("·", text).split()).strip("·")
    text = " ".join(text.split())
    if len(text) > 30:
        raise CellError(MISSING, "姓名超过 30 个字，请核对。")
    _doubts(text, note)
    return text


def apart(text, patterns=BESIDE):
    """The name, then each remark written beside it, such as （休学）."""
    said = []
    while found := next(filter(None, (one.match(text) for one in patterns)), None):
        text = found["name"].strip()
        said.append(found["said"].strip())
    return [text, *filter(None, said)]


def _doubts(name, note):
    if re.search(r"\d", name):
        note(f"姓名“{name}”里有数字，请核对。")
    if any(map(_is_odd, name)) or BROKEN.search(name):
        note(f"姓名“{name}”里有丢失的字或多余的符号，请核对后改正。")
    if any(unicodedata.category(char) == "Co" for char in name):
        note("姓名里有自造字，别的电脑上可能显示不出来，请核对。")


def _is_odd(char):
    """Whether a character is in no name: what programs write for one they could not read, and marks of people."""
    kind = unicodedata.category(char)
    return kind[0] not in "LMZ" and kind not in ("Nd", "Co") and char not in IN_NAMES


def adult_name(cell, note):
    """The name of a parent; what is said of them instead, or beside it, is neither read nor kept."""
    text = "" if is_empty(cell) else CALLED.sub("", folded(text_of(cell)))
    if not re.search(r"[\w?？*＊]", text):
        return ""
    said = [one for one in SEVERAL.split(text) if one]
    named = [one for one in said if not _is_no_name(apart(one, BRACKETS)[0])]
    if not named:
        raise NotKeptError("写的不是姓名，没有读入，也没有保存。")
    bare, *beside = apart(named[0], BESIDE_ADULTS)
    name = person_name(bare, note)
    if len(named) > 1:
        note(f"写了 {len(named)} 个姓名，读入第一个“{name}”，其余的请另行登记。")
    if _are_two(bare):
        note(f"“{bare}”像是不止一个人的姓名，请核对，其余的请另行登记。")
    if beside or len(said) > len(named):
        raise NotKeptError("姓名旁边的字没有读入，也没有保存。", name)
    return name


def _are_two(text):
    """Whether a blank may stand between two names; one name has it between two characters, or behind a surname."""
    parts = text.split()
    are_long = len(parts) > 1 and min(map(len, parts)) > 1 and sum(map(len, parts)) > 4
    return are_long and bool(HAN.match(text))


def _is_no_name(text):
    """Whether a text says a state, or that there is nothing to say; a name with a dot may begin with any sound."""
    text = "".join(text.split())
    begins = ABSENT.match(text) or STATE.match(text)
    return bool(GONE.search(text) or (begins and "·" not in DOTS.sub("·", text)))


def digits(cell):
    """A number somebody writes and Excel may have counted with; `digits_lost` where it can't be restored."""
    if isinstance(cell, float) and abs(cell) >= EXACT_BELOW:
        raise CellError(DIGITS_LOST, REPAIR)
    text = re.sub(r"\s", "", plain(cell))
    if SCIENTIFIC.match(text):
        raise CellError(DIGITS_LOST, REPAIR)
    return re.sub(r"^(\d+)\.0+$", r"\1", text)


def key_number(cell, note):
    """工号 or 学号: letters, digits, - and _; letters are capital, so that gq7 and GQ7 are one person."""
    text = digits(cell).upper().removesuffix("号")
    if text and not NUMBER.match(text):
        raise CellError(MISSING, f"“{text[:20]}”不是一个编号：只用字母、数字和短横线，最多 20 位。")
    return text


def phone(cell, note):
    """An 11-digit mobile number, or "" where the cell is empty or has a landline; of several the first."""
    if _is_no_phone(plain(cell)):
        return ""
    text = PREFIX.sub("", re.sub(r"[-‐–—()]", "", digits(cell)))
    runs = [number for number in re.findall(r"\d+", text) if PHONES.fullmatch(number)]
    found = list(dict.fromkeys(number for run in runs for number in PHONE.findall(run)))
    if len(found) > 1:
        note(f"写了 {len(found)} 个手机号，读入第一个 {found[0]}。")
    if found:
        return found[0]
    if any(LANDLINE.fullmatch(part) for part in re.split(r"[^\d转]+", text)):
        note(f"“{plain(cell)[:20]}”是固定电话，没有读入，请另写手机号。")
        return ""
    raise CellError(BAD_PHONE, f"“{plain(cell)[:20]}”不是手机号，应是 11 位数字，以 1 开头。")


def _is_no_phone(text):
    """Whether a cell says that there is no telephone; `NotKeptError` for what it may say of the person instead."""
    if re.search(r"\d", text):
        return False
    if not ABSENT.match(text) and _is_no_name(text):
        raise NotKeptError("写的不是手机号，没有读入，也没有保存。")
    return is_empty(text) or bool(ABSENT.match(text))


def gender(cell, note):
    """m or f; of a longer text, as 女性 or 男生, by the one of the two characters it has."""
    text = plain(cell).upper()
    found = GENDERS.get(text) or _either(text)
    if text and not found:
        note(f"性别“{text[:10]}”没有读入，请写“男”或“女”。")
    return found


def _either(text):
    said = {GENDERS[char] for char in text if char in "男女"}
    return said.pop() if len(said) == 1 else ""


def day(cell, note, *, earliest, latest):
    """A date however it was written, as ISO; the first of the month, with a word, where the day is not given."""
    if is_empty(cell):
        return ""
    found, says = _as_date(cell)
    text = text_of(cell)
    is_possible = found is not None and earliest <= found <= latest
    if is_possible:
        if says:
            note(says)
        return found.isoformat()
    if YEAR.match(text):
        raise CellError(BAD_DATE, f"“{text}”只有年份，请按 2013-09-02 的样子填写。")
    # a number that makes no sense as a count of days was none
    if found is None or COUNT.match(plain(cell)):
        raise CellError(BAD_DATE, f"“{text[:20]}”不是一个日期，请按 2013-09-02 的样子填写。")
    raise CellError(BAD_DATE, f"“{text[:20]}”不在合理的范围里，请核对年份。")


def _as_date(cell):
    """(the date or None, what is to be said of it)"""
    if isinstance(cell, datetime):
        return cell.date(), ""
    if isinstance(cell, date):
        return cell, ""
    text = in_digits(re.sub(r"^(\d{5,8})\.0+$", r"\1", plain(cell)))
    whole = DAY.match(text) or COMPACT.match(text)
    if whole:
        return _valid(*map(int, whole.groups())), ""
    month = MONTH.match(text) or COMPACT_MONTH.match(text)
    if month:
        also = "，也可能是 10 月" if is_shortened(cell) and text.endswith(".1") else ""
        says = f"“{text}”没有写日，按 {int(month[2])} 月 1 日读入{also}。"
        return _valid(*map(int, month.groups()), 1), says
    if COUNT.match(text) and 1 <= float(text) <= EXCEL_LAST:
        is_since_1904 = isinstance(cell, Number) and cell.is_since_1904
        first = EPOCH_OF_1904 if is_since_1904 else EXCEL_EPOCH
        return first + timedelta(days=int(float(text))), ""
    return None, ""


def _valid(year, month, number):
    try:
        return date(year, month, number)
    except ValueError:
        return None
