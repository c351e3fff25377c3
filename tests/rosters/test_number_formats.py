"""What a sheet shows of a number is the value of its cell."""

import pytest
import xlwt

from branch.rosters.book import book_from_json, open_book
from branch.rosters.number_formats import shown
from tests.rosters.formats import old_workbook, workbook, xml_2003

ROWS = [("学号", "姓名", "班级"), (304, "廖平", "初一1班")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('"2026"000', "2026304"),
        ("2026000", "2026304"),
        ('"26"0000', "260304"),
        ('"GQ"0000', "GQ0304"),
        ('"GQ"General', "GQ304"),
        ('"S"0', "S304"),
        ("[$S-804]0", "S304"),
        ('"0"000', "0304"),
        (r"\0000", "0304"),
        ('0000"号"', "0304号"),
        ("#0000", "0304"),
        ("0000 ", "0304"),
        ("0000_ ;[Red]-0000", "0304"),
        (r"00\-00", "03-04"),
        (r"\S00", "S304"),
        ('"七年级"0"班"', "七年级304班"),
    ],
)
def test_a_format_adds_text_and_noughts(code, text):
    assert shown(code, 304.0) == text


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "G/通用格式",
        "0",
        "@",
        "0_);(0)",
        "#,##0",
        "0.00",
        "0.00E+00",
        "yyyy/m/d;@",
        "aaaa",
        "000",
    ],
)
def test_a_format_of_numbers_and_days_changes_nothing(code):
    assert shown(code, 304.0) == 304


@pytest.mark.parametrize(
    "code", ['"GQ"#,##0', "0%", '[=1]"男";[=2]"女"', '[DBNum1]General"班"', '"男"']
)
def test_a_format_that_cannot_be_applied_is_none(code):
    assert shown(code, 304.0) is None


def test_a_nought_has_a_format_of_its_own_and_large_numbers_none():
    assert (shown('0000;-0;"无"0', 0), shown('"S"000', 0), shown('"S"0', 1e15)) == (
        "无0",
        "S000",
        1e15,
    )


def _xlsx(code):
    def change(sheet):
        sheet["A2"].number_format = code

    return workbook(change, ROWS)


def _xls(code):
    return old_workbook(
        lambda sheet: sheet.write(1, 0, 304, xlwt.easyxf(num_format_str=code)), ROWS
    )


def _xml(code):
    style = f"<Styles><Style ss:ID='s1'><NumberFormat ss:Format='{code}'/></Style></Styles>"
    xml = xml_2003(ROWS).decode().replace("<Worksheet", f"{style}<Worksheet", 1)
    cell = '<Cell><Data ss:Type="String">304'
    return xml.replace(cell, '<Cell ss:StyleID="s1"><Data ss:Type="Number">304').encode()


@pytest.mark.django_db
@pytest.mark.parametrize("make", [_xlsx, _xls, _xml])
@pytest.mark.parametrize(("code", "number"), [('"号"000', None), ('"2026"000"号"', "2026304")])
def test_a_number_is_what_every_kind_of_workbook_shows(check, make, code, number):
    (line,) = check(make(code), "a.xls").lines

    assert (line.values.get("number"), line.is_good) == (number, number is not None)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [_xlsx, _xls, _xml])
def test_what_cannot_be_shown_is_read_as_it_is_stored_and_said(check, make):
    (line,) = check(make('"GQ"#,##0'), "a.xls").lines

    assert (line.values["number"], line.cells["学号"]) == ("304", 304)
    assert line.warnings[0].startswith("学号在表里显示的和存的 304 不同，按存的读入，请核对；")


def test_a_book_that_was_kept_still_knows_it():
    (sheet,) = book_from_json(open_book("a.xlsx", _xlsx('"GQ"#,##0')).as_json()).sheets

    assert sheet.rows[1][0].is_shown is False
