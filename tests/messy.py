"""Strategies of the ways in which a value may be written in a school's spreadsheet."""

from datetime import date, datetime, time

from hypothesis import strategies as st

EPOCH = date(1899, 12, 30)
HAN = "明清远平安宁思荷怡景天可行知哲晴佳微群欣"
SURNAMES = ["曾", "单", "肖", "注", "人", "欧阳", "尉迟", "解", "查", "盖"]
GRADES = {
    1: ("初一", "七年级", "七", "7", "初1"),
    2: ("初二", "八年级", "八", "8", "初2"),
    3: ("初三", "九年级", "九", "9", "初3"),
}
TENS = "零一二三四五六七八九十"

names = st.builds(
    lambda first, rest: first + rest,
    st.sampled_from(SURNAMES),
    st.text(HAN, min_size=1, max_size=2),
)
phones = st.integers(13_000_000_000, 19_999_999_999).map(str)
numbers = st.one_of(
    st.integers(1_000, 10**12).map(str), st.from_regex(r"GQ[0-9]{4}", fullmatch=True)
)


def wide(text):
    """The text in full width, as some input methods write it."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def chinese(number):
    """The number in Chinese, as 十三 for 13."""
    if number <= 10:
        return TENS[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else TENS[tens]) + "十" + (TENS[ones] if ones else "")


def day(value):
    y, m, d = value.year, value.month, value.day
    return st.sampled_from(
        [
            f"{y}-{m:02}-{d:02}",
            f"{y}/{m}/{d}",
            f"{y}.{m}.{d}",
            f"{y}.{m:02}.{d:02}",
            f"{y}年{m}月{d}日",
            wide(f"{y}年{m}月{d}日"),
            f"{y}{m:02}{d:02}",
            float(f"{y}{m:02}{d:02}"),
            value,
            datetime.combine(value, time()),
            (value - EPOCH).days,
            float((value - EPOCH).days),
            str((value - EPOCH).days),
            f" {y}-{m}-{d} ",
            f"{y}-{m:02}-{d:02} 00:00:00",
        ]
    )


def phone(value):
    a, b, c = value[:3], value[3:7], value[7:]
    return st.sampled_from(
        [
            value,
            int(value),
            float(value),
            wide(value),
            f"{a}-{b}-{c}",
            f"{a} {b} {c}",
            f"+86{value}",
            f"86-{value}",
            f"{value}.0",
            f" {value}\u200b",
        ]
    )


def number(value):
    shapes = [value, wide(value), f" {value} ", f"'{value}", value.lower()]
    return st.sampled_from(
        [*shapes, int(value), float(value), f"{value}.0"] if value.isdecimal() else shapes
    )


def name(value):
    blanks = [value] if "·" in value else [value, f" {value}", " ".join(value), "　".join(value)]
    return st.sampled_from([*blanks, f"\ufeff{value}"])


def school_class(entry_year, number, first_year):
    """The ways of writing a class of the school year that begins in `first_year`."""
    grade = first_year - entry_year + 1
    spoken, full, short, digit, early = GRADES[grade]
    shapes = [
        f"{entry_year}级{number}班",
        f"{entry_year}级（{number}）班",
        f"{entry_year % 100}级{number}班",
        f"{digit}{number:02}",
        f"0{digit}{number:02}",
        f"{digit}{number:02}班",
        f"{digit}-{number}",
        f"{short}{number}班",
    ]
    for way in (str(number), chinese(number)):
        shapes += [
            f"{spoken}（{way}）班",
            f"{spoken}({way})班",
            f"{spoken}{way}班",
            f"{spoken}年级{way}班",
            f"{spoken} ({way}) 班",
            f"{full}{way}班",
            f"{full}（{way}）班",
            f"{short}年{way}班",
            f"{short}（{way}）",
            f"{short}({way})班",
            f"{digit}({way})",
            f"{digit}（{way}）班",
            f"{early}（{way}）班",
            f"{digit}年级{way}班",
            f"初中{spoken[1]}年级{way}班",
        ]
    return st.sampled_from(shapes).flatmap(
        lambda text: st.sampled_from([text, wide(text), f" {text}"])
    )
