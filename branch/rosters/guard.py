"""What is asked of a file before anything reads it: a roster is small, plain, and calculates nothing."""

import re

from branch.core.files import MEGABYTE

from . import biff, package
from .refusal import PLAIN, RosterError

SIZE_LIMIT = 5 * MEGABYTE
SIGNATURES = {"xlsx": b"PK\x03\x04", "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "csv": b""}
NOT_TEXT = (SIGNATURES["xlsx"], SIGNATURES["xls"], b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
WIDE = (b"\xff\xfe", b"\xfe\xff")
CALCULATES = re.compile(r"^[\s\u200b-\u200d\u2060\ufeff]*(?:[=＝]|[@＠+\-＋－].*[|!(])")


def checked(suffix, content):
    """The file as it may be read; refused is what is too big, not what it says it is, or more than cells."""
    if suffix not in SIGNATURES:
        raise RosterError("请上传 xlsx、xls 或 csv 文件。")
    refuse_large(len(content))
    if not content.strip():
        raise RosterError("文件是空的。")
    if not content.startswith(SIGNATURES[suffix]) or (suffix == "csv" and _is_binary(content)):
        raise RosterError(
            f"文件的内容不是 {suffix}，或加了密码。请用 Excel 重新另存为 xlsx 后再传。"
        )
    if suffix == "xlsx":
        return package.repacked(content)
    if suffix == "xls":
        biff.check(content)
    return content


def refuse_large(size):
    """By its size in bytes alone, which is known before a byte is read."""
    if size > SIZE_LIMIT:
        raise RosterError(
            f"文件有 {size // MEGABYTE} MB，名册不会超过 5 MB。请删去图片和多余的工作表后再传。"
        )


def _is_binary(content):
    is_wide = content.startswith(WIDE)
    return content.startswith(NOT_TEXT) or (b"\0" in content and not is_wide)


def refuse_formulas(sheet):
    """Text that a spreadsheet program would calculate, in whatever file it stands."""
    for number, row in enumerate(sheet.rows, start=1):
        if any(isinstance(cell, str) and CALCULATES.match(cell) for cell in row):
            where = f"工作表“{sheet.name}”" if sheet.name else ""
            raise RosterError(f"{where}第 {number} 行有公式，不能导入。{PLAIN}")
