"""What a text is asked before the public reads it: some words stop it, others want a second look.

A helped child must not be recognisable from anything we publish: not by the weekday, the object
given, the class, or a count so small that it points at somebody.
"""

import re
import unicodedata

SENTENCE = re.compile(r"[^。！？；\n]+")
CLASS = r"(?:初|高|[七八九]年级|[一二三四五六七八九]|\b[1-9])[一二三]?\s*[（(]?[0-9一二三四五六七八九十]{1,2}[）)]?\s*班"
HELP = r"结对|帮扶|困难|资助|慰问|走访|帮教"
SMALL = r"(?<![0-9一二三四五六七八九十百千万第每让两.])[1-4一二三四两]\s*(?:户|名|对|位|个(?=家庭|学生|孩子))"
GOODS = r"书桌|台灯|棉衣|棉被|羽绒服|书包|轮椅|助听器|眼镜|慰问金|助学款"

# (all of these stand in one sentence, what to say about it)
HELPED_CHILD = (
    ((r"(?:周|星期|礼拜)[一二三四五六日天]", r"[陪送接]"), "写了陪护、接送的星期，请改成不带时间的说法"),
    ((HELP, CLASS), "写了被帮扶学生的班级，请删去班级"),
    ((HELP, SMALL), "写了 5 以下的户数或人数，请改成全校合计或不写数"),
    ((GOODS, r"送|捐|赠|慰问|发放|购买|添置|申请"), "写了送给家庭的物品或钱款，请改成不具体的说法"),
)  # fmt: skip
PRIVATE = (
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "有手机号码"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "有身份证号码"),
)
NO_SECRETS = "不得上传涉密文件和标注“内部”的文件，只写文件名称和文号。"
SECRET_MARKS = ("秘密", "机密", "绝密", "内部", "明电", "★")


def squeezed(text):
    """The text as words are looked for in it: one width, one case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def blocked(text, words):
    """The blocked words that stand in the text, as the school wrote them."""
    searched = squeezed(text)
    return [word for word in words if squeezed(word) in searched]


def doubts(text, sensitive):
    """Sentences a second person must have considered; `sensitive` holds (word, hint) pairs."""
    return [*_sensitive(text, sensitive), *_helped_child(text), *_private(text)]


def has_secret_mark(name):
    """Whether a file's name looks like one that must not be on any website."""
    return any(mark in squeezed(name) for mark in SECRET_MARKS)


def _sensitive(text, pairs):
    searched = squeezed(text)
    for word, hint in pairs:
        if squeezed(word) in searched:
            yield f"含有“{word}”，{hint.strip() or '请核对表述'}"


def _helped_child(text):
    for sentence in SENTENCE.findall(text):
        for patterns, says in HELPED_CHILD:
            if all(re.search(pattern, sentence) for pattern in patterns):
                yield f"“{_short(sentence)}”{says}"


def _private(text):
    return [f"{says}，请删去" for pattern, says in PRIVATE if pattern.search(text)]


def _short(sentence, length=24):
    sentence = sentence.strip()
    return sentence if len(sentence) <= length else sentence[:length] + "…"
