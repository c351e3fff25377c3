"""What a sheet shows of a number: its format may add text and noughts that are stored nowhere else."""

import re
from functools import lru_cache

# the format of a number as it is, in the words of several programs; @ is that of a text
AS_IT_IS = re.compile(r"General|G/通用格式|常规|@", re.IGNORECASE)
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<sign>[^\]-]*)[^\]]*\]|(?P<rule>\[[^\]]*\])'
    r"|[_*].|(?P<place>[0#?])|(?P<end>;)|(?P<other>.)",
    re.DOTALL,
)
# colours change nothing; other digits and conditions do
OTHERWISE = re.compile(r"\[(?:(?:DB|Nat)Num|[<=>])", re.IGNORECASE)
# characters of a format in Excel; in longer ones brackets that are left open take the cube of the length
LONGEST = 255
TEXT, PLACE, DAY, SPLIT, BEYOND = range(5)
OF_A_DAY, OF_PARTS, OF_SHARES = "ymdhsegab", ",.", "%/"
NO_DIGIT = " "
FILLING = {"0": "0", "#": "", "?": " "}


def shown(code, number, *, exact_below=10**15):
    """The text that a format makes of a number; the number where it shows as it is, None where nobody can tell."""
    if not 0 <= number < exact_below:
        return number
    sections = _sections(code)
    pieces = sections[2] if not number and len(sections) > 2 else sections[0]
    kinds = [kind for kind, _ in pieces]
    says = "".join(text for kind, text in pieces if kind == TEXT).strip()
    if DAY in kinds or (not says and BEYOND not in kinds and (SPLIT in kinds or len(kinds) < 2)):
        return number
    if BEYOND in kinds or SPLIT in kinds or PLACE not in kinds or number != int(number):
        return None
    text = _filled(pieces, str(int(number)))
    return number if text == str(int(number)) else text


def adds(code):
    """Whether a format shows anything but the number itself."""
    return (shown(code, 0), shown(code, 1)) != (0, 1)


@lru_cache(maxsize=1_000)
def _sections(code):
    """[(kind, text)] of each part of a format: for positive numbers, for negative ones, for nought."""
    sections = [[]]
    for found in TOKEN.finditer(AS_IT_IS.sub("0", code[:LONGEST])):
        if found["end"]:
            sections.append([])
        elif found.lastgroup:
            sections[-1].append(_piece(found.lastgroup, found[found.lastgroup]))
    return [[piece for piece in section if piece] for section in sections]


def _piece(group, text):
    """(kind, text) of one token; None of a colour."""
    if group == "place":
        return PLACE, text
    if group == "rule":
        return (BEYOND, text) if OTHERWISE.match(text) else None
    if group == "other":
        kinds = ((OF_A_DAY, DAY), (OF_PARTS, SPLIT), (OF_SHARES, BEYOND))
        return next((kind for signs, kind in kinds if text.lower() in signs), TEXT), text
    return TEXT, text


def _filled(pieces, digits):
    """The text with the digits in the places of the format, from the right; digits too many go before the first place."""
    places = sum(kind == PLACE for kind, _ in pieces)
    digits = ("" if digits == "0" else digits).rjust(places, NO_DIGIT)
    at = len(digits) - places
    ahead, rest, found = digits[:at], iter(digits[at:]), []
    for kind, text in pieces:
        if kind == PLACE:
            digit = next(rest)
            found.append(ahead + (FILLING[text] if digit == NO_DIGIT else digit))
            ahead = ""
        else:
            found.append(text)
    return "".join(found).strip()
