"""班主任 in a roster: whom the school has appointed is written down, and nobody is refused."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from branch.school.models import Enrolment, HeadTeacherPost, Student
from tests.factories import make_staff
from tests.spreadsheets import bring, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term")]

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
STAFF = ("工号", "姓名", "任教学科", "任教班级", "班主任")
PUPILS = ("学号", "姓名", "班级", "班主任")


@pytest.fixture
def says(today):
    def _says(kind, *rows, on=today):
        titles = STAFF if kind == "staff" else PUPILS
        return list(bring(kind, xlsx({"名册": [titles, *rows]}), on=on, at=NOW).lines.all())

    return _says


def posts():
    rows = HeadTeacherPost.objects.order_by("school_class", "from_on")
    return [
        (str(row.school_class), row.staff.name, str(row.from_on), str(row.until_on)) for row in rows
    ]


@pytest.mark.parametrize("text", ["初一1班", "初一（1）班班主任", "701", "是", "√", "班主任"])
def test_a_colleague_heads_the_class_that_is_named_or_taught(says, text):
    says("staff", ("T1", "曾明", "语文", "初一1班", text))

    assert posts() == [("2026级（1）班", "曾明", "2026-09-01", "None")]


@pytest.mark.parametrize(
    ("classes", "text", "warnings"),
    [
        ("初一1、2班", "是", ["没有写明是哪个班的班主任，没有登记。"]),
        ("初一1班", "否", []),
        ("初一1班", "", []),
    ],
)
def test_without_one_class_nobody_heads_it(says, classes, text, warnings):
    (row,) = says("staff", ("T1", "曾明", "语文", classes, text))

    assert (posts(), row.warnings) == ([], warnings)


def test_the_next_one_follows_from_when_the_roster_told(says):
    says("staff", ("T1", "曾明", "", "", "初一1班"))

    says("staff", ("T2", "单远", "", "", "初一1班"))

    assert posts() == [
        ("2026级（1）班", "曾明", "2026-09-01", "2026-11-23"),
        ("2026级（1）班", "单远", "2026-11-24", "None"),
    ]


def test_of_two_in_one_file_the_first_counts_each_time(says):
    rows = [("T1", "曾明", "", "", "初一1班"), ("T2", "单远", "", "", "初一1班")]

    first, again = says("staff", *rows), says("staff", *rows)

    assert posts() == [("2026级（1）班", "曾明", "2026-09-01", "None")]
    assert first[1].warnings == [
        "2026级（1）班的班主任在这份名册里先写了 T1 曾明，这一行没有登记。"
    ]
    assert [row.verdict for row in again] == ["unchanged", "unchanged"]


def test_who_has_left_takes_no_post(says):
    make_staff(number="T1", name="曾明", until_on=date(2026, 10, 1))

    (row,) = says("staff", ("T1", "曾明", "语文", "初一1班", "是"))

    assert (posts(), row.warnings) == ([], ["已登记离校，在职情况没有改动。"])


@pytest.mark.parametrize("said", ["曾明", "曾 明", "T1", "t1"])
def test_a_roster_of_pupils_may_name_the_head_teacher(says, said):
    make_staff(number="T1", name="曾明")

    says("students", ("1", "甲某", "初一1班", said), ("2", "乙某", "初一1班", said))

    assert posts() == [("2026级（1）班", "曾明", "2026-09-01", "None")]
    assert [row.verdict for row in says("students", ("1", "甲某", "初一1班", said))] == [
        "unchanged"
    ]


@pytest.mark.parametrize(
    ("colleagues", "why"),
    [
        ([], "不在教职工名册里"),
        ([{"until_on": date(2026, 10, 1)}], "不在教职工名册里"),
        ([{}, {}], "有重名"),
    ],
)
def test_who_cannot_be_told_is_said_and_the_pupil_is_here(says, colleagues, why):
    for fields in colleagues:
        make_staff(name="曾明", **fields)

    (row,) = says("students", ("1", "甲某", "初一1班", "曾明"))

    assert (posts(), row.warnings) == ([], [f"班主任“曾明”{why}，没有登记。"])
    assert Student.objects.get().name == "甲某"


def test_of_two_heads_of_one_class_the_first_counts(says):
    make_staff(name="曾明"), make_staff(name="单远")

    rows = says("students", ("1", "甲某", "初一1班", "曾明"), ("2", "乙某", "初一1班", "单远"))

    assert posts() == [("2026级（1）班", "曾明", "2026-09-01", "None")]
    assert rows[1].warnings == ["本班班主任在前面写的是“曾明”，“单远”没有登记。"]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (1, [("单远", "2026-09-01", "None")]),
        (15, [("曾明", "2026-09-01", "2026-09-14"), ("单远", "2026-09-15", "None")]),
    ],
)
def test_in_the_first_weeks_a_post_keeps_the_days_it_has_held(says, day, found):
    says("staff", ("T1", "曾明", "", "", "初一1班"), on=date(2026, 9, 1))

    says("staff", ("T2", "单远", "", "", "初一1班"), on=date(2026, 9, day))

    assert [post[1:] for post in posts()] == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (1, [("2", "2026-09-01", "None")]),
        (15, [("1", "2026-09-01", "2026-09-14"), ("2", "2026-09-15", "None")]),
    ],
)
def test_in_the_first_weeks_a_pupil_keeps_the_days_in_the_class_before(says, day, found):
    says("students", ("1", "甲某", "初一1班", ""), on=date(2026, 9, 1))

    says("students", ("1", "甲某", "初一2班", ""), on=date(2026, 9, day))

    rows = Enrolment.objects.order_by("from_on").values_list(
        "school_class__number", "from_on", "until_on"
    )
    assert [tuple(map(str, row)) for row in rows] == found
