"""Files that are no plain roster: each is turned away in a sentence, at once, and nothing is kept."""

import random
import struct
import tracemalloc
import zlib
from contextlib import suppress
from io import BytesIO
from secrets import token_hex
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from branch.rosters.book import open_book
from branch.rosters.models import ImportBatch
from branch.rosters.refusal import RosterError
from tests.spreadsheets import check_file, csv_file, pupils_file, xls, xlsx

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


EXTERNAL = b'<Relationships><Relationship Id="r1" Type="x/hyperlink" Target="http://x" TargetMode="External"/></Relationships>'
HOSTILE = {
    "a bomb": ("a.xlsx", bomb, "大得不像名册"),
    "many small bombs": ("a.xlsx", many_small_bombs, "大得不像名册"),
    "a part twice": ("a.xlsx", twice_the_same_part, "打不开"),
    "one text in every cell": ("a.xlsx", one_text_in_every_cell, "打不开"),
    "a macro": ("a.xlsx", lambda: with_part("xl/vbaProject.bin", b"x"), "含有宏"),
    "a macro sheet": ("a.xlsx", lambda: with_part("xl/macrosheets/sheet1.xml", b"<a/>"), "含有宏"),
    "another book": ("a.xlsx", lambda: with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), "引用了别的文件"),
    "another book by another name": ("a.xlsx", lambda: with_part("xl/x.xml", b"<externalLink/>"), "引用了别的文件"),
    "an embedded file": ("a.xlsx", lambda: with_part("xl/embeddings/a.zip", b"x"), "嵌入了别的文件"),
    "an outside query": ("a.xlsx", lambda: with_part("xl/connections.xml", b"<connections/>"), "连着外部数据"),
    "a link outside": ("a.xlsx", lambda: with_part("xl/worksheets/_rels/sheet1.xml.rels", EXTERNAL), "指向外部的链接"),
    "a link outside, prefixed": (
        "a.xlsx",
        lambda: with_part("xl/_rels/x.rels", EXTERNAL.replace(b'TargetMode="', b"TargetMode = '").replace(b'External"', b"External'")),
        "指向外部的链接",
    ),
    "XXE in a sheet": ("a.xlsx", lambda: with_part(SHEET, declared), "不该有的声明"),
    "XXE in the texts": ("a.xlsx", lambda: with_part(STRINGS, DOCTYPE + b"<sst/>"), "不该有的声明"),
    "XXE in the content types": ("a.xlsx", lambda: with_part("[Content_Types].xml", declared), "不该有的声明"),
    "XXE in another encoding": (
        "a.xlsx",
        lambda: with_part(SHEET, (DOCTYPE + b"<worksheet/>").decode().encode("utf-16")),
        "不该有的声明",
    ),
    "a formula": ("a.xlsx", lambda: formula(_plain_formula), "B3 格是公式"),
    "an array formula": ("a.xlsx", lambda: formula(_array_formula), "B3 格是公式"),
    "a formula in a hidden sheet": ("a.xlsx", lambda: formula(_hidden_formula), "A1 格是公式"),
    "a shared formula": (
        "a.xlsx",
        lambda: with_cell(b'<row r="3"><c r="C3"><f t="shared" si="0"/><v>2</v></c></row>'),
        "C3 格是公式",
    ),
    "a formula under a prefix": (
        "a.xlsx",
        lambda: with_cell(b'<x:row xmlns:x="x" r="3"><x:c r="C3"><x:f>1+1</x:f></x:c></x:row>'),
        "C3 格是公式",
    ),
    "a formula in a sheet by another name": (
        "a.xlsx",
        lambda: with_part("xl/other.xml", b'<worksheet><c r="A1"><f>1</f></c></worksheet>'),
        "A1 格是公式",
    ),
    "a cell in the last corner": ("a.xlsx", lambda: corner("XFD1048576"), "太大"),
    "a cell far below": ("a.xlsx", lambda: corner("A1048576"), "太大"),
    "a cell far out": ("a.xlsx", lambda: corner("XFD3"), "太大"),
    "a cell far out, unsaid": ("a.xlsx", lambda: with_cell(b"<row>" + b"<c/>" * 500 + b"<c><v>1</v></c></row>"), "太大"),
    "a torn zip": ("a.xlsx", lambda: PLAIN[:-200], "打不开"),
    "a torn part": ("a.xlsx", lambda: with_part(SHEET, lambda part: part[:-40]), "打不开"),
    "other bytes inside": ("a.xlsx", lambda: PLAIN[:400] + b"\0" * 60 + PLAIN[460:], "打不开"),
    "a zip of nothing": ("a.xlsx", lambda: changed(PLAIN, **{"xl/workbook.xml": b"<a/>"}), "打不开"),
    "a text document": ("a.docx", lambda: PLAIN, "请上传 xlsx、xls 或 csv"),
    "a locked book": ("a.xlsx", locked, "加了密码"),
    "a locked old book": ("a.xls", locked, "打不开"),
    "an old formula": ("a.xls", lambda: old_book(_old_formula), "第 3 行第 2 列是公式"),
    "an old cell in the last corner": ("a.xls", lambda: old_book(_old_corner), "太大"),
    "an old macro": ("a.xls", old_macro, "含有宏"),
    "a torn old book": ("a.xls", lambda: xls({"名册": ROWS})[:700], "打不开"),
    "xlsx named csv": ("a.csv", lambda: PLAIN, "不是 csv"),
    "csv named xlsx": ("a.xlsx", lambda: csv_file(ROWS), "不是 xlsx"),
    "xlsx named xls": ("a.xls", lambda: PLAIN, "不是 xls"),
    "a picture named xls": ("a.xls", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "不是 xls"),
    "a page named xls": ("a.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "不是 xls"),
    "a page named csv": ("a.csv", lambda: b"<html><table></table></html>", "没有找到表头"),
    "thirty megabytes": ("a.csv", lambda: b"x" * 30 * 1024 * 1024, "文件有 30 MB"),
    "nothing": ("a.csv", lambda: b"", "文件是空的"),
    "blanks": ("a.csv", lambda: b" \n \n", "文件是空的"),
    "a header alone": ("a.csv", lambda: csv_file(ROWS[:1]), "没有人"),
    "no header": ("a.csv", lambda: csv_file([("T1", "汤可")]), "没有找到表头"),
    "a million columns": ("a.csv", wide_csv, "太大"),
    "a million lines": ("a.csv", lambda: b"T1\n" * 1_000_000, "20001 行"),
    "an endless field": ("a.csv", lambda: b'"' + b"x" * 4_000_000, "不是完整的 csv"),
    "no encoding at all": ("a.csv", lambda: "工号,姓名\n".encode() + b"\xff\xff\xfe", "文字编码认不出来"),
    "5,001 people": ("a.csv", lambda: people(5_001), "5001 人，一次最多导入 5000 人"),
}  # fmt: skip


def corner(place):
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active[place] = "x"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_plain_roster_is_turned_away_in_a_sentence(name, today):
    file_name, make, says = HOSTILE[name]
    content = make()
    began = process_time()

    with pytest.raises(RosterError, match=says) as refusal:
        check_file("staff", file_name, content, on=today, effective_on=today)

    assert process_time() - began < 3
    assert "".join(refusal.value.messages).endswith("。")
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("name", ["a bomb", "one text in every cell", "a cell in the last corner", "a million lines"])  # fmt: skip
def test_turning_it_away_takes_little_memory(name):
    file_name, make, _ = HOSTILE[name]
    content = make()
    tracemalloc.start()

    with pytest.raises(RosterError):
        open_book(file_name, content)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 80_000_000


def test_what_lies_behind_a_part_of_ten_bytes_is_never_unpacked():
    content = lying_sizes()
    tracemalloc.start()

    book = open_book("a.xlsx", content)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (book, most < 5_000_000) == (open_book("a.xlsx", PLAIN), True)


LIVE = [
    '=HYPERLINK("http://x","y")', "=1+1", "＝1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
    "\t=1+1", "\r=1+1", " =1+1", "\u200b=1+1", "－1+cmd|'x'!A1",
]  # fmt: skip


@pytest.mark.parametrize("text", LIVE)
@pytest.mark.parametrize("is_csv", [True, False])
def test_text_that_would_be_calculated_elsewhere_is_a_formula_too(text, is_csv):
    rows = [*ROWS, ("T2", f"'{text}" if text[0] == "=" and not is_csv else text)]
    content = csv_file(rows, "utf-8") if is_csv else as_texts(rows)

    with pytest.raises(RosterError, match="第 3 行有公式"):
        open_book("a.csv" if is_csv else "a.xlsx", content)


def as_texts(rows):
    """A workbook where what looks like a formula is a text cell, as a colleague types it behind an apostrophe."""
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = book.active.cell(number, column)
            cell.value, cell.data_type = text.removeprefix("'"), "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "text", ["-", "—", "——", "+8613800000000", "-2", "－（待定）", "@", "一、+1"]
)
def test_a_dash_and_a_number_are_no_formulas(text):
    book = open_book("a.csv", csv_file([*ROWS, ("T2", text)], "utf-8"))

    assert book.sheets[0].rows[2] == ["T2", text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_and_with_the_marks_excel_writes(encoding, mark):
    content = f"教职工名册\n工号{mark}姓名\nT1{mark}汤可".encode(encoding)

    assert open_book("a.csv", content).sheets[0].rows == [["教职工名册"], ["工号", "姓名"], ["T1", "汤可"]]  # fmt: skip


def test_what_a_school_has_hidden_is_not_read():
    book = Workbook()
    book.active.append(("工号", "姓名"))
    hidden = book.create_sheet("去年")
    hidden.append(("T9", "汤九"))
    hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)

    assert [sheet.name for sheet in open_book("a.xlsx", out.getvalue()).sheets] == ["Sheet"]


def test_an_old_workbook_is_read_like_a_new_one():
    rows = [("工号", "姓名"), *((f"T{n}", f"汤{n}") for n in range(2_000))]

    assert open_book("a.xls", xls({"名册": rows})).sheets == open_book("a.xlsx", xlsx({"名册": rows})).sheets  # fmt: skip


def test_a_file_with_bytes_gone_wrong_is_read_or_turned_away():
    """Whatever the libraries below stumble over has its sentence, even where they give up altogether."""
    dice = random.Random(20261124)  # noqa: S311 (the same damage in every run)
    old = xls({"名册": [*ROWS] * 30})
    for content, name in [(pupils_file(), "a.xlsx"), (old, "a.xls")] * 40:
        broken = bytearray(content)
        for _ in range(dice.choice((1, 3, 20))):
            broken[dice.randrange(8, len(broken))] = dice.randrange(256)
        with suppress(RosterError):
            open_book(name, bytes(broken))
