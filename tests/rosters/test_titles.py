"""Whose a column is and what its title means, however schools lay their titles out."""

import pytest

from branch.rosters.refusal import RosterError
from tests.spreadsheets import check_file, xlsx

pytestmark = pytest.mark.django_db
DAD, MUM = "13900000001", "13900000002"
BOTH = [("曾明", "父亲", DAD), ("单远", "母亲", MUM)]
PUPIL = {"学号": "26000101", "姓名": "廖平", "班级": "初一1班"}


def read(check, titles, *cells):
    """The check of a list of one pupil with these further columns."""
    return check(xlsx({"名单": [(*PUPIL, *titles), (*PUPIL.values(), *cells)]}))


def guardians(found):
    return [tuple(one) for one in found.lines[0].values["guardians"]]


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        (("父亲", "联系电话", "母亲", "联系电话"), ("曾明", DAD, "单远", MUM)),
        (("父亲姓名", "手机", "妈妈", "电话"), ("曾明", DAD, "单远", MUM)),
        (("爸爸", "电话 Tel", "妈妈", "电话 Tel"), ("曾明", DAD, "单远", MUM)),
        (("父亲", "母亲", "电话", "电话"), ("曾明", "单远", DAD, MUM)),
        (
            ("父亲", "工作单位", "手机", "母亲", "工作单位", "手机"),
            ("曾明", "某厂", DAD, "单远", "某店", MUM),
        ),
        (("班主任", "父亲", "电话", "母亲", "电话"), ("苏安", "曾明", DAD, "单远", MUM)),
        (
            ("父亲", "关系", "电话", "母亲", "关系", "电话"),
            ("曾明", "父子", DAD, "单远", "母子", MUM),
        ),
    ],
)
def test_a_telephone_is_of_the_parent_named_before_it(check, titles, cells):
    found = read(check, titles, *cells)

    assert guardians(found) == BOTH
    assert "电话、" not in "".join(found.remarks)


@pytest.mark.parametrize(
    ("titles", "cells", "expected"),
    [
        (("父亲", "母亲", "电话"), ("曾明", "单远", DAD), [("监护人", "", DAD)]),
        (("父亲", "家庭住址", "电话"), ("曾明", "某街1号", DAD), [("监护人", "", DAD)]),
        (("父亲", "父亲电话", "电话"), ("曾明", MUM, DAD), [("监护人", "", DAD)]),
    ],
)
def test_a_telephone_of_nobody_in_particular_stays_the_household_s(check, titles, cells, expected):
    found = read(check, titles, *cells)

    assert guardians(found)[:1] == expected


@pytest.mark.parametrize("who", ["舅妈", "班主任", "叔叔", "爷爷姓名", "监护人2"])
def test_a_telephone_behind_somebody_else_is_no_guardian_s(check, who):
    found = read(check, ("父亲", "电话", who, "电话"), "曾明", DAD, "苏安", MUM)

    assert guardians(found) == BOTH[:1]
    assert "电话" in found.remarks[-1]


def test_a_telephone_is_of_the_parent_beside_it_under_a_common_title_too(check):
    above = (*PUPIL, "家长信息", "", "", "")
    rows = [above, ("", "", "", "父亲", "电话", "母亲", "电话")]

    found = check(xlsx({"名单": [*rows, (*PUPIL.values(), "曾明", DAD, "单远", MUM)]}))

    assert guardians(found) == BOTH


def test_a_guardian_behind_both_parents_has_what_stands_behind_it(check):
    titles = ("父亲", "电话", "母亲", "电话", "监护人", "关系", "电话")

    found = read(check, titles, "曾明", DAD, "单远", MUM, "苏安", "祖母", "13900000003")

    assert guardians(found) == [("苏安", "祖母", "13900000003"), *BOTH]


def test_a_second_parent_s_telephone_is_not_the_first_one_s(check):
    titles = ("家长姓名", "关系", "家长姓名", "关系", "联系电话")

    found = read(check, titles, "曾明", "父亲", "单远", "母亲", MUM)

    assert guardians(found) == [("曾明", "父亲", "")]


def test_lists_beside_each_other_keep_both_parents_with_their_telephones(check):
    titles = ("学号", "姓名", "班级", "父亲", "单位", "电话", "母亲", "单位", "电话")
    rows = [
        (number, name, "初一1班", "曾明", "某厂", DAD, "单远", "某店", MUM)
        for number, name in (("26000101", "廖平"), ("26000102", "廖安"))
    ]

    found = check(xlsx({"名单": [titles * 2, rows[0] + rows[1]]}))

    assert [line.label for line in found.lines] == ["26000101 廖平", "26000102 廖安"]
    assert [line.values["guardians"] for line in found.lines] == [BOTH, BOTH]


@pytest.mark.parametrize(
    ("titles", "key"),
    [
        (("学号 Student No.", "姓名", "一卡通号"), "学号 Student No."),
        (("学号2026", "姓名", "报名号"), "学号2026"),
        (("学生编号", "姓名", "准考证号"), "学生编号"),
        (("本校学号", "姓名", "入学号"), "本校学号"),
    ],
)
def test_a_number_that_could_be_a_day_is_a_number_where_its_title_says_so(check, titles, key):
    rows = [(f"202603{n:02}", name, f"10{n}2345") for n, name in ((1, "廖平"), (2, "廖安"))]

    found = check(xlsx({"初一1班": [titles, *rows]}))

    assert [line.values["number"] for line in found.lines] == ["20260301", "20260302"]
    assert found.remarks[0] == f"“{key}”一列当作“学号”读入，请核对。"


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("准考证号", 26112001),
        ("一卡通号", 1002345),
        ("报名序号", 101),
        ("总分", 601),
        ("学费", 1200),
        ("DOB", 20140301),
    ],
)
def test_no_other_number_is_the_pupil_s(check, title, first):
    rows = [("廖平", str(first)), ("廖安", str(first + 1))]

    with pytest.raises(RosterError, match="学号"):
        check(xlsx({"初一1班": [("姓名", title), *rows]}))


@pytest.mark.parametrize(
    ("kind", "title"),
    [("staff", "学号"), ("staff", "学生编号"), ("students", "工号"), ("students", "教师编号")],
)
def test_pupils_are_no_staff_and_staff_no_pupils(today, kind, title):
    rows = [("初一1班花名册",), ("姓名", title), ("廖平", "20260301"), ("廖安", "20260302")]
    lacking, other = ("工号", "学生") if kind == "staff" else ("学号", "(?:教职工|党员)")

    with pytest.raises(RosterError, match=f"{lacking}.*列标题更像{other}名册，请核对"):
        check_file(kind, "a.xlsx", xlsx({"初一1班": rows}), on=today, effective_on=today)


@pytest.mark.parametrize(
    ("titles", "said", "expected"),
    [
        (("上学期班级", "本学期班级"), ("七2班", "七3班"), 3),
        (("分班前班级", "班级名称"), ("七2班", "七3班"), 3),
        (("小学班级", "新班级"), ("七2班", "七3班"), 3),
        (("体育选修班", "社团"), ("七2班", "七3班"), 1),
        (("提高班", "兴趣班级"), ("七2班", "七3班"), 1),
    ],
)
def test_a_class_of_another_time_or_of_an_activity_is_not_the_child_s(
    check, titles, said, expected
):
    rows = [(number, name, *said) for number, name in (("26000101", "廖平"), ("26000102", "廖安"))]

    found = check(xlsx({"初一1班": [("学号", "姓名", *titles), *rows]}))

    assert {tuple(line.values["school_class"]) for line in found.lines} == {(2026, expected)}


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        ("家长姓名 Parent", "联系电话 Tel"),
        ("家长姓名\nParent's Name", "联系电话1"),
        ("Guardian 监护人", "手机号码 Phone Number"),
        ("5.家长姓名", "6.家长电话"),
        ("成员1姓名", "成员1联系电话"),
        ("家庭成员或监护人一姓名", "家庭成员或监护人一联系电话"),
    ],
)
def test_a_guardian_s_title_may_be_said_twice_or_counted(check, name, phone):
    second = [title.replace("1", "2").replace("一", "二") + "2" for title in (name, phone)]

    found = read(check, (name, phone, *second), "曾明", DAD, "单远", MUM)

    assert guardians(found) == [("曾明", "", DAD)]


def test_what_is_left_of_a_group_of_titles_is_said_with_the_group(check):
    above = ("学号", "姓名", "班级", "监护人一", "", "监护人二", "")
    rows = [above, ("", "", "", "姓名", "电话", "姓名", "电话")]
    rows += [(*PUPIL.values(), "曾明", DAD, "单远", MUM)]

    found = check(xlsx({"名单": rows}, {"名单": ["D1:E1", "F1:G1"]}))

    assert found.remarks == ["没有用到的列：监护人二 姓名、监护人二 电话。"]


@pytest.mark.parametrize("numbers", [("GQ001", "GQ007"), ("20260301", "20260302"), ("101", "102")])
@pytest.mark.parametrize("title", ["编号", "No.", "号"])
def test_a_column_that_may_count_is_the_number_where_it_does_not_count(check, numbers, title):
    rows = [(number, name) for number, name in zip(numbers, ("廖平", "廖安"), strict=True)]

    found = check(xlsx({"初一1班": [(title, "姓名"), *rows]}))

    assert [line.values["number"] for line in found.lines] == [*numbers]


@pytest.mark.parametrize("numbers", [(1, 2), ("001", "002")])
def test_a_column_that_counts_is_no_number(check, numbers):
    rows = [(number, name) for number, name in zip(numbers, ("廖平", "廖安"), strict=True)]

    with pytest.raises(RosterError, match="学号"):
        check(xlsx({"初一1班": [("编号", "姓名"), *rows]}))
