"""班级团辅: which classes lack sessions, who is asked for them, and when nobody is."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from branch.core.models import Figure, SiteProfile
from branch.coverage.desk import todos
from branch.coverage.models import Excuse
from branch.coverage.status import Tally, count_unassigned, statuses
from branch.school.models import HeadTeacherPost, SchoolDay
from branch.walkins.duties import EveryClassHasSessions
from tests.factories import make_class, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
DUTY = EveryClassHasSessions.key


def status_of(user, on):
    cache.clear()
    return statuses(user, on=on, only=[EveryClassHasSessions()])[0]


def standing_of(user, on):
    whole = status_of(user, on).whole
    return whole.met, whole.excused, whole.open


def held(school_class, *days, **fields):
    for day in days:
        starts_at = datetime(2026, 11, day, 7, 50, tzinfo=UTC)
        make_session(school_class, starts_at=starts_at, **fields)


def test_a_class_without_its_sessions_is_a_gap(school_class, head, committee, today):
    held(school_class, 9)
    held(school_class, 27, state="planned")

    (gap,) = status_of(committee, today).gaps

    assert (gap.subject, gap.title) == (school_class, "安排初二（3）班团辅")
    assert gap.line == "本学期已开展 1 次，还差 2 次，已排 1 次，开展后才计入"
    assert (gap.group, gap.whose) == ("初二（3）班", "班主任 韩若溪")
    assert (gap.since, gap.due_on) == (date(2026, 9, 1), date(2027, 1, 29))
    assert gap.url == f"{reverse('walkins:session-create')}?school_class={school_class.pk}"


def test_what_counts_is_held_in_this_term(school_class, committee, today):
    held(school_class, 9, 10)
    held(school_class, 27, state="planned")
    held(school_class, 11, state="cancelled")
    make_session(school_class, starts_at=datetime(2026, 6, 9, 7, 50, tzinfo=UTC))
    assert standing_of(committee, today) == (0, 0, 1)

    held(school_class, 12)

    assert standing_of(committee, today) == (1, 0, 0)
    whole = status_of(committee, today).whole
    assert (whole.done, whole.needed) == (3, 3)


def test_the_school_sets_how_many_are_needed(school_class, committee, today):
    held(school_class, 9)
    Figure.objects.create(
        key="walkins.sessions_a_term", value=1, from_on=date(2026, 9, 1), set_by=committee
    )

    assert standing_of(committee, today) == (1, 0, 0)


def test_a_class_is_excused(school_class, committee, today):
    Excuse.objects.create(
        duty_key=DUTY,
        subject_type="school.schoolclass",
        subject_id=school_class.pk,
        reason="全班外出研学",
        from_on=today,
        set_by=committee,
    )

    assert standing_of(committee, today) == (0, 1, 0)


def test_it_is_due_on_the_last_day_before_the_exams_at_the_end(school_class, head, today):
    for day in (*range(18, 23), *range(25, 30)):
        SchoolDay.objects.create(day=date(2027, 1, day), kind="exam")

    (gap,) = status_of(head.user, today).own_gaps

    assert gap.due_on == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("day", "is_asked"),
    [
        (date(2026, 11, 13), True),
        (date(2026, 11, 14), True),  # a Saturday
        (date(2026, 11, 24), False),  # exams
        (date(2026, 10, 2), False),  # the national holidays
        (date(2027, 2, 10), False),  # after the term
    ],
)
def test_nobody_is_asked_in_exams_and_holidays(school_class, head, day, is_asked, today):
    SchoolDay.objects.create(day=today, kind="exam")

    status = status_of(head.user, day)

    assert bool(status.own_gaps) is is_asked
    assert status.whole.open == 1


def test_who_has_planned_all_is_not_asked_for_more(school_class, head, today):
    held(school_class, 9, 10)
    assert len(status_of(head.user, today).own_gaps) == 1

    held(school_class, 27, state="planned")

    assert status_of(head.user, today).own_gaps == []
    assert standing_of(head.user, today) == (0, 0, 1)


def test_a_class_without_a_head_teacher_is_the_committees(school_class, head, committee, today):
    assert count_unassigned([status_of(committee, today)])[DUTY].open == 0

    HeadTeacherPost.objects.update(until_on=date(2026, 11, 1), is_ended=True)

    assert count_unassigned([status_of(committee, today)])[DUTY] == Tally(open=1, missing=3)


def test_a_head_teacher_counts_the_own_class_alone(school_class, head, today):
    make_class(entry_year=2025, number=4)

    assert standing_of(head.user, today) == (0, 0, 1)


def todos_of(user):
    found = todos([], [], user=user, site=SiteProfile.current(), at=timezone.now())
    return [(todo.title, todo.tag, todo.button) for todo in found]


def test_the_desk_asks_the_head_teacher_for_what_was_planned(school_class, head, theme):
    held(school_class, 20, 27, state="planned")
    held(make_class(), 20, state="planned")
    make_session(school_class, starts_at=datetime(2026, 12, 20, 7, 50, tzinfo=UTC), state="planned")

    assert todos_of(head.user) == [
        ("初二（3）班团辅《同桌之间》", "待补记录", "记团辅情况"),
        ("初二（3）班团辅《同桌之间》", "11-27", "查看安排"),
    ]
