"""Money is counted in whole fen; here it is read from what was typed, and written."""

import re
from decimal import Decimal

# full width digits and signs, as a Chinese keyboard types them; no other characters that look like digits
NARROW = str.maketrans("０１２３４５６７８９．，￥－＋", "0123456789.,¥-+")
AMOUNT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?")
MOST = 10**9 - 1  # 9,999,999.99 yuan
LIKE_THIS = "请按 500、500.00 或 1,200.50 的样子填写金额。"
TO_THE_FEN = "金额最多写两位小数，到分为止。"
ABOVE_ZERO = "金额要大于 0。"
TOO_MUCH = "金额太大，请核对。"


def fen_in(text):
    """Return the fen of 500, 500.00, 1,200.50, ¥500 or 500元; a `ValueError` says what is wrong."""
    typed = "".join(text.translate(NARROW).split()).removeprefix("¥").removesuffix("元")
    if typed[:1] in ("-", "−", "–"):
        raise ValueError(ABOVE_ZERO)
    found = AMOUNT.fullmatch(typed)
    if found is None:
        raise ValueError(LIKE_THIS)
    if len(found[1] or "") > 2:
        raise ValueError(TO_THE_FEN)
    # without the exponent of a long number, as no more than the digits are read
    fen = int(Decimal(typed.replace(",", "")).scaleb(2)) if len(typed) <= 20 else MOST + 1
    if fen > MOST:
        raise ValueError(TOO_MUCH)
    if fen == 0:
        raise ValueError(ABOVE_ZERO)
    return fen


def yuan(fen):
    """Return the fen as yuan, a number with two places."""
    return Decimal(fen).scaleb(-2)


def yuan_says(fen):
    """Return 12,860.50; of what was taken off −300.00."""
    sign = "−" if fen < 0 else ""
    return f"{sign}{yuan(abs(fen)):,.2f}"
