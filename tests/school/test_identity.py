"""A number that suddenly names another person is an error, never a new name for the first one."""

from datetime import date

import pytest
from django.utils import timezone

from branch.school.imports.identity import is_alike
from branch.school.models import Staff, Student
from tests.factories import make_staff
from tests.spreadsheets import bring, check_file, csv_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term")]
TITLES = ("学号", "姓名", "班级", "出生日期", "家长", "联系电话", "家庭住址")
FIRST = ("26000101", "廖平", "703", "2014-08-05", "袁瑶", "13800138000", "春晖路1号")


@pytest.fixture
def known(today):
    bring("students", csv_file([TITLES, FIRST]), on=today, at=timezone.now(), name="a.csv")
    return Student.objects.get()


def checked(row, today):
    found = check_file("students", "b.csv", csv_file([TITLES, row]), on=today, effective_on=today)
    return found.lines[0]


def with_name(name, *others):
    return (FIRST[0], name, "703", *others)


@pytest.mark.parametrize("others", [(), ("", "江晨", "13900139000", "学府路2号"), ("2014-01-01",)])
def test_another_name_with_nothing_in_common_is_an_error(known, today, others):
    line = checked(with_name("单亦", *others), today)

    assert [one["column"] for one in line.errors] == ["学号"]
    assert line.errors[0]["message"].startswith("这个学号是学生廖平的，请核对是不是同一人。")
    assert Student.objects.get().name == "廖平"


@pytest.mark.parametrize(
    "others",
    [
        ("2014-08-05",),
        ("", "袁瑶"),
        ("", "江晨", "13800138000"),
        ("", "", "", "春晖路1号"),
    ],
)
def test_with_a_birthday_an_adult_or_the_address_in_common_it_is_a_new_name(known, today, others):
    line = checked(with_name("单亦", *others), today)

    assert (line.errors, [one["kind"] for one in line.outcomes]) == ([], ["renamed"])


WITH_GENDER = ("学号", "姓名", "班级", "性别", "出生日期", "家长", "联系电话")


def renamed(today, *row):
    """(errors, the kinds of outcomes) of a row with the number of a pupil who is known with everything."""
    first = (FIRST[0], "廖思远", "703", "男", "2014-08-05", "廖大", "13800138000")
    bring("students", csv_file([WITH_GENDER, first]), on=today, at=timezone.now(), name="a.csv")
    content = csv_file([WITH_GENDER, (FIRST[0], *row)])
    (line,) = check_file("students", "b.csv", content, on=today, effective_on=today).lines
    return [one["column"] for one in line.errors], [one["kind"] for one in line.outcomes]


@pytest.mark.parametrize(
    "row",
    [
        ("袁思远", "702", "女", "", "袁大", "13800138003"),
        ("廖思", "702", "男", "", "袁大", "13800138003"),
        ("廖思", "702", "男", "", "", ""),
        ("单亦", "703", "男", "2014-08-05", "袁大", "13800138003"),
        ("廖思近", "703", "女", "2014-08-05", "廖大", "13800138000"),
    ],
)
def test_what_is_alike_by_chance_makes_no_new_name(today, row):
    assert renamed(today, *row) == (["学号"], [])


@pytest.mark.parametrize(
    ("row", "outcomes"),
    [
        (("廖志远", "703", "男", "2014-08-05", "廖大", "13800138000"), ["renamed"]),
        (("廖思源", "703", "男", "", "", ""), ["renamed"]),
        (("廖思源", "703", "男", "2014-08-05", "袁大", "13800138003"), ["renamed"]),
        (("廖思源", "702", "男", "2014-08-05", "", ""), ["renamed", "moved"]),
        (("袁亦", "702", "", "", "廖大", ""), ["renamed", "moved"]),
    ],
)
def test_a_name_written_anew_is_a_new_name(today, row, outcomes):
    assert renamed(today, *row) == ([], outcomes)


@pytest.mark.parametrize(
    ("name", "other", "alike"),
    [
        ("廖小平", "廖晓平", True),
        ("廖平", "袁平", True),
        ("廖萍", "廖平", True),
        ("廖小平", "廖小萍", True),
        ("廖平", "廖安", False),
        ("廖平", "单亦", False),
        ("廖小平", "单亦明", False),
    ],
)
def test_names_are_alike_where_one_is_the_other_written_anew(name, other, alike):
    assert is_alike(name, other) is alike


def test_a_number_that_lost_its_noughts_is_an_error(known, today):
    Student.objects.update(number="026000101")

    line = checked(FIRST, today)

    assert [one["message"] for one in line.errors] == [
        "已有学号是 026000101 的学生廖平，这里少了或多了前面的 0，请改成一样的。"
    ]


def test_a_namesake_of_the_same_day_is_said(known, today):
    line = checked(("26000999", *FIRST[1:]), today)

    assert (line.errors, "同一天出生" in "".join(line.warnings)) == ([], True)


def staff_line(today, *row):
    content = csv_file([("工号", "姓名", "手机"), row])
    return check_file("staff", "a.csv", content, on=today, effective_on=today).lines[0]


def test_a_colleague_is_not_made_another_either(today):
    make_staff(number="0304", name="黎小满", phone="13811110001")

    assert staff_line(today, "0304", "齐远帆", "13811110002").errors
    assert not staff_line(today, "0304", "齐远帆", "13811110001").errors
    assert "少了或多了前面的 0" in staff_line(today, "304", "黎小满", "").errors[0]["message"]
    assert "同手机号" in staff_line(today, "900", "黎小满", "13811110001").warnings[0]
    assert Staff.objects.get().name == "黎小满"


def test_nor_is_a_member(today):
    make_staff(number="T1", name="黎小满")
    titles = ("工号", "姓名", "党员类别", "入党时间", "党小组")
    row = ("T1", "齐远帆", "正式党员", date(2018, 4, 2).isoformat(), "第一党小组")

    content = csv_file([titles, row])
    found = check_file("members", "a.csv", content, on=today, effective_on=today)

    assert [one["column"] for one in found.lines[0].errors] == ["工号"]
