"""Files that are no plain roster, each with the name it is uploaded under and what its refusal says."""

import struct
import zlib
from io import BytesIO
from secrets import token_hex
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from tests.rosters.formats import xml_2003
from tests.spreadsheets import csv_file, xls, xlsx

ROWS = [("工号", "姓名"), ("T1", "汤可")]
PLAIN = xlsx({"名册": ROWS})
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def changed(content, **parts):
    """The package with some parts replaced or added; a part is bytes or what makes them of the old ones."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            part = parts.get(name, old.read(name) if name in old.namelist() else b"")
            new.writestr(name, part(old.read(name)) if callable(part) else part)
    return out.getvalue()


def with_part(name, part):
    return changed(PLAIN, **{name: part})


def declared(part):
    """Behind the XML declaration if there is one."""
    head, mark, body = part.rpartition(b"?>")
    return head + mark + DOCTYPE + body


def with_cell(xml):
    return with_part(SHEET, lambda part: part.replace(b"</sheetData>", xml + b"</sheetData>"))


def formula(make):
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    make(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _plain_formula(book):
    book.active["B3"] = "=1+1"


def _hidden_formula(book):
    hidden = book.create_sheet("隐")
    hidden["A1"], hidden.sheet_state = "=1+1", "hidden"


def _array_formula(book):
    book.active["B3"] = ArrayFormula("B3:B4", "=A1:A2&A1:A2")


def bomb():
    return with_part(SHEET, b"<worksheet><sheetData>" + b" " * 60_000_000)


def many_small_bombs():
    return changed(PLAIN, **{f"xl/media/{n}.xml": b" " * 900_000 for n in range(80)})


def lying_sizes():
    """The directory says ten bytes; what is packed are fifty million."""
    content, honest = with_part("xl/lie.xml", b"<a/>      "), b"<a/>      "
    packed = zlib.compress(honest + b" " * 50_000_000)[2:-4]
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "xl/lie.xml":
                new.writestr(name, old.read(name))
        start = out.tell()
    return _append_lie(out.getvalue(), start, packed, honest)


def _append_lie(content, start, packed, honest):
    name = b"xl/lie.xml"
    sizes = struct.pack("<III", zlib.crc32(honest), len(packed), len(honest))
    local = b"PK\3\4" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes
    local += struct.pack("<HH", len(name), 0) + name + packed
    at = content.rfind(b"PK\5\6")
    directory = content[struct.unpack_from("<I", content, at + 16)[0] : at]
    directory += b"PK\1\2" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
    directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, start) + name
    count = struct.unpack_from("<H", content, at + 8)[0] + 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), start + len(local), 0)
    return content[:start] + local + directory + b"PK\5\6" + end


def twice_the_same_part():
    out = BytesIO(PLAIN)
    with ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(ZipInfo(SHEET), b"<worksheet/>")
    return out.getvalue()


def one_text_in_every_cell():
    """Thirty thousand characters that two hundred thousand cells share."""
    letters = [get_column_letter(column) for column in range(1, 101)]
    rows = "".join(
        f'<c r="{letter}{row}" t="s"><v>0</v></c>' for row in range(1, 2_000) for letter in letters
    ).encode()
    text = token_hex(15_000).encode()
    parts = {
        SHEET: b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>",
        STRINGS: b"<sst><si><t>" + text + b"</t></si></sst>",
    }
    return changed(PLAIN, **parts)


def wide_csv():
    return b"a" + b"," * 1_000_000


def old_book(make):
    book = xlwt.Workbook()
    make(book.add_sheet("名册"))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _old_formula(sheet):
    sheet.write(0, 0, "工号")
    sheet.write(2, 1, xlwt.Formula("1+1"))


def _old_corner(sheet):
    sheet.write(0, 0, "工号")
    sheet.write(65_535, 255, 1)


def old_macro():
    """A folder called VBA stands beside the workbook."""
    root, folder = ("Root Entry".encode("utf-16-le"), "VBA".ljust(10, "\0").encode("utf-16-le"))
    return xls({"名册": ROWS}).replace(root, folder)


def locked():
    """What Excel makes of a workbook with a password: an old container around an encrypted package."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def people(count):
    rows = [("工号", "姓名"), *((f"T{n}", "汤可") for n in range(count))]
    return csv_file(rows, "utf-8")


def merged_page():
    cell = b'<td colspan="150" rowspan="19000">1</td>'
    return b"<html><table><tr>" + cell + b"</tr></table></html>"


def old_xml_with_entities():
    return DOCTYPE + xml_2003(ROWS)


EXTERNAL = b'<Relationships><Relationship Id="r1" Type="x/image" Target="http://x" TargetMode="External"/></Relationships>'
HOSTILE = {
    "a bomb": ("a.xlsx", bomb, "大得不像名册"),
    "many small bombs": ("a.xlsx", many_small_bombs, "大得不像名册"),
    "a part twice": ("a.xlsx", twice_the_same_part, "打不开"),
    "one text in every cell": ("a.xlsx", one_text_in_every_cell, "打不开"),
    "a macro": ("a.xlsx", lambda: with_part("xl/vbaProject.bin", b"x"), "含有宏"),
    "a macro sheet": ("a.xlsx", lambda: with_part("xl/macrosheets/sheet1.xml", b"<a/>"), "含有宏"),
    "another book by another name": (
        "a.xlsx",
        lambda: with_part("xl/x.xml", b"<externalLink/>"),
        "引用了别的文件",
    ),
    "an embedded file": (
        "a.xlsx",
        lambda: with_part("xl/embeddings/a.zip", b"x"),
        "嵌入了别的文件",
    ),
    "an outside query": (
        "a.xlsx",
        lambda: with_part("xl/connections.xml", b"<connections/>"),
        "连着外部数据",
    ),
    "a picture outside": (
        "a.xlsx",
        lambda: with_part("xl/worksheets/_rels/sheet1.xml.rels", EXTERNAL),
        "指向外部的内容",
    ),
    "a picture outside, prefixed": (
        "a.xlsx",
        lambda: with_part(
            "xl/_rels/x.rels",
            EXTERNAL.replace(b'TargetMode="External"', b"TargetMode = 'External'"),
        ),
        "指向外部的内容",
    ),
    "XXE in a sheet": ("a.xlsx", lambda: with_part(SHEET, declared), "不该有的声明"),
    "XXE in the texts": ("a.xlsx", lambda: with_part(STRINGS, DOCTYPE + b"<sst/>"), "不该有的声明"),
    "XXE in the content types": (
        "a.xlsx",
        lambda: with_part("[Content_Types].xml", declared),
        "不该有的声明",
    ),
    "XXE in another encoding": (
        "a.xlsx",
        lambda: with_part(SHEET, (DOCTYPE + b"<worksheet/>").decode().encode("utf-16")),
        "不该有的声明",
    ),
    "a cell in the last corner": ("a.xlsx", lambda: corner("XFD1048576"), "太大"),
    "a cell far below": ("a.xlsx", lambda: corner("A1048576"), "太大"),
    "a cell far out": ("a.xlsx", lambda: corner("XFD3"), "太大"),
    "a cell far out, unsaid": (
        "a.xlsx",
        lambda: with_cell(b"<row>" + b"<c/>" * 500 + b"<c><v>1</v></c></row>"),
        "太大",
    ),
    "a torn zip": ("a.xlsx", lambda: PLAIN[:-200], "打不开"),
    "a torn part": ("a.xlsx", lambda: with_part(SHEET, lambda part: part[:-40]), "打不开"),
    "other bytes inside": ("a.xlsx", lambda: PLAIN[:400] + b"\0" * 60 + PLAIN[460:], "打不开"),
    "a zip of nothing": (
        "a.xlsx",
        lambda: changed(PLAIN, **{"xl/workbook.xml": b"<a/>"}),
        "打不开",
    ),
    "a text document": (
        "a.xlsx",
        lambda: b"PK\x03\x04" + b"word/document.xml" * 9,
        "不是表格文件",
    ),
    "a picture": ("a.xls", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "不是表格文件"),
    "a page without a table": ("a.xls", lambda: b"<html><p>1</p></html>", "没有找到表头"),
    "a page of merged cells": ("a.xls", merged_page, "没有找到表头"),
    "XXE in XML of Excel 2003": ("a.xls", old_xml_with_entities, "不该有的声明"),
    "torn XML of Excel 2003": ("a.xls", lambda: xml_2003([("工号",)])[:-30], "打不开"),
    "a locked book": ("a.xlsx", locked, "加了密码"),
    "a locked old book": ("a.xls", locked, "打不开"),
    "an old cell in the last corner": ("a.xls", lambda: old_book(_old_corner), "太大"),
    "an old macro": ("a.xls", old_macro, "含有宏"),
    "a torn old book": ("a.xls", lambda: xls({"名册": ROWS})[:700], "打不开"),
    "a page named csv": ("a.csv", lambda: b"<html><table></table></html>", "没有找到表头"),
    "thirty megabytes": ("a.csv", lambda: b"x" * 30 * 1024 * 1024, "文件有 30 MB"),
    "nothing": ("a.csv", lambda: b"", "文件是空的"),
    "blanks": ("a.csv", lambda: b" \n \n", "文件是空的"),
    "a header alone": ("a.csv", lambda: csv_file(ROWS[:1]), "没有人"),
    "no header": ("a.csv", lambda: csv_file([("T1", "汤可")]), "没有找到表头"),
    "a million columns": ("a.csv", wide_csv, "太大"),
    "a million lines": ("a.csv", lambda: b"T1\n" * 1_000_000, "20001 行"),
    "an endless field": ("a.csv", lambda: b'"' + b"x" * 4_000_000, "不是完整的 csv"),
    "no encoding at all": (
        "a.csv",
        lambda: "工号,姓名\n".encode() + b"\xff\xff\xfe",
        "文字编码认不出来",
    ),
    "5,001 people": ("a.csv", lambda: people(5_001), "5001 人，一次最多导入 5000 人"),
}


def corner(place):
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active[place] = "x"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
