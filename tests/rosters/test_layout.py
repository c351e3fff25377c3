"""Where a sheet's header is, what its columns mean, and which of its lines are people."""

import pytest

from branch.rosters import layout
from branch.rosters.book import Sheet, open_book
from branch.rosters.importer import Importer
from branch.rosters.refusal import RosterError
from tests.spreadsheets import csv_file, xls, xlsx

STUDENTS, STAFF = Importer.registry["students"].fields, Importer.registry["staff"].fields
PUPIL = ("20260001", "廖平", "初一1班")


def table_of(rows, fields=STUDENTS, merges=(), as_file=xlsx):
    """The table found on the only sheet of a file with these rows."""
    content = as_file({"名册": rows}, {"名册": list(merges)}) if as_file is xlsx else as_file(rows)
    book = open_book("a.xlsx" if as_file is xlsx else "a.csv", content)
    return layout.find_table(book.sheets[0], fields)


def people(rows, fields=STUDENTS, merges=(), as_file=xlsx):
    """(row number, number, name) of the lines that are read."""
    table = table_of(rows, fields, merges, as_file)
    key = fields[0].label
    return [
        (number, layout.text_of(cells[key]), layout.text_of(cells["姓名"]))
        for number, cells, _ in layout.records(table)
    ]


def columns(table):
    return dict(sorted(table.columns.items(), key=lambda pair: pair[1]))


@pytest.mark.parametrize(
    "titles",
    [
        ("学号", "姓名", "班级"),
        ("学 号", "姓　名", "班 级"),
        ("学号*", "姓名（必填）", "所在班级"),
        ("*学号：", "学生姓名", "班级(必填)"),
        ("【必填】学号", "姓名\n（与户口簿一致）", "行政班"),
        ("学号※", "名字", "班别"),
        ("学号（校内）", "姓名", "班"),
    ],
)
def test_titles_are_known_however_they_are_dressed(titles):
    assert columns(table_of([titles, PUPIL])) == {"学号": 0, "姓名": 1, "班级": 2}


@pytest.mark.parametrize("above", [0, 1, 3, 10, 15])
@pytest.mark.parametrize(
    "title",
    ["初一1班学生家长联系表", "各班级学生姓名登记表（家长填写）", "学号由教务处编写", "2026.9.3"],
)
@pytest.mark.parametrize("is_merged", [True, False])
def test_a_title_above_is_no_header(above, title, is_merged):
    rows = [(title,)] * above + [
        ("学号", "姓名", "班级", "家长", "联系电话"),
        (*PUPIL, "袁瑶", "1"),
    ]
    merges = [f"A{row}:E{row}" for row in range(1, above + 1)] if is_merged else []

    table = table_of(rows, merges=merges)

    assert (table.top, table.height) == (above, 1)
    assert list(columns(table)) == ["学号", "姓名", "班级", "监护人", "联系电话"]


ABOVE = ("序号", "学号", "学生", "", "", "家长", "", "", "备注")
BELOW = ("", "", "姓名", "性别", "出生日期", "姓名", "关系", "电话", "")
TWO_ROWS = {
    "学号": 1,
    "姓名": 2,
    "性别": 3,
    "出生年月日": 4,
    "监护人": 5,
    "关系": 6,
    "联系电话": 7,
    "备注": 8,
}
DATA = (1, "20260001", "廖平", "男", "2014-08-05", "袁瑶", "母亲", "13453547186", "")


@pytest.mark.parametrize(
    ("merges", "as_file"),
    [
        (["A1:I1", "C2:E2", "F2:H2", "A2:A3", "B2:B3", "I2:I3"], xlsx),
        (["A1:I1", "C2:E2", "F2:H2"], xlsx),
        (["A1:I1"], xlsx),
        ([], xlsx),
        ([], csv_file),
    ],
)
def test_two_rows_of_titles_are_read_with_and_without_merges(merges, as_file):
    table = table_of([("学生家长登记表",), ABOVE, BELOW, DATA], merges=merges, as_file=as_file)

    assert (table.top, table.height, columns(table)) == (1, 2, TWO_ROWS)


def test_father_and_mother_each_have_their_own_columns():
    above = ("学号", "姓名", "班级", "父亲", "", "母亲", "")
    below = ("", "", "", "姓名", "手机号码", "姓名", "联系电话")

    table = table_of([above, below, (*PUPIL, "廖大", "1", "袁瑶", "2")], merges=["D1:E1", "F1:G1"])

    assert list(columns(table)) == ["学号", "姓名", "班级", "父亲", "父亲电话", "母亲", "母亲电话"]


def test_two_plain_rows_of_people_are_not_taken_for_titles():
    titles = ("学号", "姓名", "班级")

    assert table_of([titles, ("", "", ""), PUPIL]).height == 1
    assert people([titles, (), PUPIL]) == [(3, "20260001", "廖平")]


BESIDE = [
    (),
    ("合计", None, "48人"),
    ("合计：48人",),
    ("本页小计", 30),
    ("男 20 女 28",),
    ("男20人，女28人",),
    ("男", 20, "女", 28),
    ("总人数", 48),
    ("初一年级合计", 480),
    ("全校总计：1200人",),
    ("共48人",),
    ("小计", "", "", 30),
    (None, "合计", "48"),
    (None, None, "合计：48人"),
    ("注：请于9月5日前上报。",),
    ("备注: 走读生请注明", "x"),
    ("（注：以上信息保密）",),
    ("填表人：曾明", None, "审核人：单远"),
    ("说明：1.学号必填；2.姓名与户口簿一致",),
    ("班主任签字：", None, "2026年9月3日"),
    ("校长（签章）：", None, "盖章"),
    ("初一1班学生名册（续）",),
    ("语文组",),
    ("语文组", None, None, "12人"),
    ("一、语文组",),
    ("学号", "姓名", "班级", "性别"),
    ("学 号", "姓　名", "班级", None),
    ("填表说明：", "见上"),
    (None, None, None, None, "列外的字"),
]


@pytest.mark.parametrize("beside", BESIDE)
def test_a_line_between_people_is_no_person(beside):
    rows = [("学号", "姓名", "班级", "性别"), PUPIL, beside, ("20260002", "廖安", "初一1班")]

    assert people(rows) == [(2, "20260001", "廖平"), (4, "20260002", "廖安")]


@pytest.mark.parametrize(
    "beside",
    [
        (),
        ("合计", None, "48人"),
        ("男", 30, "女", 28),
        ("男", 1030, "女", 1028),
        ("语文组",),
        ("注：请核对。",),
        (49,),
        (None, None, "合计", 48),
    ],
)
def test_beside_an_ordinal_too(beside):
    rows = [
        ("序号", "学号", "姓名", "班级"),
        (1, *PUPIL),
        beside,
        (2, "20260002", "廖安", "初一1班"),
    ]

    assert people(rows) == [(2, "20260001", "廖平"), (4, "20260002", "廖安")]


@pytest.mark.parametrize(
    "name",
    ["单总", "肖计", "人数", "注一", "单位", "男女", "合计明", "要求", "共三人", "总人数", "备注"],
)
@pytest.mark.parametrize(
    "titles", [("学号", "姓名", "班级"), ("姓名", "学号", "班级"), ("序号", "姓名", "学号", "班级")]
)
def test_a_person_with_a_strange_name_is_a_person(name, titles):
    said = {"学号": "20260001", "姓名": name, "班级": "初一1班", "序号": 1}

    assert people([titles, [said[title] for title in titles]]) == [(2, "20260001", name)]


@pytest.mark.parametrize(
    "remark", ["需家长签字", "班主任：曾明", "合计两人就读", "填报有误，已更正", "共2人"]
)
def test_a_remark_makes_nobody_disappear(remark):
    assert people([("学号", "姓名", "备注"), ("20260001", "廖平", remark)]) == [
        (2, "20260001", "廖平")
    ]


@pytest.mark.parametrize(
    "row",
    [
        (None, "廖平", "初一1班"),
        ("20260001", None, "初一1班"),
        ("20260001", None, None),
        ("无学号", "廖平", None),
    ],
)
def test_a_person_who_lacks_something_is_read_to_be_said(row):
    rows = [("学号", "姓名", "班级"), row]

    assert [number for number, _, _ in people(rows)] == [2]


@pytest.mark.parametrize(
    "row", [("女", "20260001", None, None), ("女", None, "廖平", None), (None, None, "廖平", "x")]
)
def test_a_gender_in_front_is_no_total(row):
    assert [number for number, _, _ in people([("性别", "学号", "姓名", "备注"), row])] == [2]


@pytest.mark.parametrize(
    "beside",
    [
        ("语文组",),
        ("语文组", None, None, "12人"),
        ("合计", None, "12人"),
        ("本页小计", 12),
        ("男", 3, "女", 3),
        ("共12人",),
    ],
)
@pytest.mark.parametrize(
    "titles",
    [
        ("姓名", "性别", "学号", "班级"),
        ("班级", "姓名", "学号", "性别"),
        ("性别", "班级", "姓名", "学号"),
    ],
)
def test_a_line_between_is_known_whatever_column_comes_first(titles, beside):
    said = {"学号": "20260001", "姓名": "廖平", "班级": "初一1班", "性别": "女"}

    rows = [titles, beside, [said[title] for title in titles], beside]

    assert people(rows) == [(3, "20260001", "廖平")]


def test_a_short_number_without_a_name_is_an_error_where_the_rest_is_there():
    titles = ("学号", "姓名", "性别", "班级", "出生日期", "家长", "电话")
    rows = [
        titles,
        ("5", None, "女", "初一1班", "2013-09-02", "袁瑶", "13800138000"),
        ("48", None, "女", 28),
    ]

    assert people(rows) == [(2, "5", "")]


def test_what_is_merged_downwards_stands_in_each_row():
    rows = [
        ("班级", "学号", "姓名"),
        ("初一1班", "1", "甲某"),
        (None, "2", "乙某"),
        ("初一2班", "3", "丙某"),
    ]

    found = list(layout.records(table_of(rows, merges=["A2:A3"])))

    assert [cells["班级"] for _, cells, _ in found] == ["初一1班", "初一1班", "初一2班"]


def test_a_second_line_of_one_person_goes_on_with_the_first():
    rows = [
        ("学号", "姓名", "家长"),
        ("1", "甲某", "父某"),
        (None, None, "母某"),
        ("3", "丙某", ""),
    ]

    found = list(layout.records(table_of(rows, merges=["A2:A3", "B2:B3"])))

    assert [(number, goes_on) for number, _, goes_on in found] == [
        (2, False),
        (3, True),
        (4, False),
    ]


def test_a_merge_down_to_the_last_line_of_all_is_cut_to_the_sheet():
    rows = [["学号", "姓名", "班级"], [*PUPIL], ["20260002", "廖安", ""]]
    sheet = Sheet("名册", rows, [(1, 2, 1_048_575, 2), (1, 5, 1_048_575, 16_383)])

    found = list(layout.records(layout.find_table(sheet, STUDENTS)))

    assert [cells["班级"] for _, cells, _ in found] == ["初一1班", "初一1班"]


@pytest.mark.django_db
def test_cover_and_statistics_are_left_out_and_said(check):
    found = check(
        xlsx(
            {
                "封面": [("广勤中学",), ("学生名册",)],
                "统计": [("班级", "人数", "备注"), ("初一1班", 48, "")],
                "初一1班": [("学号", "姓名"), ("1", "甲某")],
                "空表": [],
            }
        )
    )

    assert [(line.sheet, line.row) for line in found.lines] == [("初一1班", 2)]
    assert found.remarks == [
        "工作表“封面”里没有找到表头，没有读入。",
        "工作表“统计”不像学生名册，没有读入。",
    ]


@pytest.mark.django_db
def test_a_sheet_of_people_without_their_numbers_stops_the_file(check):
    sheets = {
        "初一1班": [("学号", "姓名"), ("1", "甲某")],
        "初一2班": [("姓名", "性别"), ("乙某", "男")],
    }

    with pytest.raises(RosterError, match="工作表“初一2班”缺少“学号”一列"):
        check(xlsx(sheets))


@pytest.mark.django_db
def test_a_class_is_not_guessed_from_a_date_above(check):
    with pytest.raises(RosterError, match="缺少“班级”一列"):
        check(xlsx({"名册": [("填报日期：2026.9.3",), ("学号", "姓名"), ("1", "甲某")]}))


def test_an_old_workbook_has_its_merges_too():
    (sheet,) = open_book("a.xls", xls({"名册": [ABOVE, BELOW, DATA]})).sheets

    assert sheet.rows[2][1] == "20260001"
