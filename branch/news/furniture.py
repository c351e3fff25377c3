"""What sites and 公众号 set above and below an article: author, source, date and the like, on one line or on several."""

import re
from dataclasses import dataclass, field

from .days import COMPACT, MOMENT, day_in, split_day

AUTHOR, SOURCE, DAY, HAND = "author", "source", "day", "hand"
CREDIT, COUNT, LOOK, FILE = "credit", "count", "look", "file"
HAN = r"\u3400-\u9fff"
# what a label says, how much its value counts beside another of the kind (0 the most), and its words.
# HAND are those who sent it in: the author where none is named
ROLES = [
    (role, rank, re.compile(words))
    for role, rank, words in (
        (DAY, 0, "(?:发布|发表|发稿|刊发|刊登|登载|推送)(?:日期|时间|于)?"),
        (DAY, 1, "日期|时间"),
        (DAY, 2, "(?:成文|印发|生成|创建|录入|上传|添加|提交|公开)(?:日期|时间|于)"),
        (DAY, 3, "(?:最后)?(?:更新|修改)(?:日期|时间|于)"),
        (AUTHOR, 0, ".{0,2}作者|撰稿人?|撰文|文字?|图[/／]?文|文[/／]图|执笔人?"),
        (SOURCE, 0, ".{0,2}来源|出处|转载?自"),
        (HAND, 0, "通讯员|记者|供稿(?:人|单位|部门)?|投稿人?|信息员|报送人?"),
        (HAND, 1, "(?:发布|上传|录入)(?:者|人|员)|(?:发布|作者)单位"),
        (
            CREDIT,
            0,
            "(?:责任|执行|美术)?编辑|责编|主编|编审|[一二三初复终]?审[核稿阅]?人?|[一二三]?校对?",
        ),
        (CREDIT, 0, "排版|签[发审]人?|监制|制作|策划|统筹|摄影|摄像|拍摄|图片?|[配供]图"),
        (COUNT, 0, ".{0,2}(?:浏览|阅读|点击|访问|查看|阅览|点赞|人气)(?:量|次数|人数|数)?"),
        (LOOK, 0, "字[体号](?:大小)?|背景颜?色|视力保护色|分享到?|打印|收藏"),
        (
            FILE,
            0,
            "索引号|文号|.{0,2}(?:分类|类别|栏目)|有效性|主题词|关键[词字]|标签|发[布文](?:机[关构]|部门)",
        ),
    )
]
# a label of characters that stand apart, as 作　者, is set close first
APART = re.compile(rf"(?<![{HAN}])(?:[{HAN}][ \u3000\t]+){{1,4}}[{HAN}](?=\s*[:：丨｜|])")
LABEL = re.compile(
    rf"(?:^|(?<=[\s|｜丨【\[（(;；，,)）\]】]))(?:[·•●■]\s*)?(图[/／]文|文[/／]图|[{HAN}]{{1,8}})(\s*[:：]\s*|\s*[丨｜|/／]\s*)"
)
UNITS = "学|校|学院|支部|党委|总支|团委|工会|[室处科组部社会局委站台网报号院班]|中心|集团|政府|媒体|发布"
UNIT = re.compile(rf"(?=.{{3,30}}$)[^。！？，、；：:]*(?:{UNITS})")
NAME = re.compile(rf"[{HAN}·]{{1,4}}|[A-Za-z][\w.@ -]{{0,20}}|[^，。！？：:]*(?:班|年级).{{0,5}}")
PROVINCE = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|海外"
)
# a line of a 公众号: 原创 黎小满 某某中学 2023年12月22日 08:30 发表于 广东
ACCOUNT = re.compile(
    rf"(原创)?\s*((?:\S{{1,20}}\s+){{0,2}})(?:[{HAN}]{{0,2}}于\s*)?({MOMENT})(?:\s+(?:发表于\s*)?(\S{{1,20}}))?"
)
ORIGINAL = re.compile(r"原创((?:\s+[^\s。，：:]{2,20}){0,2})")
END = re.compile(r"[\W_]*(?:the\s+)?(?:END|全文完|完)[\W_]*", re.IGNORECASE)
# what one taps, scans or follows on a page, and nobody can in an article; how to take part is none of it
WORD = (
    "打印|本页|文章|关闭|窗口|返回|顶部|首页|列表|分享|微信|微博|QQ|空间|收藏|点赞|在看|赞|留言|阅读|浏览|原文|投诉"
    "|大|中|小|字体|字号|次|到"
)
TAP = r"(?!.*(?:报名|填|交|投票|查|下载))[\W_]*(?:点击|长按|扫描?|识别|扫一扫).{0,14}(?:关注|二维码|小程序|蓝字|打开|页).{0,8}"
CHROME = [
    re.compile(pattern)
    for pattern in (
        TAP,
        rf"[\W_]*(?:{WORD})(?:[\W\d_]*(?:{WORD}))+[\W\d_]*|[\W_]*(?:{WORD})[\W_]*\d+[\W\d_]*",
        r"[\W_]*收录于.{0,20}|(?:#[^\s#]+\s*)+(?:\d+个\w*)?|喜欢此内容的人还喜欢",
        r"[\W_]*[上下]一[篇条页][\W_].*|(?:[您你]?(?:现在|当前)的?(?:所在)?位置\s*[:：]|首页\s*[>＞»/]).*",
    )
]
BUTTON = re.compile(rf"[\W_]*(?:{WORD})[\W_]*")
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
            return bool(day_in(self.value)) or (self.rank != 1 and not self.value)
        if self.role in (AUTHOR, HAND, CREDIT):
            return _are_names(self.value, commas=self.role != HAND)
        if self.role == COUNT:
            return not re.search(rf"[{HAN}]{{3}}", self.value)
        if self.role == FILE and "、" in self.value and not self.label.endswith(tuple("词字签")):
            return False
        return len(self.value) <= 30 and not re.search("[。！？，!?]", self.value)


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
        roles = {part.role for part in parts if part.role in (AUTHOR, SOURCE, HAND, DAY)}
        again = any(part.label and part.label in self.labels for part in parts)
        is_bare = any(part.role == DAY and part.rank == 1 for part in parts)
        return bool(roles) and (again or (is_bare and DAY in self.values))


def parts_of(line):
    """(what stands before the first label, its `Part`s) of a line."""
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
        parts = [Part("", day, DAY, 1)] if day else []
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


def _are_names(text, *, commas):
    names = re.split(
        r"[、，,;；/／|｜丨\s\u3000]+" if commas else r"[、;；/／|｜丨\s\u3000]+", text
    )
    return all(not name or NAME.fullmatch(name) or UNIT.fullmatch(name) for name in names)


def furniture(line):
    """The `Part`s of a line that says nothing but furniture, with one at least that is known; [] of any other."""
    if line.rstrip().endswith(tuple(ENDS)):
        return []
    before, parts = parts_of(line)
    if not parts:
        return of_account(line)
    if not any(part.role for part in parts) or not all(
        part.is_plausible for part in parts if part.role
    ):
        return []
    return _leading(before, parts)


def _leading(before, parts):
    """The parts with what stands before them: a day, or the unit that published it; [] if it is something else."""
    if not before:
        return parts
    if day_in(before, is_alone=True):
        return [Part("", before, DAY, 1), *parts]
    return [Part("", before, SOURCE, 1), *parts] if UNIT.fullmatch(before) else []


def of_account(line):
    """The parts of a line without labels: author, account and day, as a 公众号 sets them, or a day alone."""
    if found := ORIGINAL.fullmatch(line):
        return [Part("原创", "", CREDIT), *_people(found[1].split(), is_original=True)]
    if COMPACT.fullmatch(line):
        return []
    found = ACCOUNT.fullmatch(line.strip(OPENERS + CLOSERS))
    words = found[2].split() if found else []
    if not found or any(re.search("(?:时间|日期|[于在定为])$|[:：，。]", word) for word in words):
        return []
    behind = found[found.re.groups]
    people = _people(words, is_original=found[1])
    if behind and not PROVINCE.fullmatch(behind):
        people += [Part("", behind, SOURCE, 1)] if UNIT.fullmatch(behind) else []
    return [*people, Part("", found[3], DAY, 1)]


def _people(words, *, is_original):
    """黎小满 某某中学: the author and the account; one word alone is the account."""
    if len(words) == 1 and is_original and not UNIT.fullmatch(words[0]):
        return [Part("", words[0], AUTHOR, 1)]
    authors = [Part("", word, AUTHOR, 1) for word in words[:-1]]
    return [*authors, *(Part("", word, SOURCE, 1) for word in words[-1:])]


def is_chrome(line):
    """Whether a line is only for who reads it on a page: 点击蓝字关注我们, 打印本页, 阅读 236."""
    return any(pattern.fullmatch(line) for pattern in CHROME)


def is_button(line):
    """Whether a line says what a single button of a page does: 在看."""
    return bool(BUTTON.fullmatch(line))


def is_end(line):
    """Whether a line says only that the text is over: END, （完）."""
    return bool(END.fullmatch(line))
