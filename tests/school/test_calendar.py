from datetime import date

import pytest

from branch.school.models import SchoolClass, SchoolDay, Term
from branch.school.models.calendar import (
    Calendar,
    official_calendar_knows,
    school_days_after,
    school_days_before,
)
from tests.factories import make_term

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 8, 31), None),
        (date(2026, 9, 1), 1),
        (date(2026, 9, 6), 1),
        (date(2026, 9, 7), 2),
        (date(2026, 11, 23), 13),
        (date(2027, 1, 30), None),
    ],
)
def test_weeks_are_counted_from_the_monday_of_the_first_day(day, week):
    assert make_term().week_on(day) == week


def test_the_term_in_holidays_is_the_last_one():
    term = make_term()

    assert Term.objects.on(date(2027, 2, 10)) == term
    assert Term.objects.on(date(2026, 8, 31)) is None


def test_five_school_days_are_a_week():
    make_term()

    assert school_days_before(date(2026, 11, 24), 5) == date(2026, 11, 17)


def test_official_holidays_are_no_school_days():
    make_term()

    # 1–7 October 2026 are official holidays: one school day before the 8th is 30 September.
    assert school_days_before(date(2026, 10, 8), 1) == date(2026, 9, 30)


def test_days_between_terms_are_no_school_days():
    make_term(number=1)
    make_term(number=2, starts_on=date(2027, 3, 1), ends_on=date(2027, 6, 30))

    assert school_days_before(date(2027, 3, 1), 1) == date(2027, 1, 29)


def test_the_schools_own_days_override_official_ones():
    make_term()
    SchoolDay.objects.create(day=date(2026, 11, 23), kind="closed", note="运动会补休")
    SchoolDay.objects.create(day=date(2026, 11, 22), kind="open", note="调课")

    assert school_days_before(date(2026, 11, 24), 1) == date(2026, 11, 22)


def make_exams(*days):
    for day in days:
        SchoolDay.objects.create(day=date(2026, 11, day), kind="exam", note="期中考试")


def test_no_clock_runs_on_days_of_exams():
    make_term()
    make_exams(16, 17, 18)

    # 19 November is the first school day after Friday 13 that is not of exams
    assert school_days_after(date(2026, 11, 13), 1) == date(2026, 11, 19)
    assert school_days_before(date(2026, 11, 19), 1) == date(2026, 11, 13)
    assert school_days_before(date(2026, 11, 18), 1) == date(2026, 11, 13)


def test_pupils_are_at_school_on_days_of_exams():
    term = make_term()
    calendar = Calendar.of_terms([term])
    without = calendar.count(term)
    make_exams(16, 17)

    calendar = Calendar.of_terms([term])

    assert (calendar.count(term), calendar.exam_count(term)) == (without, 2)
    assert [day.mark for week in calendar.weeks(term) for day in week.days].count("考") == 2


def test_days_of_one_kind_and_note_are_one_span_across_a_weekend():
    term = make_term()
    make_exams(12, 13, 16, 18)

    spans = Calendar.of_terms([term]).own_spans()

    assert [[row.day.day for row in rows] for rows in spans] == [[12, 13, 16], [18]]


def test_a_year_without_official_data_is_recognised():
    assert official_calendar_knows(date(2026, 12, 31))
    assert not official_calendar_knows(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 8, 31), "2025级（3）班"),
        (date(2025, 9, 1), "初一（3）班"),
        (date(2026, 8, 31), "初一（3）班"),
        (date(2026, 9, 1), "初二（3）班"),
        (date(2028, 6, 30), "初三（3）班"),
        (date(2028, 9, 1), "2025级（3）班"),
    ],
)
def test_the_name_of_a_class_depends_on_the_day(day, name):
    assert SchoolClass(entry_year=2025, number=3).name_on(day) == name
