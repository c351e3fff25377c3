"""Checks of texts before publication: blocked words, and doubts that a second person must consider.

A helped child must not be identifiable from anything published: not by a weekday, an object given,
a class, or a small count.
"""

import re
import unicodedata

# a count of pupils below it may tell who is meant
FEW = 5
SENTENCE = re.compile(r"[^。！？；\n]+")
CLASS = r"(?:初|高|[七八九]年级|[一二三四五六七八九]|\b[1-9])[一二三]?\s*[（(]?[0-9一二三四五六七八九十]{1,2}[）)]?\s*班"
HELP = r"结对|帮扶|困难|资助|慰问|走访|帮教"
SMALL = r"(?<![0-9一二三四五六七八九十百千万第每让两.])[1-4一二三四两]\s*(?:户|名|对|位|个(?=家庭|学生|孩子))"
GOODS = r"书桌|台灯|棉衣|棉被|羽绒服|书包|轮椅|助听器|眼镜|慰问金|助学款"

# (patterns that all occur in one sentence, the remedy)
HELPED_CHILD = (
    (
        (r"(?:周|星期|礼拜)[一二三四五六日天]", r"[陪送接]"),
        "写了陪护、接送的星期，请改成不带时间的说法",
    ),
    ((HELP, CLASS), "写了被帮扶学生的班级，请删去班级"),
    ((HELP, SMALL), "写了 5 以下的户数或人数，请改成全校合计或不写数"),
    ((GOODS, r"送|捐|赠|慰问|发放|购买|添置|申请"), "写了送给家庭的物品或钱款，请改成不具体的说法"),
)
PRIVATE = (
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "有手机号码"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "有身份证号码"),
)
NO_SECRETS = "不得上传涉密文件和标注“内部”的文件，只写文件名称和文号。"
SECRET_MARKS = ("秘密", "机密", "绝密", "内部", "明电", "★")


def squeezed(text):
    """The text in one width and one case, without spaces, as words are searched in it."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def blocked(text, words):
    """The blocked words that occur in the text, as the school wrote them."""
    searched = squeezed(text)
    return [word for word in words if squeezed(word) in searched]


def doubts(text, sensitive):
    """Sentences that a second person must consider; `sensitive` are (word, hint) pairs."""
    return [*_sensitive(text, sensitive), *_helped_child(text), *_private(text)]


def is_plain(text, site):
    """Whether a text needs no second look before the public reads it: no blocked word, nothing to consider."""
    return not blocked(text, site.blocked_word_list) and not doubts(text, site.sensitive_word_list)


def has_secret_mark(name):
    """Whether a file's name has a mark of secrecy, so that it must not be uploaded."""
    return any(mark in squeezed(name) for mark in SECRET_MARKS)


def _sensitive(text, pairs):
    searched = squeezed(text)
    for word, hint in pairs:
        if squeezed(word) in searched:
            yield f"含有“{word}”，{hint.strip() or '请核对表述'}"


def _helped_child(text):
    for sentence in SENTENCE.findall(text):
        for patterns, remedy in HELPED_CHILD:
            if all(re.search(pattern, sentence) for pattern in patterns):
                yield f"“{_short(sentence)}”{remedy}"


def _private(text):
    return [f"{finding}，请删去" for pattern, finding in PRIVATE if pattern.search(text)]


def _short(sentence, length=24):
    sentence = sentence.strip()
    return sentence if len(sentence) <= length else sentence[:length] + "…"


def headcount_says(count):
    """37 人, the pupils at something held for them; 少于5人 where they are few."""
    return f"{count} 人" if count >= FEW else f"少于{FEW}人"
