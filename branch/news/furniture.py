"""What sites and 公众号 set above and below an article: author, source, date and the like, on one line or on several."""

import re
from dataclasses import dataclass, field

from branch.rosters.looks import SURNAMES

from .days import COMPACT, MOMENT, day_in, split_day

AUTHOR, SOURCE, DAY, HAND = PUBLISHED = "author", "source", "day", "hand"
CREDIT, COUNT, LOOK, FILE = "credit", "count", "look", "file"
HAN = r"\u3400-\u9fff"
# what a label says, how much its value counts beside another of the kind (0 the most), and its words.
# HAND are those who sent it in: the author where none is named; a PLAIN label may begin a text as well,
# and what has no label counts as little
PLAIN = 1
ROLES = [
    (role, rank, re.compile(words))
    for role, rank, words in (
        (DAY, 0, "(?:发布|发表|发稿|刊发|刊登|登载|推送)(?:日期|时间|于)?"),
        (DAY, PLAIN, "日期|时间"),
        (DAY, 2, "(?:成文|印发|生成|创建|录入|上传|添加|提交|公开)(?:日期|时间|于)"),
        (DAY, 3, "(?:最后)?(?:更新|修改)(?:日期|时间|于)"),
        (AUTHOR, 0, "(?:文章|本文|原文?)?作者|撰稿人?|撰文|执笔人?"),
        (AUTHOR, PLAIN, "文字?|图[/／]?文|文[/／]图"),
        (SOURCE, 0, "(?:信息|文章|稿件|新闻|内容|消息)?来源|出处|转载?自"),
        (
            HAND,
            0,
            "通讯员|供稿(?:人|单位|部门)?|投稿人?|信息员|报送人?|(?:演|主)讲人|讲述人?|口述|记者",
        ),
        (HAND, PLAIN, "(?:发布|上传|录入)(?:者|人|员)|(?:发布|作者)单位"),
        (
            CREDIT,
            0,
            "(?:责任|执行|美术)?编辑|责编|编审|[一二三初复终]?审[核稿阅]?人?|[一二三]?校对?",
        ),
        (CREDIT, 0, "排版|签[发审]人?|摄影|摄像|拍摄|图片?|[配供]图|指导[老教]师"),
        (CREDIT, PLAIN, "主编|监制|制作|策划|统筹"),
        (
            COUNT,
            0,
            "(?:文章|本文|页面)?(?:浏览|阅读|点击|访问|查看|阅览|点赞|人气)(?:量|次数|人数|数)?",
        ),
        (LOOK, 0, "字[体号](?:大小)?|背景颜?色|视力保护色|分享到?|打印|收藏"),
        (FILE, 0, "索引号|文号|有效性|主题词|标签"),
        (
            FILE,
            PLAIN,
            "(?:主题|信息|公开|所属|文章|新闻)?(?:分类|类别|栏目)|关键[词字]|发[布文](?:机[关构]|部门)",
        ),
    )
]
# a label of characters that stand apart, as 作　者, is set close first
APART = re.compile(rf"(?<![{HAN}])(?:[{HAN}][ \u3000\t]+){{1,4}}[{HAN}](?=\s*[:：丨｜|])")
LABEL = re.compile(
    rf"(?:^|(?<=[\s|｜丨【\[（(;；，,)）\]】]))(?:[·•●■]\s*)?(图[/／]文|文[/／]图|[{HAN}]{{1,8}})(\s*[:：]\s*|\s*[丨｜|/／]\s*)"
)
UNITS = "学|校|学院|支部|党委|总支|团委|工会|学会|协会|委员会|[室处科组部社局委站台网报号院班]|中心|集团|政府|媒体|发布"
UNIT = re.compile(rf"(?=.{{3,30}}$)[^。！？，、；：:]*(?:{UNITS})")
PERSON = rf"[{''.join(sorted(SURNAMES))}][{HAN}]{{1,3}}"
NAME = re.compile(
    rf"[^。！？，、；：:]*(?:{UNITS})(?:{PERSON})?|{PERSON}(?:老师|书记|主任|校长|同学)?|[{HAN}]+·[{HAN}·]+"
    r"|[A-Za-z][\w.@ -]{0,20}|[^，。！？：:]*(?:班|年级).{0,5}"
)
VALUES = {
    COUNT: re.compile(r"[\W\d_万]*[次人]?\W*|.{0,6}(?:加载|读取).*"),
    LOOK: re.compile(
        "(?:[\\W\\d_]|[大中小]|默认|打印|微信|微博|QQ|空间|朋友圈|关闭|窗口|收藏|返回)*"
    ),
}
# no line of furniture is as long
LONGEST = 300
PROVINCE = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|海外"
)
# a line of a 公众号: 原创 黎小满 某某中学 2023年12月22日 08:30 发表于 广东
ACCOUNT = re.compile(
    rf"(原创)?\s*((?:\S{{1,20}}\s+){{0,2}})(?:[{HAN}]{{0,2}}于\s*)?({MOMENT})(?:\s+(?:发表于\s*)?(\S{{1,20}}))?"
)
# 本报记者 黎小满 通讯员 齐远帆
BYLINE = re.compile(r"(?:本[报刊网站台]\s*)?(?:(?:记者|通讯员|作者|摄影)\s+\S{2,4}\s*)+")
ORIGINAL = re.compile(r"原创((?:\s+[^\s。，：:]{2,20}){0,2})")
ENDS = "。！？；!?;…”"
OPENERS, CLOSERS = "（(【[", "）)】]"


@dataclass(frozen=True)
class Part:
    """A label with its value; `role` is None of a label that is none of furniture."""

    label: str
    value: str
    role: str | None = None
    rank: int = 0

    @property
    def is_plausible(self):
        """Whether the value is one that furniture has under such a label."""
        if self.role == DAY:
            return bool(day_in(self.value)) or (self.rank != PLAIN and not self.value)
        may_be_text = self.role == CREDIT or self.label == "记者" or self.rank == PLAIN
        if may_be_text and self.role in (AUTHOR, HAND, CREDIT):
            return _are_names(self.value)
        if self.role in VALUES:
            return bool(VALUES[self.role].fullmatch(self.value))
        is_link = bool(re.fullmatch(r"https?://\S+", self.value))
        return is_link or (len(self.value) <= 40 and not re.search("[。！？：!?:]", self.value))


@dataclass
class Said:
    """What furniture says: {role: (rank, value)}, each value the one that counts most, and the labels it had."""

    values: dict = field(default_factory=dict)
    labels: set = field(default_factory=set)

    def add(self, parts):
        for part in parts:
            self.labels.add(part.label)
            known = self.values.get(part.role)
            if part.value and (known is None or part.rank < known[0]):
                self.values[part.role] = part.rank, part.value

    def get(self, role):
        return self.values.get(role, (0, ""))[1]

    def is_said(self, parts):
        """Whether a line would say anew what is known: the time of an event, the author of a book."""
        roles = {part.role for part in parts if part.role in PUBLISHED}
        again = any(part.label and part.label in self.labels for part in parts)
        is_bare = any(part.role == DAY and part.rank == PLAIN for part in parts)
        return bool(roles) and (again or (is_bare and DAY in self.values))


def parts_of(line):
    """(what stands before the first label, its `Part`s) of a line."""
    if len(line) > LONGEST:
        return line, []
    line = APART.sub(lambda found: re.sub(r"\s", "", found[0]), line)
    labels = [one for one in LABEL.finditer(line) if _is_label(one)]
    if not labels:
        return line, []
    ends = [one.start() for one in labels[1:]] + [len(line)]
    parts = [_part(one[1], line[one.end() : end]) for one, end in zip(labels, ends, strict=True)]
    return bare(line[: labels[0].start()]), [part for some in parts for part in some]


def _is_label(found):
    """Whether a word is a label: any before a colon, before another sign that of a person."""
    role, _ = role_of(found[1])
    return ":" in found[2] or "：" in found[2] or role in (AUTHOR, SOURCE, HAND, CREDIT)


def _part(label, value):
    """The `Part`s of a label: of an author or source with a day behind it, two."""
    role, rank = role_of(label)
    parts, value = [], bare(value)
    if role != DAY:
        value, day = split_day(value)
        parts = [Part("", day, DAY, PLAIN)] if day else []
    return [Part(label, value, role, rank), *parts]


def role_of(label):
    """(role, rank) of a label; (None, 0) of one that is none of furniture."""
    found = ((role, rank) for role, rank, words in ROLES if words.fullmatch(label))
    return next(found, (None, 0))


def bare(text):
    """The text without separators around it, and without a bracket whose other half is elsewhere."""
    text = text.strip(" \t\u3000|｜丨;；,，·")
    while text and text[-1] in OPENERS + CLOSERS and not _is_closed(text):
        text = text[:-1].rstrip()
    while text and text[0] in OPENERS and not _is_closed(text):
        text = text[1:].lstrip()
    return text


def _is_closed(text):
    depth = 0
    for sign in text:
        depth += (sign in OPENERS) - (sign in CLOSERS)
        if depth < 0:
            return False
    return depth == 0


def _are_names(text):
    return all(
        not name or NAME.fullmatch(name) for name in re.split(r"[、,;；/／|｜丨\s\u3000]+", text)
    )


def furniture(line):
    """The `Part`s of a line that says nothing but furniture, with one at least that is known; [] of any other."""
    if line.rstrip().endswith(tuple(ENDS)):
        return []
    before, parts = parts_of(line)
    if not parts:
        return of_account(line)
    known = [part for part in parts if part.role]
    if not known or not all(part.is_plausible for part in known) or _is_of_event(parts):
        return []
    return _leading(before, parts)


def _is_of_event(parts):
    """Whether a plain 时间 stands with labels that nobody knows: 时间：…　地点：…"""
    ranks = {part.rank for part in parts if part.role}
    roles = {part.role for part in parts}
    return roles == {DAY, None} and ranks == {PLAIN}


def _leading(before, parts):
    """The parts with what stands before them: a day, or the unit that published it; [] if it is something else."""
    if not before:
        return parts
    if day_in(before, is_alone=True):
        return [Part("", before, DAY, PLAIN), *parts]
    return [Part("", before, SOURCE, PLAIN), *parts] if UNIT.fullmatch(before) else []


def of_account(line):
    """The parts of a line without labels: author, account and day, as a 公众号 sets them, or a day alone."""
    if found := ORIGINAL.fullmatch(line):
        return [Part("原创", "", CREDIT), *_people(found[1].split(), is_original=True)]
    if BYLINE.fullmatch(line):
        return [Part("", line, HAND)]
    if COMPACT.fullmatch(line):
        return []
    found = ACCOUNT.fullmatch(line.strip(OPENERS + CLOSERS))
    words = found[2].split() if found else []
    if not found or any(re.search("(?:时间|日期|[于在定为])$|[:：，。]", word) for word in words):
        return []
    behind = found[found.re.groups]
    is_alone = len(words) == 1 and not found[1] and not re.search("[:：时点]", found[3])
    if is_alone and not (UNIT.fullmatch(words[0]) or re.fullmatch(PERSON, words[0])):
        return []
    people = _people(words, is_original=found[1])
    if behind and not PROVINCE.fullmatch(behind):
        people += [Part("", behind, SOURCE, PLAIN)] if UNIT.fullmatch(behind) else []
    return [*people, Part("", found[3], DAY, PLAIN)]


def _people(words, *, is_original):
    """黎小满 某某中学: the author and the account; one word alone is the account, unless it is a person's name."""
    is_person = len(words) == 1 and (is_original or re.fullmatch(PERSON, words[0]))
    if is_person and not UNIT.fullmatch(words[0]):
        return [Part("", words[0], AUTHOR, PLAIN)]
    authors = [Part("", word, AUTHOR, PLAIN) for word in words[:-1]]
    return [*authors, *(Part("", word, SOURCE, PLAIN) for word in words[-1:])]
