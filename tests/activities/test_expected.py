"""应到: the people expected at an activity are those of its day."""

from datetime import date, timedelta

import pytest

from branch.activities.models import awaited_of, expected
from branch.coverage.models import Excuse
from branch.members.actions import regroup_member
from branch.members.models import Member, MemberStatus, Office, PartyGroup
from tests.activities.factories import attend, make_activity, programme
from tests.factories import LONG_AGO, make_member, make_staff, make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


def send_away(member, until):
    Excuse.objects.create(
        subject_type=Member._meta.label_lower,
        subject_id=member.pk,
        reason="支教",
        from_on=date(2026, 9, 1),
        until_on=until,
        set_by=make_user(),
    )


def awaited(name, **keywords):
    return [row.staff for row in expected(programme(name), **{"on": DAY, **keywords})]


def test_all_members_are_expected_and_probationary_ones_do_not_vote():
    full = make_member(surname_strokes=4)
    probationary = make_member(status=MemberStatus.Kind.PROBATIONARY, surname_strokes=5)
    make_staff()
    rows = expected(programme("党员大会"), on=DAY)
    assert [(row.staff, row.has_vote) for row in rows] == [
        (full.staff, True),
        (probationary.staff, False),
    ]


def test_a_member_away_on_that_day_is_not_expected():
    member = make_member()
    send_away(member, until=date(2026, 11, 20))
    assert awaited("党员大会") == []
    assert awaited("党员大会", on=date(2026, 11, 21)) == [member.staff]


def test_a_member_is_not_expected_before_joining():
    make_member(since=date(2026, 11, 21))
    assert awaited("党员大会") == []


def test_a_committee_meeting_expects_those_in_office_that_day():
    member, former = make_member(), make_member()
    Office.objects.create(member=member, kind=Office.Kind.SECRETARY, from_on=LONG_AGO)
    Office.objects.create(
        member=former, kind=Office.Kind.YOUTH, from_on=LONG_AGO, until_on=date(2026, 11, 19)
    )
    assert awaited("支委会") == [member.staff]


def test_a_group_meeting_expects_the_members_of_the_group():
    own, other = make_member(), make_member(group=PartyGroup.objects.create(name="第二党小组"))
    assert awaited("党小组会", party_group=own.group) == [own.staff]
    assert awaited("党小组会", party_group=other.group) == [other.staff]


def test_a_past_group_meeting_expects_the_members_of_its_day():
    member, group = make_member(), PartyGroup.objects.create(name="第二党小组")
    before, moved_on = member.group, DAY + timedelta(days=1)
    regroup_member(member, group=group, version=1, on=moved_on, by=make_user())

    groups = (before, group)
    found = [awaited("党小组会", party_group=row) for row in groups]
    later = [awaited("党小组会", party_group=row, on=moved_on) for row in groups]

    assert (found, later) == ([[member.staff], []], [[], [member.staff]])


def test_all_staff_are_expected_but_those_who_left_or_are_away():
    teacher, member, away = make_staff(), make_member(), make_member()
    make_staff(until_on=date(2026, 7, 1))
    send_away(away, until=None)
    assert awaited("暑期教师培训") == [teacher, member.staff]


def test_an_open_activity_expects_nobody():
    make_member()
    assert awaited("社区大讲堂") == []


def test_a_stored_roll_has_the_headings_and_the_order_of_the_groups_of_its_day():
    first, second, last = (PartyGroup.objects.create(name=f"{n}组", order=n) for n in (7, 8, 9))
    moved, stays = make_member(group=first), make_member(group=second)
    activity = make_activity()
    for member in (moved, stays):
        attend(activity, member.staff)

    regroup_member(moved, group=last, version=1, on=DAY + timedelta(days=1), by=make_user())

    rows = awaited_of(activity, on=DAY)
    assert [(row.staff, row.group) for row in rows] == [(moved.staff, "7组"), (stays.staff, "8组")]
