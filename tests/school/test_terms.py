"""Terms and school days, and the weeks and days counted from them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from branch.core.models import AuditEvent
from branch.core.undo import undo
from branch.school.actions import (
    record_school_day,
    record_school_days,
    record_term,
    remove_school_day,
    revise_term,
)
from branch.school.models import SchoolDay, Term
from branch.school.models.calendar import Calendar
from tests.factories import make_term

pytestmark = pytest.mark.django_db


def spring(**fields):
    return {
        "first_year": 2026,
        "number": 2,
        "starts_on": date(2027, 3, 1),
        "ends_on": date(2027, 6, 30),
        **fields,
    }


def test_a_term_is_recorded_and_revised(administrator):
    term = record_term(by=administrator, **spring())

    revise_term(term, version=1, by=administrator, **spring(ends_on=date(2027, 7, 2)))

    assert Term.objects.get().ends_on == date(2027, 7, 2)
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {
        "term.recorded",
        "term.revised",
    }


def test_terms_that_share_a_day_are_refused(administrator):
    make_term()

    with pytest.raises(ValidationError) as refusal:
        record_term(by=administrator, **spring(starts_on=date(2027, 1, 29)))

    message = "和2026–2027学年第一学期（2026-09-01 至 2027-01-29）重叠，请改日期。"
    assert refusal.value.message_dict == {"starts_on": [message]}
    assert Term.objects.count() == 1


def revising(by):
    term = make_term()
    return lambda: revise_term(term, version=1, by=by, **spring())


@pytest.mark.parametrize(
    "prepare", [lambda by: lambda: record_term(by=by, **spring()), revising], ids=["new", "revised"]
)
def test_the_sites_row_is_locked_before_any_term_is_read(administrator, prepare):
    """SQLite has one writer at a time and needs no lock of a row."""
    act = prepare(administrator)

    with CaptureQueriesContext(connection) as queries:
        act()

    first = next(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    assert 'FROM "core_siteprofile"' in first
    assert first.endswith("FOR UPDATE") is connection.features.has_select_for_update


def test_school_days_are_counted_by_the_calendar(django_assert_num_queries):
    """September 2026: 22 weekdays, one of them 中秋节, and a Sunday made up for the holiday."""
    term = make_term(ends_on=date(2026, 9, 30))
    SchoolDay.objects.create(day=date(2026, 9, 8), kind="closed")
    SchoolDay.objects.create(day=date(2026, 9, 9), kind="open", note="期中考试")

    with django_assert_num_queries(2):
        count = Calendar.of_terms([term]).count(term)

    assert (term.week_count, count) == (5, 21)


def test_the_calendar_marks_days_off_and_make_up_days():
    term = make_term()
    SchoolDay.objects.create(day=date(2026, 9, 8), kind="closed")

    weeks = Calendar.of_terms([term]).weeks(term)

    marks = {
        day.day.day: day.mark
        for week in weeks[:5]
        for day in week.days
        if day.is_inside and day.mark
    }
    assert marks == {8: "休", 20: "班", 25: "休", 1: "休", 2: "休"}
    assert [day.is_inside for day in weeks[0].days] == [False] + [True] * 6
    assert [week.number for week in weeks] == list(range(1, 23))


def test_a_second_record_of_a_day_replaces_the_first(administrator, today):
    record_school_day(day=today, kind="closed", note="运动会", by=administrator)
    record_school_day(day=today, kind="open", note="", by=administrator)

    assert list(SchoolDay.objects.values_list("day", "kind", "note")) == [(today, "open", "")]


def test_a_removed_day_is_in_the_audit_only(administrator, today):
    row = record_school_day(day=today, kind="closed", note="运动会", by=administrator)

    remove_school_day(row, on=today, by=administrator)

    assert not SchoolDay.objects.exists()
    assert AuditEvent.objects.get(verb="school_day.removed").says == "2026-11-24 运动会"


def exams(by):
    """Exams from Thursday 12 to Tuesday 17 November 2026."""
    return record_school_days(
        first=date(2026, 11, 12), last=date(2026, 11, 17), kind="exam", note="期中考试", by=by
    )


def test_a_span_of_exams_leaves_out_its_weekend(administrator):
    make_term()

    exams(administrator)

    assert [row.day.day for row in SchoolDay.objects.filter(kind="exam")] == [12, 13, 16, 17]
    assert AuditEvent.objects.filter(verb="school_day.recorded").count() == 4


def test_a_span_without_a_day_to_mark_is_refused(administrator):
    make_term()
    exams(administrator)

    with pytest.raises(ValidationError, match="这几天里没有要标成“考试周”的日子") as refused:
        exams(administrator)

    assert list(refused.value.message_dict) == ["until"]


def test_school_days_are_not_recorded_as_a_span(administrator):
    make_term()
    span = {"first": date(2026, 11, 12), "last": date(2026, 11, 17)}

    with pytest.raises(ValidationError, match="请一天一天地写"):
        record_school_days(**span, kind="open", note="", by=administrator)


def test_a_span_is_removed_and_put_back_as_one(administrator, today):
    make_term()
    first = exams(administrator)[0]
    record_school_day(day=today, kind="closed", note="补休", by=administrator)

    step = remove_school_day(first, on=today, by=administrator)
    assert [row.day for row in SchoolDay.objects.all()] == [today]
    undo(step, on=today, at=timezone.now(), by=administrator)

    assert [row.day.day for row in SchoolDay.objects.all()] == [12, 13, 16, 17, 24]


def test_a_term_knows_its_years_without_official_data():
    far = spring(first_year=2060, starts_on=date(2061, 3, 1), ends_on=date(2061, 6, 30))

    assert make_term(**far).years_without_data == [2061]
    assert make_term(ends_on=date(2026, 12, 31)).years_without_data == []
