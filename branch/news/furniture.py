"""What sites and 公众号 set above and below an article: author, source, date and the like, on one line or on several."""

import re
from dataclasses import dataclass
from datetime import date

AUTHOR, SOURCE, DAY, HAND, OTHER = "author", "source", "day", "hand", ""
# what a label says, and the words for it; HAND are those who sent it in: the author where none is named
WORDS = {
    AUTHOR: "作者 撰稿 撰稿人 撰文 文字",
    SOURCE: "来源 信息来源 文章来源 稿件来源 新闻来源 出处 转载自 转自",
    DAY: "发布日期 发布时间 发表日期 发表时间 发稿时间 更新日期 更新时间 成文日期 日期 时间",
    HAND: "通讯员 记者 供稿 供稿人 供稿单位 发布者 发布人 发布单位 上传者",
    OTHER: (
        "编辑 责任编辑 责编 初审 复审 终审 一审 二审 三审 审核 审核人 审稿 校对 排版 签发 摄影 图片 图文 图 "
        "字体 字号 字体大小 浏览 浏览量 浏览次数 阅读 阅读量 阅读次数 点击 点击量 点击数 点击次数 访问量 访问次数 "
        "栏目 所属栏目 分类 关键词 标签 分享 分享到 打印 背景颜色 索引号 主题分类 发文机关"
    ),
}
ROLES = {word: role for role, words in WORDS.items() for word in words.split()}
# labels that an event may have too
OF_ANYTHING = ("时间", "日期")
# the longest first; characters of a label may stand apart: 作　者
SPACED = (r"[ \u3000]*".join(word) for word in sorted(ROLES, key=len, reverse=True))
LABEL = re.compile(rf"(?:^|(?<=[\s|｜丨/【\[（(]))({'|'.join(SPACED)})\s*[:：]\s*")
DIGITS = "〇零○Ｏ一二三四五六七八九"
NUMERALS = dict.fromkeys("〇零○Ｏ", 0) | {sign: n for n, sign in enumerate(DIGITS[4:], 1)}
YEAR_MONTH_DAY = (
    r"(\d{4})\s*[-/.年、]\s*(\d{1,2})\s*[-/.月、]\s*(\d{1,2})\s*日?",
    rf"([{DIGITS}]{{4}})年([一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十]{{1,3}})日",
)
DAYS = tuple(map(re.compile, YEAR_MONTH_DAY))
TIME = r"(?:\s*(?:[T上下午]{0,2}\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?))?"
ALONE = re.compile(rf"^[（(]?(?:{'|'.join(YEAR_MONTH_DAY)}){TIME}[）)]?$")
# a line of a 公众号: 黎小满 某某中学 2023年12月22日 08:30 广东
ACCOUNT = re.compile(
    rf"^(?:原创\s+)?((?:\S{{1,20}}\s+){{0,2}})(?:{'|'.join(YEAR_MONTH_DAY)}){TIME}(?:\s+\S{{1,8}})?$"
)
END = re.compile(r"^[\s—–―─\-=*·~·.]*(?:END|The End|全文完|完)[\s—–―─\-=*·~·.]*$", re.IGNORECASE)
# 图文/黎小满, （文：黎小满）: a credit at the foot
NOTE = re.compile(
    r"(?:^|[\s（(【|])(?:图文|文字?|撰稿|供稿|作者)\s*[/／|丨:：]\s*([\u3400-\u9fff·]{2,10})"
)
SENTENCE = "。！？；"


@dataclass(frozen=True)
class Found:
    """A day as it is written; `day` is None where the calendar has none such."""

    says: str
    day: date | None


def labelled(line, said):
    """{what is said: value} of a line of furniture; None for any other line.

    `said` is what is known already: a second 时间 is of the event, not of the article.
    """
    labels = list(LABEL.finditer(line))
    if not labels:
        return _of_account(line) if DAY not in said else None
    before = line[: labels[0].start()].strip(" \u3000|｜丨（([【")
    if line.rstrip().endswith(tuple(SENTENCE)) or (before and not day_in(before, is_alone=True)):
        return None
    values = {DAY: before} if before else {}
    ends = [one.start() for one in labels[1:]] + [len(line)]
    for label, end in zip(labels, ends, strict=True):
        word = re.sub(r"[ \u3000]", "", label[1])
        role = ROLES[word]
        value = line[label.end() : end].strip(" \t\u3000|｜丨;；）)】]")
        if word in OF_ANYTHING and (DAY in said or not day_in(value)):
            return None
        values.setdefault(role, value)
    return values


def _of_account(line):
    """The same of the line a 公众号 sets below the title: author, account and date, without labels."""
    found = ACCOUNT.match(line)
    if not found:
        return None
    words, values = found[1].split(), {DAY: line}
    if words:
        values[SOURCE] = words[-1]
    if len(words) > 1:
        values[AUTHOR] = words[0]
    return values


def day_in(text, *, is_alone=False):
    """The first day `Found` in a text, or in one that says nothing else; None where there is none."""
    if is_alone and not ALONE.match(text.strip()):
        return None
    for pattern in DAYS:
        if found := pattern.search(text):
            return Found(found[0], _valid(*map(_number, found.groups())))
    return None


def _number(text):
    """2023 of 2023 or 二〇二三, 22 of 二十二."""
    if text.isdecimal() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * NUMERALS.get(tens, 1) + NUMERALS.get(ones, 0)
    return int("".join(str(NUMERALS[sign]) for sign in text))


def _valid(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None


def without_end(lines):
    """The lines without those that only say that the text is over: END, （完）."""
    return [line for line in lines if not END.match(line.strip("（()）【】[]"))]
