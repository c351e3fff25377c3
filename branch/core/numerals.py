"""Numbers written in Chinese: 三, 十二, 二十一, and digit by digit 二〇〇八."""

import re

DIGITS = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {"零": 0, "○": 0, "两": 2}
RUN = re.compile("[〇零○一二两三四五六七八九十]+")


def number_of(text):
    """12 of 12, 十二 or 一二; 0 of a text that is no number below a hundred or a row of digits."""
    if text.isdecimal():
        return int(text)
    if not RUN.fullmatch(text) or text.count("十") > 1:
        return 0
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(DIGITS[char]) for char in text))
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def in_digits(text):
    """The text with its Chinese numbers in digits: 2008年6月 of 二〇〇八年六月."""
    return RUN.sub(lambda found: str(number_of(found[0]) or found[0]), text)
