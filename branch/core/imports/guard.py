"""What is asked of a file before anything reads it: a roster is small, plain, and calculates nothing."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError

from branch.core.files import MEGABYTE

SIZE_LIMIT = 5 * MEGABYTE
UNPACKED_LIMIT = 100 * MEGABYTE
# XML of a real roster packs to about a tenth; a bomb to a thousandth
RATIO_LIMIT = 200
ENTRY_LIMIT = 1_000
SIGNATURES = {"xlsx": b"PK\x03\x04", "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "csv": b""}
NOT_TEXT = (SIGNATURES["xlsx"], SIGNATURES["xls"], b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
ACTIVE = {
    "vbaproject": "含有宏",
    "externallinks/": "引用了别的文件",
    "activex/": "含有控件",
    "embeddings/": "嵌入了别的文件",
    "connections.xml": "连着外部数据",
}
VBA_IN_XLS = "_VBA_PROJECT".encode("utf-16-le")
PLAIN = "请在 Excel 里把名册复制到一个新文件，选“粘贴为数值”，另存为 xlsx 后再传。"
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
CELL = re.compile(rb'\br="([A-Z]{1,3}\d+)"')
CALCULATES = re.compile(r"^\s*(?:[=＝@＠]|[+\-＋－].*[|!(])")


class RosterError(ValidationError):
    """A file that can't be taken at all; the sentence says why and what to do."""


def check(suffix, content):
    """Refuse what is too big, not what it says it is, or does more than hold cells."""
    if suffix not in SIGNATURES:
        raise RosterError("请上传 xlsx、xls 或 csv 文件。")
    if len(content) > SIZE_LIMIT:
        megabytes = len(content) // MEGABYTE
        raise RosterError(
            f"文件有 {megabytes} MB，名册不会超过 5 MB。请删去图片和多余的工作表后再传。"
        )
    if not content.strip():
        raise RosterError("文件是空的。")
    if not content.startswith(SIGNATURES[suffix]) or (suffix == "csv" and _is_binary(content)):
        raise RosterError(
            f"文件的内容不是 {suffix}，或加了密码。请用 Excel 重新另存为 xlsx 后再传。"
        )
    if suffix == "xlsx":
        _check_package(content)
    if suffix == "xls" and VBA_IN_XLS in content:
        raise RosterError(f"文件含有宏，不能导入。{PLAIN}")


def _is_binary(content):
    return content.startswith(NOT_TEXT) or b"\0" in content


def _check_package(content):
    try:
        with ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            _check_size(entries)
            for entry in entries:
                _check_part(entry.filename.lower(), package, entry)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise RosterError("文件已损坏，请用 Excel 重新另存为 xlsx 后再传。") from error


def _check_size(entries):
    bombs = [one for one in entries if one.file_size > RATIO_LIMIT * max(one.compress_size, 1)]
    unpacked = sum(one.file_size for one in entries)
    is_bomb = any(one.file_size > MEGABYTE for one in bombs)
    if len(entries) > ENTRY_LIMIT or unpacked > UNPACKED_LIMIT or is_bomb:
        raise RosterError(f"文件解开后大得不像名册，不能导入。{PLAIN}")


def _check_part(name, package, entry):
    for mark, says in ACTIVE.items():
        if mark in name:
            raise RosterError(f"文件{says}，不能导入。{PLAIN}")
    if not name.endswith((".xml", ".rels")):
        return
    part = package.read(entry)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise RosterError(f"文件里有不该有的声明，不能导入。{PLAIN}")
    if name.endswith(".rels") and b'TargetMode="External"' in part:
        raise RosterError(f"文件里有指向外部的链接，不能导入。{PLAIN}")
    if "worksheets/" in name:
        _check_formula(part)


def _check_formula(part):
    found = FORMULA.search(part)
    if found:
        cells = CELL.findall(part[: found.start()][-400:])
        where = f"{cells[-1].decode()} 格" if cells else "表里"
        raise RosterError(f"{where}是公式，不能导入。{PLAIN}")


def refuse_formulas(sheets):
    """Text that a spreadsheet program would calculate, in whatever file it stands."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows, start=1):
            if any(isinstance(cell, str) and CALCULATES.match(cell) for cell in row):
                where = f"工作表“{sheet.name}”" if sheet.name else ""
                raise RosterError(f"{where}第 {number} 行有公式，不能导入。{PLAIN}")
