"""No shape of a file loses a child without a word, puts one elsewhere, or takes the server's memory."""

import tracemalloc
from contextlib import suppress

import pytest
from django.utils import timezone

from branch.rosters.book import open_book
from branch.rosters.condensing import opened
from branch.rosters.importer import Importer
from branch.rosters.number_formats import shown
from branch.rosters.refusal import RosterError
from branch.school.models import Student
from tests.factories import make_class
from tests.rosters.formats import workbook, xml_2003
from tests.spreadsheets import bring, check_file, csv_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term")]
A, B = "26000101", "26000102"
PAIR = (A, "廖平"), (B, "廖安")


def read(check, rows, name="名单.csv"):
    """{number: class} of the good rows, and the numbers of the rows in error."""
    found = check(csv_file(rows), name)
    good = [line for line in found.lines if line.is_good]
    placed = {line.values["number"]: tuple(line.values["school_class"])[1] for line in good}
    return placed, [line.row for line in found.lines if not line.is_good]


@pytest.mark.parametrize("word", ["无", "待定", "/", "转入", "未定"])
@pytest.mark.parametrize("is_numbered", [True, False])
def test_a_word_in_the_place_of_the_number_is_an_error_of_its_row(check, word, is_numbered):
    titles, rows = ("学号", "姓名", "性别", "班级"), [(A, "廖平", "男", "703")]
    rows += [(word, "廖安", "女", "703")]
    if is_numbered:
        titles = ("序号", *titles)
        rows = [(n, *row) for n, row in enumerate(rows, 1)]

    assert read(check, [titles, *rows]) == ({A: 3}, [3])


SHAPES = {
    "the right list is longer": [
        ("学号", "姓名", "班级", "学号", "姓名", "班级"),
        (A, "廖平", "701", B, "廖安", "702"),
        ("", "", "", "26000103", "单亦", "702"),
        ("", "", "", "26000104", "秦思", "702"),
    ],
    "the right list has another order": [
        ("学号", "姓名", "班级", "", "姓名", "学号", "班级"),
        (A, "廖平", "701", "", "廖安", B, "702"),
    ],
    "the right list has other titles": [
        ("学号", "姓名", "班级", "", "学生学号", "学生姓名", "所在班级"),
        (A, "廖平", "701", "", B, "廖安", "702"),
    ],
    "only numbers of classes": [
        ("初一年级学生名单",),
        ("1班",),
        ("学号", "姓名", "性别"),
        (A, "廖平", "男"),
        ("2班",),
        (B, "廖安", "女"),
    ],
    "the name first": [
        ("初一（1）班学生名单",),
        ("姓名", "学号"),
        ("廖平", A),
        ("初一（2）班学生名单",),
        ("姓名", "学号"),
        ("廖安", B),
    ],
    "the school before the class": [
        ("初一（1）班",),
        ("学号", "姓名"),
        (A, "廖平"),
        ("单位：广勤中学初一（2）班",),
        (B, "廖安"),
    ],
    "a line with more about the class": [
        ("初一（1）班",),
        ("学号", "姓名", "性别", "备注", "住址", "说明"),
        (A, "廖平"),
        ("初一（2）班", "", "班主任：", "曾明", "人数：", 48),
        (B, "廖安"),
    ],
    "a day beside the class": [
        ("初一（1）班",),
        ("2026.9",),
        ("学号", "姓名"),
        (A, "廖平"),
        ("初一（2）班",),
        ("2026.9",),
        ("学号", "姓名"),
        (B, "廖安"),
    ],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_everybody_comes_into_the_class_that_is_said(check, shape):
    placed, errors = read(check, SHAPES[shape])

    assert (placed[A], placed[B], errors) == (1, 2, [])
    assert len(placed) == sum(str(row).count("260001") for row in SHAPES[shape])


def test_the_same_titles_in_another_order_are_other_titles(check):
    rows = [
        ("初一（1）班",),
        ("学号", "姓名", "监护人", "联系电话"),
        (A, "廖平", "廖大", "13800138000"),
        ("初一（2）班",),
        ("学号", "监护人", "姓名", "联系电话"),
        (B, "廖二", "廖安", "13800138001"),
    ]

    assert [line.values["name"] for line in check(csv_file(rows), "a.csv").lines] == [
        "廖平",
        "廖安",
    ]


@pytest.mark.parametrize("name", ["9.3.csv", "2026-9.csv", "202609.csv", "20260901名单.csv"])
def test_a_day_in_the_name_of_a_file_is_no_class(check, name):
    with pytest.raises(RosterError, match="缺少“班级”一列"):
        read(check, [("学号", "姓名"), *PAIR], name)


def test_two_classes_in_one_title_are_nobodys(check):
    rows = [
        ("初一（1）班、（2）班学生名单",),
        ("学号", "姓名", "班级"),
        (A, "廖平", "702"),
        (B, "廖安", ""),
    ]

    assert read(check, rows) == ({A: 2}, [4])


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("宿舍", ("702", "803")),
        ("原班级", ("初二1班", "初二2班")),
        ("入学日期", ("2026-09-01", "2026-09-01")),
        ("父亲出生日期", ("1984-09-01", "1985-09-01")),
        ("接送人姓名", ("王大", "李大")),
        ("老师电话", ("13900000009", "13900000009")),
        ("QQ号", ("9000001", "9000002")),
    ],
)
def test_what_is_another_s_or_of_another_time_is_not_guessed(check, title, cells):
    rows = [
        ("初一（1）班",),
        ("学号", "姓名", title),
        *((*one, cell) for one, cell in zip(PAIR, cells, strict=True)),
    ]

    found = check(csv_file(rows), "a.csv")

    assert found.remarks == [f"没有用到的列：{title}。"]
    assert {tuple(line.values["school_class"]) for line in found.lines} == {(2026, 1)}


def test_a_word_for_a_parent_is_nothing_in_common(check, today):
    titles = ("学号", "姓名", "班级", "父亲电话")
    bring(
        "students",
        csv_file([titles, (A, "廖平", "703", "13900000001")]),
        on=today,
        at=timezone.now(),
        name="a.csv",
    )

    found = check(csv_file([titles, (A, "单亦", "703", "13900000009")]), "a.csv")

    assert [line.is_good for line in found.lines] == [False]
    assert Student.objects.get().name == "廖平"


def test_who_is_no_member_is_none(today):
    rows = [
        ("工号", "姓名", "党员类别", "入党时间", "党小组"),
        ("T1", "汤可", "非党员", "2018-04-02", "一组"),
    ]

    found = check_file("members", "a.csv", csv_file(rows), on=today, effective_on=today)

    assert "党员类别" in [one["column"] for one in found.lines[0].errors]


def test_a_comment_is_not_the_value_of_its_cell(check):
    xml = xml_2003([("学号", "姓名", "班级"), (A, "廖平", "703")]).decode()
    xml = xml.replace("廖平</Data>", "廖平</Data><Comment><ss:Data>父亲服刑</ss:Data></Comment>")

    assert check(xml.encode(), "a.xls").lines[0].values["name"] == "廖平"


def test_xml_in_gb2312_and_a_page_that_closes_nothing_are_read(check):
    xml = xml_2003([("学号", "姓名", "班级"), (A, "廖平", "703")]).decode()
    xml = xml.replace("utf-8", "GB2312").encode("gb18030")
    page = f"<table><tr><td>学号<td>姓名<td>班级<tr><td>{A}<td>廖平<td>703".encode()

    assert [check(one, "a.xls").lines[0].label for one in (xml, page)] == [f"{A} 廖平"] * 2


SHEET_2003 = '<Worksheet ss:Name="a"><Table><Row ss:Index="20000"/></Table></Worksheet>'
LARGE = {
    "many sheets": xml_2003([("a",)])
    .decode()
    .replace("</Workbook>", SHEET_2003 * 400 + "</Workbook>"),
    "many merged cells": "<table>" + "<tr>" + "<td rowspan=4000 colspan=199>x" * 2_000,
    "many tables": "<table><tr><td colspan=199>x</table>" * 20_000,
    "many sections": "学号,姓名\n" + "初一1班\n26000101,廖平\n" * 1_600,
}


@pytest.mark.parametrize("shape", LARGE)
def test_what_is_large_beyond_all_lists_takes_little_memory(check, shape):
    tracemalloc.start()

    with pytest.raises(RosterError, match=r"太大|以上的名单|没有找到表头"):
        check(LARGE[shape].encode(), "a.xls")

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 120_000_000


TORN = [
    '<Worksheet ss:Name="a"><Table><Cell><Data>1</Data></Cell></Table></Worksheet>',
    '<Worksheet ss:Name="a"><Table><Row ss:Index="9"/><Row ss:Index="2"/></Table></Worksheet>',
    '<Cell ss:Index="0"><Data>1</Data></Cell>',
]


@pytest.mark.parametrize("part", TORN)
def test_xml_that_no_program_writes_is_read_or_turned_away(check, part):
    xml = xml_2003([("学号", "姓名", "班级"), (A, "廖平", "703")]).decode()

    with suppress(RosterError):
        check(xml.replace("</Workbook>", f"{part}</Workbook>").encode(), "a.xls")


def test_a_long_cell_is_cut_and_a_long_format_read_at_once():
    (sheet,) = open_book("a.csv", csv_file([("学号", "姓" + " " * 100_000 + "名")])).sheets

    assert len(sheet.rows[0][1]) <= 1_000
    assert [shown("00" + more, 7)[:2] for more in (";" * 60 + "\n\nx", "[$" * 9_000)] == ["07"] * 2


def test_what_stands_above_a_table_of_a_page_is_its_heading(check):
    table = f"<tr><td>学号<td>姓名<tr><td>{A}<td><h3>廖平</h3></table>"
    pages = [f"<h2>初一（2）班</h2><table>{table}", f"<table><caption>初一（2）班</caption>{table}"]

    for page in pages:
        (line,) = check(page.encode(), "a.xls").lines
        assert (line.label, line.values["school_class"]) == (f"{A} 廖平", (2026, 2))


@pytest.mark.parametrize("said", ["病逝", "已去逝", "坐牢", "不在了", "入狱"])
def test_whatever_is_said_of_a_parent_who_is_not_there_makes_no_guardian(check, said):
    rows = [("学号", "姓名", "班级", "父亲", "父亲电话"), (A, "廖平", "703", said, "13800138000")]

    (line,) = check(csv_file(rows), "a.csv").lines

    assert line.values["guardians"] == []
    assert said not in f"{line.cells}{line.warnings}"


def test_of_a_confidential_list_no_name_is_guessed_by_its_cells(today):
    rows = [("班级", "情况", "邻居"), ("初一1班", "父服刑", "廖安"), ("初一1班", "低保", "秦思")]

    with pytest.raises(RosterError, match=r"缺少“姓名”|没有找到表头"):
        check_file("hardship", "a.csv", csv_file(rows), on=today, effective_on=today)


def test_of_a_confidential_list_no_bracket_behind_a_name_is_kept(today):
    book = opened(
        Importer.of("hardship"),
        "a.csv",
        csv_file([("学号", "姓名"), (A, "廖平（低保）")]),
        on=today,
    )

    assert "低保" not in book.as_json().decode()
    assert "廖平" in book.as_json().decode()


@pytest.mark.parametrize("is_right", [True, False])
def test_a_group_of_titles_about_the_teacher_is_no_list_of_its_own(check, is_right):
    teacher = [("班主任", ""), ("姓名", "电话"), ("曾明", "13800138000")]
    pupil = [("学号", "姓名", "班级"), ("", "", ""), (A, "廖平", "703")]
    pairs = zip(pupil, teacher, strict=True)
    rows = [(*one, *two) if is_right else (*two, *one) for one, two in pairs]

    found = check(csv_file(rows), "a.csv")

    assert [(line.label, line.values["head"]) for line in found.lines] == [(f"{A} 廖平", "曾明")]


def test_a_section_straight_under_the_titles_begins_the_first_list(check):
    rows = [
        ("编码", "称呼"),
        ("初一1班",),
        (A, "廖平"),
        ("26000105", "单亦"),
        ("初一2班",),
        (B, "廖安"),
    ]

    assert read(check, rows)[0] == {A: 1, "26000105": 1, B: 2}


def test_the_row_to_mend_has_its_class_with_the_grade(check):
    rows = [("初一年级学生名单",), ("学号", "姓名", "班级"), (A, "", "2班"), (B, "廖安", "1班")]

    assert check(csv_file(rows), "a.csv").lines[0].cells["班级"] == "初一（2）班"


def test_a_formula_that_is_merged_downwards_is_one_in_each_row(check):
    def merged(sheet):
        sheet["C2"] = '="703"'
        sheet.merge_cells("C2:C3")

    found = check(workbook(merged, [("学号", "姓名", "班级"), (A, "廖平"), (B, "廖安")]))

    assert [[one["code"] for one in line.errors] for line in found.lines] == [
        ["formula"],
        ["formula"],
    ]


@pytest.mark.parametrize(
    ("standing", "warned"), [((), []), ((1, 2), [3]), ((1, 2, 9), []), ((2025,), [])]
)
def test_a_class_that_a_grade_does_not_have_is_to_be_looked_at(check, standing, warned):
    """Of a whole new grade nothing is said: in September every class of it is new."""
    for number in standing:
        if number == 2025:
            make_class(entry_year=2025, number=9)
        else:
            make_class(entry_year=2026, number=number)
    rows = [("学号", "姓名", "班级"), (A, "廖平", "初一1班"), (B, "廖安", "初一9班")]

    found = check(csv_file(rows), "名单.csv")

    said = [line.row for line in found.lines if "还没有初一（9）班" in "".join(line.warnings)]
    assert said == warned


@pytest.mark.parametrize("name", ["刑建国", "张去病", "监国平"])
def test_a_rare_name_is_kept(check, name):
    rows = [("学号", "姓名", "班级", "父亲姓名"), (A, "廖平", "初一1班", name)]

    (line,) = check(csv_file(rows), "a.csv").lines

    assert line.values["guardians"] == [(name, "父亲", "")]
