"""Which lines of a plain text are headings: those that are numbered as one, or set as one."""

import re
from itertools import groupby, pairwise

from branch.rosters.looks import SURNAMES

# how long a heading may be that is numbered, and one that is not
LENGTH, UNNUMBERED = 40, 30
# a sentence as short as 敬礼！ is no paragraph
SENTENCE = 12
# more lines than FEW in a row, none longer than SHORT, are a verse, a dialogue or a foot
SHORT, FEW = 20, 3
ENDS_A_SENTENCE = tuple("。！？；!?;…”’")
ENDS_A_LINE = (*ENDS_A_SENTENCE, *"，、.,")
COUNT = "一二三四五六七八九十百"
TO_NINETEEN = [*COUNT[:10], *(f"十{ones}" for ones in COUNT[:9])]
# 三、四年级 and 一、二、三班 count something; 二、三会一课 is a heading
COUNTED = (
    f"(?:{'|'.join(map('、'.join, pairwise(TO_NINETEEN)))})"
    "(?:、|年级|[等班组队楼层号届期轮批名课节月])"
)
PART = r"(?i:part[\s.]*(?:\d{1,2}|[ivx]+|one|two|three|four|five|six)(?![a-z\d]))"
CHAPTER, SECTION, NOUGHT = "chapter", "section", "nought"
NUMBERED = {
    CHAPTER: ("h2", rf"第[{COUNT}\d]+[部章篇单]分?"),
    SECTION: ("h2", rf"第[{COUNT}\d]+节"),
    "part": ("h2", PART),
    NOUGHT: ("h2", r"0\d[\s.．、](?!\s*[\d年月日])"),
    "article": ("h2", rf"(?!{COUNTED})[{COUNT}]{{1,3}}[、.．，]"),
    "clause": ("h3", rf"[（(][{COUNT}]{{1,3}}[）)]"),
}
# a number that stands on a line above its heading
ALONE = re.compile(rf"0\d|{PART}")
VALUE = re.compile(r"[:：].")
FIRST = re.compile(rf"[第（(]?[一1](?![{COUNT}\d])")
MARKED = re.compile(r"^(#{1,3})\s+")
ITEM = re.compile(r"^\d{1,2}[.．、]\s*")
BRACKETED = re.compile(r"^【([^【】]+)】$")
NAME = rf"[{''.join(sorted(SURNAMES))}]\w{{1,2}}"
OTHER = re.compile(
    "|".join(
        (
            # an item, a dash before a source, brackets; a quotation or a bar may begin a heading
            r"^[▲△▼▽◆◇●○■□·•*✦✧>\-—–―(（\[]|^[\d①-⓿❶-➓]|^[a-zA-Z][.、)）]",
            # a label, with its value or without
            r"^.{1,8}[:：|｜丨]|\s\S{1,6}[:：]|[:：]$|如下$|^附件",
            # cells, or names side by side
            rf"\s\s|[\t\u3000]|^{NAME}(?:[\s、]{NAME})+$",
            # a caption
            rf"^(?:[上下]?图(?!书)|[左右][图{COUNT}])|^.{{1,4}}现场$|(?:合影|留念|摄)$",
            # a day, a way to reach someone, a button
            rf"月[\d{COUNT}]{{1,3}}[日号]|@|\d{{5}}|扫(?:码|描)(?:关注|观看|查看|报名|填|进|加|下载)|二维码|长按",
            # those a letter or a speech is for, and what they are wished
            rf"^(?:尊敬的|敬爱的|亲爱的|各位).{{0,10}}(?:家长|老师|同学|领导|来宾|朋友|同志|代表|们)$|^[谨恭敬]?祝(?![福愿])|此致|(?:老师|同学|家长|朋友|同志|孩子)们$|^{COUNTED}",
        )
    )
)


def elements_of(lines):
    """(tag, text) of each paragraph: h2, h3 or p.

    A heading is numbered (一、 （一） 第一部分 PART 1), marked with #, or, in a text without such numbers, a short line
    that stands alone between paragraphs. Other short lines are items, captions, signatures, cells.
    """
    lines = _joined(lines)
    kinds = _kinds(lines)
    tags = [_numbered(lines, kinds, place) for place in range(len(lines))]
    if not any(tags):
        tags = _unnumbered(lines, kinds)
    return [(tag or "p", MARKED.sub("", line)) for tag, line in zip(tags, lines, strict=True)]


def _joined(lines):
    """The lines, a number that has its own (01, PART.01) before the heading below it."""
    joined = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if joined and ALONE.fullmatch(joined[-1]) and _is_title(line) and _is_prose(below):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _kinds(lines):
    """How each line is numbered, "" for not at all; 第一节 is an hour at school where no chapters are."""
    begun = {line[0] for line in lines if re.match(rf"[{COUNT}]、", line)}
    kinds = [
        next((kind for kind, (_, sign) in NUMBERED.items() if re.match(sign, line)), "")
        for line in lines
    ]
    kinds = [kind or _in_turn(line, begun) for kind, line in zip(kinds, lines, strict=True)]
    return kinds if CHAPTER in kinds else ["" if kind == SECTION else kind for kind in kinds]


def _in_turn(line, begun):
    """The kind of 二、三月学雷锋 in a text that has 一、 too, or of 一、二月开学 in one that has 二、; "" of any other."""
    if not re.match(rf"[{COUNT}]、[{COUNT}]{{1,2}}月", line):
        return ""
    number = COUNT.index(line[0])
    return "article" if COUNT[number - 1 if number else 1] in begun else ""


def _numbered(lines, kinds, place):
    """The tag of a line that is marked or numbered as a heading, "" of any other."""
    line, kind = lines[place], kinds[place]
    if MARKED.match(line):
        return "h3" if line.startswith("###") else "h2"
    if not kind or len(line) > LENGTH or line.endswith(ENDS_A_LINE) or "\t" in line:
        return ""
    return "" if _is_item(lines, kinds, place) else NUMBERED[kind][0]


def _is_item(lines, kinds, place):
    """Whether a numbered line is of a list: of an agenda, of labels with their values, of names.

    Lines numbered one after the other without a text between are; but a heading may follow labels with their values,
    and the first heading a whole list.
    """
    line, kind = lines[place], kinds[place]
    below = place + 1
    if kind == NOUGHT and not (below < len(lines) and (kinds[below] or _is_prose(lines[below]))):
        return True
    alike = [
        lines[near]
        for near in _beside(lines, place)
        if kinds[near] == kind and not FIRST.match(lines[max(near, place)])
    ]
    return any(VALUE.search(line) or not VALUE.search(near) for near in alike)


def _beside(lines, place):
    """The places above and below, where there is a line."""
    return [near for near in (place - 1, place + 1) if 0 <= near < len(lines)]


def _unnumbered(lines, kinds):
    """The tags in a text without numbers; its first line alone is a greeting or a name, not the only heading."""
    runs = [list(run) for _, run in groupby(lines, key=lambda line: len(line) <= SHORT)]
    in_verse = [_is_verse(run) for run in runs for _ in run]
    tags = [
        "h2" if not kinds[place] and not in_verse[place] and _stands_alone(lines, place) else ""
        for place in range(len(lines))
    ]
    return tags if any(tags[1:]) else [""] * len(tags)


def _is_verse(run):
    """Whether short lines in a row are a verse, a dialogue or a foot: hardly any is a sentence of some length."""
    return len(run[0]) <= SHORT and len(run) > FEW and sum(map(_is_prose, run)) * 3 < len(run)


def _stands_alone(lines, place):
    """Whether a title has a paragraph below it and another or nothing above, and is said once."""
    line, near = lines[place], [lines[near] for near in _beside(lines, place)]
    if not _is_title(line) or place == len(lines) - 1:
        return False
    if ITEM.match(line) and any(map(ITEM.match, near)):
        return False
    return all(map(is_paragraph, near)) and _is_prose(near[-1]) and lines.count(line) == 1


def _is_title(line):
    """Whether a line could be a heading by what it says, without the sign that marks it as one."""
    title = ITEM.sub("", BRACKETED.sub(r"\1", line))
    return len(line) <= UNNUMBERED and not line.endswith(ENDS_A_LINE) and not OTHER.search(title)


def _is_prose(line):
    return is_paragraph(line) and len(line) > SENTENCE


def is_paragraph(line):
    """Whether a line ends as a sentence does, or is too long for a heading."""
    return line.endswith(ENDS_A_SENTENCE) or len(line) > LENGTH
