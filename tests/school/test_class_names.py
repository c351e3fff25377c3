"""Parsing class names as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch.rosters.cells import CellError
from branch.school.class_names import grade_of, parse_class, parse_classes
from branch.school.class_places import class_in, grade_in
from tests import messy

ON = date(2026, 11, 24)
WAYS = [
    "初一(3)班",
    "初一（3）班",
    "初一（３）班",
    "初一3班",
    "初一三班",
    "初一（三）班",
    "初一年级3班",
    "初一年级(3)班",
    "初1(3)",
    "初1（3）班",
    "初一 (3) 班",
    "七年级三班",
    "七年级3班",
    "七年级（3）班",
    "七年级03班",
    "7年级3班",
    "七年3班",
    "七(3)班",
    "七（三）班",
    "七3班",
    "七三班",
    "七（3）",
    "7(3)",
    "7（3）班",
    "7-3",
    "7.3",
    "7.3班",
    "703",
    "0703",
    "703班",
    "７０３",
    "2026级3班",
    "2026级（3）班",
    "26级3班",
    "26级（三）班",
    "初中一年级3班",
    "初一-3班",
    "初一.3班",
    "初一[3]班",
    "初一【3】班",
    "'703",
    "一（3）班",
    "初中部七年级3班",
    "广勤中学七年级3班",
    "广勤中学/七年级/3班",
    "广勤中学-初中部-七年级-3班",
    "2026级七(3)班",
    "2026级七年级3班",
    "2029届初一3班",
    "七年级(3班)",
    "七年级第三班",
    "初一第3班",
    "七－3",
    "七—3班",
    "七·三班",
    "七年级3班(2026级)",
    "七（3）班（2029届）",
    "G7C3",
]


SEVERAL = [
    "七年级3、4班",
    "初一（3）（4）班学生名单",
    "2026级3、4班",
    "703、704班",
    "2603、2604班",
    "初一3班和4班",
    "初一3班4班",
    "初一3—5班",
    "七年级（1）（2）班",
    "七年级1-3班",
    "七三、七四班名单",
    "初一（3）、（4）",
    "七1班至七3班",
    "七年级七-九班",
    "七1班和八1班",
    "2024级七年级3班",
]


@pytest.mark.parametrize("text", WAYS)
def test_every_way_of_writing_it_is_the_same_class(text):
    assert parse_class(text, on=ON) == (2026, 3)


@given(st.integers(2024, 2026), st.integers(1, 30), st.data())
def test_every_class_is_read_from_every_way_of_writing_it(entry_year, number, data):
    text = data.draw(messy.school_class(entry_year, number, 2026))

    assert parse_class(text, on=ON) == (entry_year, number)


@pytest.mark.parametrize(
    "text",
    [
        "高一（2）班",
        "六年级1班",
        "初四1班",
        "初三(31)班",
        "初一(0)班",
        "2023级1班",
        "2027级1班",
        "603",
        "731",
        "700",
        "3班",
        "初一",
        "",
        "十年级1班",
        "初一3班4班",
        "初一（3）班走读",
        "2026-07-03",
        "7031",
        "703703",
        "教务处",
        "初一(三十一)班",
        "初一1-3班",
        "7/3",
        "高中部一（3）班",
        "小学部一（3）班",
        "2026级73班",
    ],
)
def test_other_texts_are_an_error(text):
    with pytest.raises(CellError, match="不是本校初一到初三的班级") as fault:
        parse_class(text, on=ON)

    assert fault.value.code == "bad_class"


@pytest.mark.parametrize(
    "text", ["2024级七年级3班", "2024级七（3）班", "七年级3班（2024级）", "2027届初一3班"]
)
def test_a_year_that_is_not_of_the_grade_is_an_error_that_says_so(text):
    with pytest.raises(CellError, match="对不上，2024级现在是初三，2026级现在是初一。请核对"):
        parse_class(text, on=ON)


@pytest.mark.parametrize("grade", ["初一", "七年级", "7", "初一年级", "2026级", "2026", "26级"])
@pytest.mark.parametrize("text", ["3班", "3", "（3）班", "三班", "03"])
def test_a_number_alone_takes_the_given_grade(text, grade):
    assert parse_class(text, on=ON, grade=grade) == (2026, 3)


def test_the_grade_changes_on_the_first_of_september():
    assert parse_class("初一（3）班", on=date(2026, 8, 31)) == (2025, 3)
    assert parse_class("初一（3）班", on=date(2026, 9, 1)) == (2026, 3)


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("初二4班,初二5班", [(2025, 4), (2025, 5)]),
        ("初二4、5班", [(2025, 4), (2025, 5)]),
        ("703 704", [(2026, 3), (2026, 4)]),
        ("初三(4)班、初三(7)班", [(2024, 4), (2024, 7)]),
        ("初一2、3班", [(2026, 2), (2026, 3)]),
        ("初二 4班 5班", [(2025, 4), (2025, 5)]),
        ("七（1）（2）班", [(2026, 1), (2026, 2)]),
        ("初一 (3) 班", [(2026, 3)]),
        ("701/802；903", [(2026, 1), (2025, 2), (2024, 3)]),
        ("七1、2班，八3班", [(2026, 1), (2026, 2), (2025, 3)]),
        ("初二（４）班", [(2025, 4)]),
        ("初一1班和初一2班", [(2026, 1), (2026, 2)]),
        ("初二4班,初二4班", [(2025, 4)]),
        ("七年级1-3班", [(2026, 1), (2026, 2), (2026, 3)]),
        ("初一1～2班，八3班", [(2026, 1), (2026, 2), (2025, 3)]),
        ("七（1-3）班", [(2026, 1), (2026, 2), (2026, 3)]),
        ("七(1)七(2)", [(2026, 1), (2026, 2)]),
        ("七（1，2）", [(2026, 1), (2026, 2)]),
        ("七年级：1、2班", [(2026, 1), (2026, 2)]),
        ("701、7-9", [(2026, 1), (2026, 9)]),
        ("七年级3班(2026级)", [(2026, 3)]),
    ],
)
def test_a_list_of_classes_is_read_in_its_order(text, classes):
    assert parse_classes(text, on=ON) == classes


@pytest.mark.parametrize(
    "text", ["初二4班,高一5班", "初一", "全校", "4、5班", "初一3-1班", "七年级1-90班"]
)
def test_a_list_with_another_text_is_an_error(text):
    with pytest.raises(CellError) as fault:
        parse_classes(text, on=ON)

    assert fault.value.code == "bad_class"


@pytest.mark.parametrize(
    "text",
    [
        "初一1班",
        "701",
        "七（1）",
        "七（1）班名单",
        "广勤中学初一1班学生基本情况登记表",
        "2026—2027学年第一学期七年级（1）班学生名册",
        "填表 2026.9.3 初一（1）班",
        "2026级1班学生",
        "初一１班",
        "01七年级1班",
        "20260901七年级1班",
        "3.七（1）班",
        "2026.9.1七年级1班",
        "2026七1班",
        "1-七年级1班",
        "二、初一1班",
        "2026-2027-2 七年级1班",
        "七(1)班 (2)",
        "七年级1班(45人)",
    ],
)
def test_a_class_is_found_in_a_title(text):
    assert class_in(text, on=ON) == (2026, 1)


@pytest.mark.parametrize(
    "text",
    [
        "学生名册",
        "填报日期：2026.9.3",
        "2026-09-03",
        "电话 87654703",
        "第703室",
        "2026年9月1日",
        "附件7-1",
        "九月",
        "初一学生名册",
        "Sheet1",
        "高一1班",
        *SEVERAL,
    ],
)
def test_a_date_a_room_and_a_telephone_are_no_class(text):
    assert class_in(text, on=ON) is None


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("初一", "七"),
        ("八年级", "八"),
        ("9年级", "九"),
        ("初三（6）班", ""),
        ("高一", ""),
        ("", ""),
    ],
)
def test_a_grade_is_parsed(text, grade):
    assert grade_of(text) == grade


@pytest.mark.parametrize(
    ("text", "grade"),
    [("初一年级学生名册", "七"), ("广勤中学九年级", "九"), ("初一初二", ""), ("名册", "")],
)
def test_a_grade_is_found_in_a_title(text, grade):
    assert grade_in(text) == grade
