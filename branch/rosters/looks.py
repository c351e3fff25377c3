"""What a column holds, by its cells alone: the share of them that are a number, a name, a telephone or a gender."""

import re

from branch.core.characters import folded

from .cells import COMPACT, DAY, GENDERS, HAN, MONTH, PHONE, plain

# the surnames of nearly everybody; a column of names is known by them, no single name is judged
SURNAMES = set(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文洪季庄裴殷章鲁葛"
    "岳齐翟聂施俞安倪牛温芦兰骆左柳岑焦管祝柴包华舒欧涂屈阮卓单盛詹凌费项宁路甘宫祁符苗鲍关凤梅童游辛蒙司时靳尤苟成房"
    "阎柏谷卫娄冉柯席申谈车樊井裘解瞿储吉霍景全虞应邢桑桂耿闻简仇伍尉边佟穆占滕古代蓝尚褚原艾牟佘米甄仲麦封奚占喻班池"
    "巫窦晏敖隆厉蔺农沙楚商冷宗戚竺匡迟郁苑雍糜郜计臧候闵纪缪荣丛明况卜欧诸葛上官司马东方皇甫令狐端木"
)
NUMBER = re.compile(r"[A-Za-z]{0,4}\d{3,18}")
NAME_LENGTHS = range(2, 5)
# a name may stand so often on average; teachers of a class stand far oftener
SAME = 3


def numbers(cells):
    """The share that are distinct 学号 or 工号: letters and digits, no telephone number; 20260301 may be one."""
    texts = [_text(cell) for cell in cells]
    good = {text for text in texts if NUMBER.fullmatch(text)}
    return sum(not PHONE.fullmatch(text) for text in good) / len(texts)


def days(cells):
    """The share that are days."""
    return sum(_is_day(_text(cell)) for cell in cells) / len(cells) if cells else 0


def names(cells):
    """The share that are names of two to four characters with a usual surname; 0 for a few names repeated often."""
    texts = [folded(_text(cell)).replace(" ", "") for cell in cells]
    are_few = len(set(texts)) < len(texts) / SAME
    good = [text for text in texts if HAN.match(text) and len(text) in NAME_LENGTHS]
    return 0 if are_few else sum(text[0] in SURNAMES for text in good) / len(texts)


def adults(cells):
    """The share that are written in characters alone, as names of every people are."""
    texts = [_text(cell) for cell in cells]
    return sum(bool(HAN.match(text)) and len(text) > 1 for text in texts) / len(texts)


def phones(cells):
    """The share that are telephone numbers; 0 for a few repeated often, as an office's."""
    texts = [re.sub(r"[\s-]", "", _text(cell)) for cell in cells]
    are_few = len(set(texts)) < len(texts) / SAME
    return 0 if are_few else sum(bool(PHONE.fullmatch(text)) for text in texts) / len(texts)


def genders(cells):
    return _share(cells, lambda text: text.upper() in GENDERS and not text.isdecimal())


def _share(cells, is_one):
    return sum(is_one(_text(cell)) for cell in cells) / len(cells)


def _text(cell):
    text = plain(cell)
    return re.sub(r"^(\d+)\.0+$", r"\1", text)


def _is_day(text):
    compact = COMPACT.match(text)
    if compact:
        year, month, number = map(int, compact.groups())
        return 1950 <= year <= 2049 and 1 <= month <= 12 and 1 <= number <= 31
    return bool(DAY.match(text) or MONTH.match(text))
