"""Which column means what where its title is not known: by what the title contains, and by what the cells hold."""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from . import looks
from .cells import text_of

# of the cells in a column so many are what the field holds
SHARE_BY_TITLE, SHARE_BY_CELLS = 0.5, 0.8
SEPARATORS = re.compile(r"[\s:：,，;；/|\\_—–\-.·]+")
NO_HAN = re.compile(r"[^\u3400-\u9fff]+")
# behind a title these say nothing else: 班级名称, 姓名1
NEUTRAL = re.compile(
    r"(?:名称|全称|简称|代码|编码|编号|号码|信息|情况|一栏|必填|选填|请填.*|填写.*)?[\da-z]*"
)
# what is somebody else's than the person's of the row, or of another time or place
OTHERS = re.compile(
    r"父|母|爸|妈|爷|奶|祖|舅|姨|姑|叔|伯|婶|家长|监护|亲属|接送|联系人|配偶|子女|班主任|老师|负责|介绍|原|曾|旧|(?<!目)前|上[一个]*学[期年]|下[一个]*学[期年]|[上去]年|小学|拼音|英文"
    r"|入学|入团|入队|转[入出]|宿舍|寝室|床|座|考号|qq|微信|邮箱|[弟妹兄姐哥]",
    re.IGNORECASE,
)
# what is of today, where another column is of another time
CURRENT = re.compile("[本现新今]|当前|目前|行政")
# a class that a child is in besides its own: one of an activity, or 班 behind anything that says no more than whose it is
ACTIVITY = re.compile(r"选修|走班|社团|兴趣|课|托")
OWN_CLASS = re.compile(r"(?:学生|孩子|所在|所属|就读|现在?|本学?期?|新|当前|目前|行政|教学|的)*班")
# the number of a person is called 学号, 工号 or 编号 and whose it is; 准考证号 and 一卡通号 are others, 总分 is none
OWN_NUMBER = re.compile(
    r"(?:本校|校内|学校|本人|新|学生|学员|考生|学|教育|教师|教工|教?职工|员工|人员|工资?|账|编|代)*(?:[号码]|[a-z]*(?:id|no|num|number|code)$)"
)
# whose number it is not
OTHERS_NUMBER = {"学号": re.compile("工|教师|教职|薪"), "工号": re.compile("学[号生籍员]|考")}
HAN = re.compile(r"[\u3400-\u9fff]")
# what a title may say besides whose column it is and of what
WHOSE = r"(?:学生|孩子|法定|主要|第一|他|她|的)*"
LATIN = re.compile(
    r"father|mother|dad|m[ou]m|parent|guardian|name|(?:tele?)?phone|tel|mobile|cell|contact|number|no"
)
BRACKETED = re.compile(r"\(.*?\)|（.*?）|【.*?】|\[.*?\]")


def completed(table, fields):
    """The table with the columns that were guessed, under `guesses` {label: title}."""
    columns, guesses, unread = dict(table.columns), {}, list(table.unread)
    for find in (_by_title, _by_cells):
        for one in fields:
            free = [index for index in _free(table) if index not in columns.values()]
            index = None if one.label in columns else find(one, free, table)
            if index is not None:
                columns[one.label] = index
                guesses[one.label] = said(table.titles[index])
                unread.remove(said(table.titles[index]))
    if not guesses:
        return table
    ordered = {one.label: columns[one.label] for one in fields if one.label in columns}
    return replace(table, columns=ordered, guesses=guesses, unread=unread)


def said(pair):
    """The title of a column as it is told to people: with the one above it, as several are called 姓名."""
    return " ".join(filter(None, pair))


def _free(table):
    taken = {*table.columns.values(), *table.never_read, table.ordinal}
    return [index for index, pair in enumerate(table.titles) if any(pair) and index not in taken]


def _by_title(one, free, table):
    """The first free column whose title contains one of the field's, if its cells do not say otherwise.

    Of 上学期班级 and 本学期班级 the one of today.
    """
    for index in sorted(free, key=lambda index: not CURRENT.search(said(table.titles[index]))):
        if not _is_meant(one, table.meant[index]):
            continue
        share = _share(one, table.samples[index])
        if share is None or share >= SHARE_BY_TITLE:
            return index
    return None


def _is_meant(one, pair):
    if None in pair:
        return False
    if one.about:
        title = "".join(pair)
        plain = plain_title(title) or ""
        is_anybody_s = plain in one.titles and not one.owns(plain)
        return is_anybody_s or besides(one, title) in one.own
    whole = _folded("".join(pair))
    if one.label == "班级" and _is_other_class(whole):
        return False
    for text in (re.sub(r"\s", "", whole), *SEPARATORS.split(whole), NO_HAN.sub("", whole)):
        owners = OTHERS.search(text)
        titles = one.inner_titles if one.owns(text) else one.titles if not owners else ()
        if any(_contains(text, title) for title in titles if len(title) > 1):
            return True
    return False


def besides(one, title):
    """What a title says besides whom the field is about; None where it is about others or says more than 他爸 姓名."""
    plain = plain_title(title, keep=r"\d")
    found = re.fullmatch(rf"\d*{WHOSE}(?:{one.about})+[1一]?的?(.*?)1?", plain or "")
    return found[1] if found else None


@lru_cache(maxsize=4096)
def plain_title(title, keep=""):
    """联系电话1 Tel → 联系电话; None where it says more in Latin letters than the same again."""
    whole = BRACKETED.sub("", _folded(title)).replace("'s", "").replace("’s", "")
    is_plain = all(LATIN.fullmatch(word) for word in re.findall("[a-z]+", whole))
    return re.sub(rf"[^\u3400-\u9fff{keep}]+", "", whole) if is_plain else None


def _folded(title):
    return unicodedata.normalize("NFKC", text_of(title)).lower()


def _contains(text, title):
    return text.endswith(title) or (
        text.startswith(title) and bool(NEUTRAL.fullmatch(text.removeprefix(title)))
    )


def _by_cells(one, free, table):
    """The free column whose cells hold this most clearly; none where too few or too unclear."""
    found = []
    for index in free:
        may_be = _may_be(one, table.meant[index], table.samples[index])
        share = (_share(one, table.samples[index]) or 0) if may_be else 0
        if share >= SHARE_BY_CELLS:
            found.append((share, -index))
    return -max(found)[1] if found else None


def _may_be(one, pair, cells):
    """Whether cells alone may say it: of a guardian where the title names that person and nothing else."""
    if None in pair:
        return False
    title = _folded("".join(pair))
    if one.about:
        return besides(one, title) == ""
    if one.looks is looks.numbers and not _may_be_number(one, title, cells):
        return False
    is_other = one.label == "班级" and _is_other_class(title)
    return not is_other and not OTHERS.search(title)


def _may_be_number(one, title, cells):
    """Whether a title may be that of the person's number; one in Latin letters alone may be of days, 20130902."""
    if one.label in OTHERS_NUMBER and OTHERS_NUMBER[one.label].search(title):
        return False
    letters = re.sub(r"[^\u3400-\u9fffa-z]+", "", BRACKETED.sub("", title))
    if OWN_NUMBER.match(letters):
        return True
    return not HAN.search(title) and looks.days(cells) < SHARE_BY_TITLE


def _is_other_class(title):
    text = NO_HAN.sub("", BRACKETED.sub("", title))
    return bool(ACTIVITY.search(text)) or (text.endswith("班") and not OWN_CLASS.fullmatch(text))


def _share(one, cells):
    """How many of the cells are what the field holds, from 0 to 1; None where nobody can tell."""
    return one.looks(cells) if one.looks and cells else None
