"""What a file is, its bytes say; what a workbook shows of its cells is read as it is shown."""

from datetime import date, datetime

import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from branch.rosters.book import book_from_json, open_book
from branch.rosters.refusal import RosterError
from tests.rosters.formats import FORMATS, old_workbook, workbook, xml_2003
from tests.spreadsheets import csv_file

pytestmark = pytest.mark.django_db
ROWS = [("学号", "姓名", "班级"), ("26000101", "廖平", "初一1班"), ("26000102", "廖安", "初一2班")]
READ = [("26000101", "廖平"), ("26000102", "廖安")]


def people(found):
    return [(line.values["number"], line.values["name"]) for line in found.lines]


def said(found):
    return [(line.row, one["column"], one["code"]) for line in found.lines for one in line.errors]


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "csv", "txt", "et", ""])
@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_what_its_bytes_say_whatever_it_is_called(check, name, suffix):
    assert people(check(FORMATS[name](ROWS), f"名单.{suffix}")) == READ


@pytest.mark.parametrize("name", FORMATS)
def test_a_book_that_was_kept_is_the_same_again(name):
    book = open_book("名单.xls", FORMATS[name](ROWS))

    assert book_from_json(book.as_json()) == book


def test_hidden_sheets_of_xml_are_left_out_and_its_places_kept(check):
    other = xml_2003([ROWS[0], ("26000109", "廖九", "初一1班")], "去年").decode()
    hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"
    sheet = other[other.index("<Worksheet ") : other.index("</Workbook>")]
    sheet = sheet.replace("</Worksheet>", hidden)
    shown = xml_2003(ROWS).decode().replace("<Row>", '<Row ss:Index="3">', 1)

    found = check(shown.replace("</Workbook>", f"{sheet}</Workbook>").encode(), "a.xls")

    assert [(line.row, line.label) for line in found.lines] == [
        (4, "26000101 廖平"),
        (5, "26000102 廖安"),
    ]


def test_a_number_shown_with_noughts_has_them(check):
    def with_noughts(sheet):
        sheet["A2"], sheet["A3"] = 304, 305
        sheet["A2"].number_format, sheet["A3"].number_format = "0000", "General"

    assert people(check(workbook(with_noughts, ROWS))) == [("0304", "廖平"), ("305", "廖安")]


def test_in_an_old_workbook_too(check):
    def with_noughts(sheet):
        sheet.write(1, 0, 304, xlwt.easyxf(num_format_str="0000"))

    assert people(check(old_workbook(with_noughts, ROWS), "a.xls"))[0] == ("0304", "廖平")


def test_text_in_quotes_behind_an_equals_sign_keeps_its_noughts(check):
    rows = [ROWS[0], ('="026000101"', "廖平", "初一1班")]

    assert people(check(csv_file(rows, "utf-8"), "a.csv")) == [("026000101", "廖平")]


def test_a_blank_far_below_makes_no_large_roster(check):
    def with_blanks(sheet):
        sheet["A60000"], sheet["B1048576"], sheet["XFD9"] = " ", "　", " "

    assert people(check(workbook(with_blanks, ROWS))) == READ


def test_nor_in_an_old_workbook_and_a_text(check):
    assert (
        people(check(old_workbook(lambda sheet: sheet.write(60_000, 0, " "), ROWS), "a.xls"))
        == READ
    )
    assert people(check(csv_file([*ROWS, *[("", "")] * 30_000]), "a.csv")) == READ


def test_something_far_below_is_still_too_large(check):
    def with_text(sheet):
        sheet["A60000"] = "x"

    with pytest.raises(RosterError, match="太大"):
        check(workbook(with_text, ROWS))


@pytest.mark.parametrize("make", [workbook, old_workbook])
def test_a_row_that_is_filtered_out_is_read_and_said(check, make):
    def with_filter(sheet):
        if make is workbook:
            sheet.auto_filter.ref, sheet.row_dimensions[3].hidden = "A1:C3", True
        else:
            sheet.row(2).hidden = True

    found = check(make(with_filter, ROWS), "a.xls")

    assert people(found) == READ
    assert [one for one in found.remarks if "隐藏" in one] == [
        f"工作表“{found.lines[0].sheet}”有 1 行被筛选或隐藏，也已读入。"
    ]


def test_days_of_a_workbook_from_a_mac_are_the_days_it_shows(check):
    def from_1904(sheet):
        sheet.parent.epoch = CALENDAR_MAC_1904
        sheet["D1"], sheet["D2"] = "出生日期", datetime(2014, 8, 5)  # noqa: DTZ001 (a cell has no time zone)

    found = check(workbook(from_1904, ROWS))

    assert found.lines[0].values["born_on"] == date(2014, 8, 5).isoformat()


def _formula(sheet):
    sheet["B2"] = "=A2"


def _array(sheet):
    sheet["B2"] = ArrayFormula("B2:B2", "=A2:A2")


def _link(sheet):
    sheet["B2"] = '=HYPERLINK("http://x","廖平")'


@pytest.mark.parametrize("change", [_formula, _array, _link])
def test_a_formula_that_is_read_is_an_error_of_its_row(check, change):
    assert said(check(workbook(change, ROWS))) == [(2, "姓名", "formula")]


def test_an_old_formula_and_one_of_xml_are_errors_too(check):
    old = old_workbook(lambda sheet: sheet.write(1, 1, xlwt.Formula("A1")), ROWS)
    xml = xml_2003(ROWS).decode()
    xml = xml.replace(
        '<Cell><Data ss:Type="String">廖平',
        '<Cell ss:Formula="=RC[-1]"><Data ss:Type="String">廖平',
    )

    assert (
        said(check(old, "a.xls")) == said(check(xml.encode(), "a.xls")) == [(2, "姓名", "formula")]
    )


def test_what_is_not_read_may_be_anything(check):
    """A formula, a link, a list to choose from and what another workbook shows cost nobody anything."""

    def with_all(sheet):
        sheet["D1"], sheet["D2"], sheet["E1"], sheet["E2"] = "平均分", "=1+1", "邮箱", "a@b.cn"
        sheet["E2"].hyperlink = "mailto:a@b.cn"
        sheet["F2"] = "=[1]Sheet1!A1"
        listed = DataValidation(type="list", formula1='"男,女"')
        sheet.add_data_validation(listed)
        listed.add("C2:C9")

    found = check(workbook(with_all, ROWS))

    assert (people(found), said(found)) == (READ, [])


DAY_OF_1904 = 40_179  # 2014-01-02 there, 2010-01-01 elsewhere


def _new_of_1904(code):
    def change(sheet):
        sheet.parent.epoch = CALENDAR_MAC_1904
        sheet["D1"], sheet["D2"] = "出生日期", DAY_OF_1904
        sheet["D2"].number_format = code

    return workbook(change, ROWS)


def _old_of_1904(code):
    def change(sheet):
        sheet.get_parent().dates_1904 = True
        sheet.write(0, 3, "出生日期")
        sheet.write(1, 3, DAY_OF_1904, xlwt.easyxf(num_format_str=code))

    return old_workbook(change, ROWS)


@pytest.mark.parametrize("make", [_new_of_1904, _old_of_1904])
@pytest.mark.parametrize("code", ["General", "@", "aaaa"])
def test_a_day_from_a_mac_that_is_shown_as_a_number_is_that_day_too(check, make, code):
    line = check(make(code), "a.xls").lines[0]

    assert (line.values["born_on"], line.cells["出生年月日"]) == ("2014-01-02", "2014-01-02")


def _new_error(sheet):
    sheet["D1"], sheet["D2"], sheet["B5"] = "出生日期", "#N/A", "#N/A"
    sheet["D2"].data_type = sheet["B5"].data_type = "e"


def _old_error(sheet):
    sheet.write(0, 3, "出生日期")
    sheet.row(1).set_cell_error(3, 0x2A)


@pytest.mark.parametrize(("make", "change"), [(workbook, _new_error), (old_workbook, _old_error)])
def test_an_error_of_excel_is_an_empty_cell_and_said(check, make, change):
    found = check(make(change, ROWS), "a.xls")

    assert people(found) == READ
    assert [(line.values["born_on"], len(line.warnings)) for line in found.lines] == [
        ("", 1),
        ("", 0),
    ]
