"""三会一课登记表: its columns, rows and readers."""

from datetime import date, datetime

import pytest

from branch.activities.ledgers import OrganisationLife
from branch.activities.models import Activity, ActivityPart
from branch.core.periods import Period
from tests.activities.factories import at, attend, make_activity, programme
from tests.factories import make_member, make_staff

pytestmark = pytest.mark.django_db
AUTUMN = Period(date(2026, 9, 1), date(2026, 11, 30), "本学期")
TITLES = "时间｜类别｜主题和主要议题｜地点｜主持人（主讲人）｜记录人｜应到｜实到｜请假、缺席人员及原因｜列席人员｜决议事项｜落实情况"


def printed(user):
    ledger = OrganisationLife()
    return [ledger.cells(row) for row in ledger.rows(user, period=AUTUMN, filters=None)]


def lesson(**fields):
    """A lesson at which two were expected; one was ill, and one more observed."""
    activity = make_activity("党课", title="书记讲党课", host=make_staff(name="主持甲"), **fields)
    roles = ActivityPart.Role
    activity.parts.create(role=roles.SPEAKER, staff=make_staff(name="主讲乙"))
    activity.parts.create(role=roles.RECORDER, staff=make_staff(name="记录丙"))
    ill = make_member(staff=make_staff(name="病假丁"))
    attend(activity)
    attend(activity, ill.staff, "excused", reason="ill")
    attend(activity, make_staff(name="列席戊"), "observer")
    return activity, ill


def test_the_columns_are_those_inspectors_ask_for():
    assert "｜".join(column.title for column in OrganisationLife.columns) == TITLES


def test_a_row_shows_attendance_and_the_reasons_of_absence(committee):
    lesson(agenda="一、学习\n二、讨论")
    assert printed(committee) == [
        [
            datetime.fromisoformat("2026-11-20 16:00"),
            "党课",
            "书记讲党课\n一、学习\n二、讨论",
            "党员活动室",
            "主持甲（主讲乙）",
            "记录丙",
            2,
            1,
            "病假丁（病假）",
            "列席戊",
            None,
            None,
        ]
    ]


def test_only_meetings_held_in_the_period_are_listed_in_their_order(committee):
    make_activity(title="二", starts_at=at(2026, 11, 30, 23))
    make_activity(title="一", starts_at=at(2026, 9, 1, 0))
    make_activity(title="计划中", state="planned")
    make_activity(title="作废", state="cancelled", cancel_reason="重复")
    make_activity("社区大讲堂", title="不是三会一课")
    make_activity(title="期外", starts_at=at(2026, 12, 1, 0))
    assert [row[2] for row in printed(committee)] == ["一", "二"]


def test_a_themed_day_that_also_counts_as_a_lesson_is_listed_as_a_lesson(committee):
    make_activity("主题党日").also_counts_as.add(programme("党课"))
    assert [row[1] for row in printed(committee)] == ["党课"]


def test_a_meeting_of_a_group_is_listed_with_its_group(committee):
    group = make_member().group
    make_activity("党小组会", party_group=group)
    make_activity("党课", starts_at=at(2026, 11, 21))
    assert [row[1] for row in printed(committee)] == [f"党小组会（{group}）", "党课"]


def test_a_member_sees_the_meetings_they_were_expected_at_without_reasons_of_others():
    activity, ill = lesson()
    other = make_member()
    attend(activity, other.staff)
    make_activity(title="别人的会")
    listener = make_member()
    attend(make_activity(title="列席的会"), listener.staff, "observer")
    assert [row[8:10] for row in printed(other.staff.user)] == [[None, None]]
    assert [row[8:10] for row in printed(ill.staff.user)] == [["病假丁（病假）", None]]
    assert printed(listener.staff.user) == []


def test_a_member_expected_at_a_committee_meeting_does_not_see_its_agenda():
    meeting, member = make_activity("支委会", agenda="人选"), make_member()
    attend(meeting, member.staff)
    assert [row[2] for row in printed(member.staff.user)] == ["审议支部工作计划"]


@pytest.mark.parametrize(("name", "open_to_members"), [("党课", True), ("支委会", False)])
def test_a_queryset_and_a_row_agree_on_who_reads_the_minutes(
    committee, member, name, open_to_members
):
    activity = make_activity(name)
    people = (committee, member.staff.user)

    annotated = [Activity.objects.with_minutes_for(user).get().shows_minutes for user in people]

    assert annotated == [activity.minutes_visible_to(user) for user in people]
    assert annotated == [True, open_to_members]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_costs_the_same_at_any_length(committee, rows, django_assert_num_queries):
    for _ in range(rows):
        lesson()
    with django_assert_num_queries(5):
        assert len(printed(committee)) == rows
