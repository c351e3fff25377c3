from datetime import date

import pytest
from django.utils import timezone

from branch.core.periods import Period
from branch.school.actions import deal_roll_numbers
from branch.school.models import RollNumber, Student
from branch.walkins.ledgers import ContactLedger
from tests.factories import (
    make_class,
    make_contact,
    make_head,
    make_need,
    make_pairing,
    make_student,
    make_term,
)
from tests.spreadsheets import bring, csv_file

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), "本月")


@pytest.fixture(autouse=True)
def _on_the_day(the_day):
    """The clock stands on 2026-11-24, which decides who heads which class."""


def rows(user, period=NOVEMBER):
    return list(ContactLedger().rows(user, period=period, filters=None))


def test_a_line_shows_categories_and_a_number_but_no_name(committee, term):
    student = make_student(make_class(number=3), name="张晓雨")
    RollNumber.objects.create(term=term, student=student, number="0187")
    pairing = make_pairing(student=make_need(student).student)
    make_contact(
        pairing, kind="tutoring", mode="phone", fact="一起整理错题", next_on=date(2026, 12, 1)
    )

    (row,) = rows(committee)

    cells = ContactLedger().cells(row)
    assert cells == [
        date(2026, 11, 8),
        "初二（3）班",
        "0187",
        str(pairing.member),
        "课业辅导",
        "电话",
        20,
        None,
        date(2026, 12, 1),
    ]
    assert ContactLedger().student_ids([row]) == [student.pk]


def test_the_columns_are_those_inspectors_ask_for():
    assert [column.title for column in ContactLedger.columns] == [
        "日期",
        "班级",
        "学生编号",
        "结对党员",
        "帮扶类别",
        "方式",
        "时长（分钟）",
        "协同人员",
        "下次约定日期",
    ]


def test_one_contact_with_two_students_is_two_lines_in_order_of_days(committee):
    first = make_pairing()
    second = make_pairing(member=first.member)
    make_contact(first, second, happened_on=date(2026, 11, 20))
    make_contact(first, happened_on=date(2026, 11, 3))
    make_contact(first, happened_on=date(2026, 10, 31))

    assert [(row.happened_on.day, row.pairing) for row in rows(committee)] == [
        (3, first),
        (20, first),
        (20, second),
    ]


def test_class_and_number_are_those_of_the_day(committee, term):
    """A line of the last school year has that year's class name and that term's number."""
    last = make_term(
        first_year=2025, number=2, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30)
    )
    student = make_student(make_class(number=7), since=date(2025, 9, 1))
    for of, number in ((term, "0001"), (last, "0099")):
        RollNumber.objects.create(term=of, student=student, number=number)
    pairing = make_pairing(student=student, started_on=date(2026, 3, 9))
    make_contact(pairing, happened_on=date(2026, 5, 8))

    (row,) = rows(committee, Period(date(2026, 3, 2), date(2026, 6, 30), "上学期"))

    assert (row.class_name, row.roll_number) == ("初一（7）班", "0099")


def test_in_a_period_of_two_terms_each_line_has_the_number_of_its_own(committee, term):
    last = make_term(
        first_year=2025, number=2, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30)
    )
    student = make_student(since=date(2025, 9, 1))
    pairing = make_pairing(student=student, started_on=date(2026, 3, 9))
    days = date(2026, 5, 8), date(2026, 7, 20), date(2026, 11, 9)
    for day in days:
        make_contact(pairing, happened_on=day)
        deal_roll_numbers(on=day)

    found = rows(committee, Period(date(2026, 3, 2), date(2027, 1, 29), "本学年"))

    then, now = (student.roll_numbers.get(term=of).number for of in (last, term))
    assert [row.roll_number for row in found] == [then, then, now]


def test_a_school_that_imported_its_roster_sees_numbers(committee, term, today):
    roster = csv_file([("学号", "姓名", "班级"), ("20260001", "廖平", "初一1班")])
    bring("students", roster, on=today, at=timezone.now(), name="a.csv")
    student = Student.objects.get()
    make_contact(make_pairing(student=make_need(student).student))

    (row,) = rows(committee)

    number = RollNumber.objects.get(student=student).number
    assert ContactLedger().cells(row)[1:3] == ["初一（1）班", number]


def test_a_head_teachers_ledger_shows_the_own_class_only(committee):
    school_class = make_class()
    head = make_head(school_class)
    mine = make_pairing(student=make_need(make_student(school_class)).student)
    other = make_pairing(member=mine.member)
    make_contact(mine, other)

    assert [row.pairing for row in rows(head.user)] == [mine]
    assert [row.pairing for row in rows(mine.member.staff.user)] == [mine, other]
    assert len(rows(committee)) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_ledger_costs_two_queries(committee, count, django_assert_num_queries):
    for _ in range(count):
        make_contact()
    rows(committee)

    with django_assert_num_queries(2):
        list(map(ContactLedger().cells, rows(committee)))
