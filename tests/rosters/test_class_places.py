"""Where the class of a list comes from, and what is said where two places name different ones."""

import pytest

from branch.rosters.checking import check as check_book
from branch.rosters.condensing import opened
from branch.rosters.importer import Importer
from branch.rosters.refusal import RosterError
from tests.spreadsheets import check_file, csv_file, xlsx

pytestmark = pytest.mark.django_db
TITLES = ("学号", "姓名", "性别")
PAIR = [("26000101", "廖平", "女"), ("26000102", "廖安", "男")]


def numbers(found):
    """The number of each row's class; None for a row that has none."""
    return [(line.values["school_class"] or (0, None))[1] for line in found.lines]


@pytest.mark.parametrize(
    ("above", "sheet"),
    [
        (["七年级3、4班"], "名单"),
        (["初一3班4班学生名单"], "名单"),
        (["七年级3、4班"], "七5班"),
        (["七年级", "3、4班"], "5班"),
        (["初一（1）班", "初一（3）（4）班"], "名单"),
    ],
)
def test_a_title_of_several_classes_puts_nobody_into_one(check, above, sheet):
    rows = [*([line] for line in above), TITLES, *PAIR]

    with pytest.raises(RosterError, match="缺少“班级”一列"):
        check(xlsx({sheet: rows}))


def test_several_classes_between_the_pupils_are_not_those_of_the_list_before(check):
    rows = [["初一1班"], TITLES, PAIR[0], ["初一3、4班"], PAIR[1]]

    with pytest.raises(RosterError, match="缺少“班级”一列"):
        check(xlsx({"名单": rows}))


def test_several_classes_named_under_the_pupils_put_nobody_out_of_theirs(check):
    rows = [["初一1班"], TITLES, *PAIR, ["初一1、2班合用一张表"], ["班主任签字："]]

    assert numbers(check(xlsx({"名单": rows}))) == [1, 1]


def test_of_several_classes_in_the_title_the_sheet_names_one(check):
    sheets = {f"七{n}班": [["七年级3、4班"], TITLES, PAIR[n - 3]] for n in (3, 4)}

    found = check(xlsx(sheets))

    assert (numbers(found), found.remarks) == ([3, 4], [])


@pytest.mark.parametrize(
    ("above", "sheet", "name", "number", "says"),
    [
        (
            "七年级1班花名册",
            "七2班",
            "a",
            1,
            "标题“七年级1班花名册”和工作表“七2班”写的班级不同，读入的是初一（1）班。",
        ),
        (
            "兴趣小组第2班",
            "七3班",
            "a",
            3,
            "工作表“七3班”和标题“兴趣小组第2班”写的班级不同，读入的是初一（3）班。",
        ),
        ("2班", "七3班", "a", 2, "标题“2班”和工作表“七3班”写的班级不同，读入的是初一（2）班。"),
        (
            "七5班",
            "七3、4班",
            "a",
            5,
            "标题“七5班”和工作表“七3、4班”写的班级不同，读入的是初一（5）班。",
        ),
        (
            "名单",
            "七1班",
            "八年级1班",
            1,
            "工作表“七1班”和文件名“八年级1班”写的班级不同，读入的是初一（1）班。",
        ),
        (
            "晚托2班名单",
            "七年级",
            "a",
            2,
            "标题“晚托2班名单”没有写年级，读入的是初一（2）班，请核对。",
        ),
    ],
)
def test_two_places_that_name_different_classes_are_said(check, above, sheet, name, number, says):
    found = check(xlsx({sheet: [[above], TITLES, *PAIR]}), f"{name}.xlsx")

    assert numbers(found) == [number, number]
    assert [one[: len(says)] for one in found.remarks] == [says]


def test_a_line_between_the_pupils_that_contradicts_the_sheet_is_said(check):
    found = check(xlsx({"七3班": [TITLES, PAIR[0], ["以下为七4班转入"], PAIR[1]]}))

    assert numbers(found) == [3, 4]
    assert "标题“以下为七4班转入”和工作表“七3班”写的班级不同" in found.remarks[0]


def test_a_number_above_the_second_list_is_of_the_grade_of_the_first(check):
    rows = [["初一1班名单"], TITLES, PAIR[0], ["2班名单"], ("姓名", "学号"), PAIR[1][1::-1]]

    assert numbers(check(xlsx({"名单": rows}))) == [1, 2]


@pytest.mark.parametrize(
    "above",
    [
        [["七（3）班"]],
        [["703班名单"]],
        [["初一年级学生名单"], ["班级：3班", "班主任：曾明"]],
        [["2026级3班"], ["七年级3班学生名册"]],
    ],
)
def test_titles_that_agree_leave_no_doubt(check, above):
    rows = [*above, TITLES, *PAIR]

    found = check(xlsx({"名单": rows}))

    assert (numbers(found), found.remarks) == ([3, 3], [])


@pytest.mark.parametrize("heads", [("初一1班", "初一2班"), ("1班", "2班")])
def test_lists_of_different_classes_under_each_other_contradict_nothing(check, heads):
    rows = [TITLES, [heads[0]], PAIR[0], [heads[1]], PAIR[1]]

    found = check(xlsx({"七年级": rows}))

    assert (numbers(found), found.remarks) == ([1, 2], [])


@pytest.mark.parametrize(
    "name", ["01七年级3班", "20260901七年级3班", "3.七（3）班", "2026.9.1七年级3班", "2026七3班"]
)
def test_a_digit_before_the_class_hides_it_neither_in_the_file_nor_on_the_sheet(check, name):
    by_file = check(xlsx({"Sheet1": [TITLES, *PAIR]}), f"{name}.xlsx")
    by_sheet = check(xlsx({name: [TITLES, *PAIR]}))

    assert numbers(by_file) == numbers(by_sheet) == [3, 3]


def checked(rows, today, answer):
    """The rows checked with an answer to the question of the class."""
    importer = Importer.of("students")
    book = opened(importer, "a.csv", csv_file(rows), on=today)
    said = {sheet.name: {"answer": answer} for sheet in book.sheets}
    return check_book(importer, book, on=today, effective_on=today, choices=said)


def test_the_answer_is_the_class_of_each_row_that_says_none(today):
    rows = [("班级", *TITLES), ("七3班", *PAIR[0]), ("", *PAIR[1])]

    found = checked(rows, today, "七4班")

    assert numbers(found) == [3, 4]
    assert [line.cells["班级"] for line in found.lines] == ["七3班", "初一（4）班"]


def test_a_blank_cell_takes_no_class_that_places_contradict(check):
    rows = [["七年级1班"], ("班级", *TITLES), ("七3班", *PAIR[0]), ("", *PAIR[1])]

    found = check(xlsx({"七2班": rows}))

    assert [line.is_good for line in found.lines] == [True, False]
    assert found.lines[1].errors[0]["message"] == "请填写班级。"


@pytest.mark.parametrize("text", ["副班主任", "701副班主任", "副", "七1班（副）"])
def test_a_deputy_is_no_head_and_costs_nobody_the_row(today, text):
    rows = [("工号", "姓名", "任教班级", "班主任"), ("T001", "曾明", "701", text)]

    (line,) = check_file("staff", "a.csv", csv_file(rows), on=today, effective_on=today).lines

    assert (line.is_good, line.values["heads"]) == (True, [])
    assert line.warnings == ["副班主任不登记。也带班的，请在“班主任”一列只写所带的班。"]
