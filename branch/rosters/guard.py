"""What is asked of a file before anything reads it: a roster is small, plain, and what its bytes say it is."""

import re

from branch.core.files import MEGABYTE

from .markup import declared_encoding
from .refusal import RosterError

SIZE_LIMIT = 5 * MEGABYTE
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET_PARTS = b"xl/"
WIDE = (b"\xff\xfe", b"\xfe\xff")
ENCODINGS = ("utf-8-sig", "gb18030")
# UTF-16 without its mark: of two bytes each, two characters of ASCII have a zero behind them, or before
UNMARKED = {
    "utf-16-le": re.compile(rb"(?:..)*?(?:[\t\r\n -~]\0){2}", re.DOTALL),
    "utf-16-be": re.compile(rb"(?:..)*?(?:\0[\t\r\n -~]){2}", re.DOTALL),
}
CALCULATES = re.compile(r"^[\s\u200b-\u200d\u2060\ufeff]*(?:[=＝]|[@＠+\-＋－].*[|!(])")
# how systems write a number whose noughts are to stay
AS_TEXT = re.compile(r'^[=＝]\s*"([^"]*)"$')
NO_ROSTER = (
    "这不是表格文件，或加了密码。请上传 xlsx、xls 或 csv；别的文件请用 Excel 另存为 xlsx 后再传。"
)


def kind_of(content):
    """xlsx, xls or text: by the first bytes, whatever the file is called; refused is what is none of them."""
    refuse_large(len(content))
    if not content.strip():
        raise RosterError("文件是空的。")
    if content.startswith(ZIP) and SHEET_PARTS in content:
        return "xlsx"
    if content.startswith(COMPOUND):
        return "xls"
    if content.startswith(WIDE) or _unmarked(content):
        return "text"
    if b"\0" in content or content.startswith(
        (ZIP, b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
    ):
        raise RosterError(NO_ROSTER)
    return "text"


def refuse_large(size):
    """By its size in bytes alone, which is known before a byte is read."""
    if size > SIZE_LIMIT:
        raise RosterError(
            f"文件有 {size // MEGABYTE} MB，名册不会超过 5 MB。请删去图片和多余的工作表后再传。"
        )


def decoded(content):
    """The text of a file: by its mark, by what it declares, else UTF-8 or GB18030.

    Guessing beyond these has been seen to take Chinese for Korean.
    """
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise RosterError("文字编码认不出来。请用 Excel 打开，另存为 xlsx 后再试。")


def _encodings(content):
    if content.startswith(WIDE):
        return ["utf-16"]
    if _unmarked(content):
        return [_unmarked(content)]
    declared = declared_encoding(content).lower()
    # what is called GB2312 has characters that only GB18030 has
    is_chinese = declared in ("gb2312", "gbk", "gb18030")
    return ["gb18030", "utf-8-sig"] if is_chinese else ENCODINGS


def _unmarked(content):
    """The kind of UTF-16 of a text that does not say so; "" for all else."""
    if len(content) % 2 or b"\0" not in content[:200]:
        return ""
    return next((name for name, two in UNMARKED.items() if two.match(content[:200])), "")


def plain_text(cell):
    """The cell; for the text ="0123" the characters between the quotes."""
    found = AS_TEXT.match(cell.strip()) if isinstance(cell, str) else None
    return found[1] if found else cell


def calculates(cell):
    """Whether a spreadsheet program would calculate a text, in whatever file it stands."""
    return isinstance(cell, str) and bool(CALCULATES.match(cell))
