"""The psychology hours that a colleague has on a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from branch.activities.actions import revise
from branch.activities.models import Activity, Attendance
from branch.core.models import Figure
from branch.members.models import Member
from branch.school.models import Staff
from branch.walkins.models import hour_rules, hours_of, with_psychology_hours
from tests.activities.factories import at, attend, make_activity
from tests.factories import make_member, make_staff
from tests.walkins.classes.heads import make_training

pytestmark = pytest.mark.django_db
STATES = Attendance.State


@pytest.fixture
def person():
    return make_staff()


def hours_on(person, day):
    rows = with_psychology_hours(Staff.objects.filter(pk=person.pk), on=day, **hour_rules(day))
    return hours_of(rows.get())


def set_figure(key, value, by, from_on=date(2026, 1, 1)):
    Figure.objects.create(key=key, value=value, from_on=from_on, why="学校商定", set_by=by)


@pytest.mark.parametrize(
    ("state", "reason", "held"),
    [
        (STATES.PRESENT, "", 6),
        (STATES.ABSENT, "", 0),
        (STATES.EXCUSED, "ill", 0),
        (STATES.OBSERVER, "", 0),
    ],
)
def test_only_who_was_present_has_the_hours(person, today, state, reason, held):
    attend(make_training(), person, state, reason=reason)

    assert hours_on(person, today).held == held


@pytest.mark.parametrize(
    ("facts", "held"),
    [
        ({}, 6),
        ({"state": Activity.State.PLANNED}, 0),
        ({"state": Activity.State.CANCELLED, "cancel_reason": "停电"}, 0),
        ({"psychology_hours": 0}, 0),
        ({"psychology_hours": 4}, 4),
    ],
)
def test_only_the_psychology_hours_of_what_was_held_count(person, today, facts, held):
    make_training(person, **facts)

    assert hours_on(person, today).held == held


@pytest.mark.parametrize(
    ("starts_at", "held"),
    [
        pytest.param(at(2025, 11, 23, 23, 59), 0, id="the evening before the period"),
        pytest.param(at(2025, 11, 24, 0, 0), 6, id="its first minute"),
        pytest.param(at(2026, 11, 24, 23, 59), 6, id="the day itself"),
        pytest.param(at(2026, 11, 25, 0, 0), 0, id="the day after"),
    ],
)
def test_the_period_has_both_its_ends(person, today, starts_at, held):
    make_training(person, starts_at=starts_at)

    assert hours_on(person, today).held == held


def test_hours_of_several_activities_are_added_exactly(person, today):
    for n in range(6):
        make_training(person, psychology_hours="0.1", starts_at=at(2026, 9, 1 + n))
    make_training(person, psychology_hours="3.9")
    make_training(make_staff(), psychology_hours=5)

    hours = hours_on(person, today)

    assert (hours.held, hours.lacking, hours.is_enough) == (Decimal("4.5"), Decimal("1.5"), False)
    assert hours.says == "现有 4.5，应有 6，还差 1.5"


def test_ten_tenths_are_one_hour(person, today, secretary):
    """As floats they would be 0.99."""
    set_figure("walkins.head_hours", 1, secretary)
    for n in range(10):
        make_training(person, psychology_hours="0.1", starts_at=at(2026, 9, 1 + n))

    assert hours_on(person, today).is_enough
    assert hours_on(person, today).says == "现有 1，应有 1"


def test_a_past_day_is_answered_as_it_was(person, today):
    make_training(person)
    make_training(person, psychology_hours=2, starts_at=at(2025, 9, 10))

    days = [date(2026, 5, 20), date(2026, 8, 26), date(2026, 8, 27), today]
    assert [hours_on(person, day).held for day in days] == [2, 2, 8, 6]


def test_both_figures_are_those_of_the_day(person, today, secretary):
    make_training(person, starts_at=at(2026, 3, 2))
    set_figure("walkins.head_hours", "7.5", secretary, from_on=today)
    set_figure("walkins.head_hours_months", 6, secretary, from_on=today)

    before, then = hours_on(person, today - timedelta(days=1)), hours_on(person, today)

    assert before.says == "现有 6，应有 6"
    assert then.says == "现有 0，应有 7.5，还差 7.5"


def test_a_corrected_attendance_changes_the_hours(secretary, today):
    member = make_member()
    activity = make_activity(
        "主题党日", hours=2, psychology_hours=2, starts_at=at(2026, 11, 13), title="读书交流"
    )
    attend(activity, member.staff, STATES.EXCUSED, reason="ill")
    facts = {"title": "读书交流", "place": "党员活动室", "starts_at": activity.starts_at}
    facts |= {"hours": Decimal(2), "psychology_hours": Decimal(2)}
    assert hours_on(member.staff, today).held == 0

    revise(activity, version=1, at=at(2026, 11, 24), by=secretary, **facts)

    assert hours_on(member.staff, today).held == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_one_query_however_long(today, django_assert_num_queries, count):
    for _ in range(count):
        make_training(make_member().staff)
    rules = hour_rules(today)

    with django_assert_num_queries(1):
        rows = with_psychology_hours(Member.objects.all(), on=today, staff="staff", **rules)
        held = [hours_of(row).held for row in rows]

    assert held == [6] * count
