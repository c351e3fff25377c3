"""The constraints of activities, and the querysets of the public home."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from branch.activities.models import Activity, ActivityPart, Attendance, Kind, Programme, Speaker
from branch.members.models import PartyGroup
from tests.activities.factories import at, attend, make_activity, programme
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


def refusal_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.messages


def changed(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_at": at(2026, 11, 20, 15)}, "结束时间要晚于开始时间。"),
        ({"hours": Decimal("-1")}, "学时不能是负数。"),
        (
            {"hours": Decimal(1), "psychology_hours": Decimal(2)},
            "心理健康教育学时不能多于学时。",
        ),
        ({"state": Activity.State.CANCELLED}, "请写明取消的原因。"),
    ],
)
def test_an_impossible_activity_is_refused_by_validation_and_by_the_database(fields, sentence):
    activity = changed(make_activity(), **fields)
    assert sentence in refusal_of(activity)
    with pytest.raises(IntegrityError):
        activity.save()


def test_a_group_meeting_needs_a_group():
    meeting = changed(make_activity(), programme=programme("党小组会"))
    assert refusal_of(meeting) == ["请选择是哪个党小组的会。"]


def test_only_a_group_meeting_has_a_group():
    meeting = changed(make_activity(), party_group=PartyGroup.objects.create(name="第二党小组"))
    assert refusal_of(meeting) == ["只有党小组会才选党小组。"]


def test_a_part_has_either_a_member_of_staff_or_a_speaker():
    part = ActivityPart(
        activity=make_activity(),
        role=ActivityPart.Role.SPEAKER,
        staff=make_staff(),
        speaker=Speaker.objects.create(name="钱老师"),
    )
    assert refusal_of(part) == ["一项分工由一名教职工或一位校外主讲人担任。"]
    with pytest.raises(IntegrityError):
        part.save()


def test_a_person_has_one_row_of_attendance_at_an_activity():
    first = attend(make_activity())
    again = Attendance(activity=first.activity, staff=first.staff, state="absent")
    assert refusal_of(again) == ["这名教职工的出席情况已经记过了。"]


@pytest.mark.parametrize(("state", "reason"), [("excused", ""), ("absent", "ill")])
def test_only_an_excused_absence_has_a_reason(state, reason):
    row = Attendance(activity=make_activity(), staff=make_staff(), state=state, reason=reason)
    assert refusal_of(row) == ["请假要有原因，其他情况不写原因。"]
    with pytest.raises(IntegrityError):
        row.save()


def test_an_observer_does_not_vote():
    row = Attendance(activity=make_activity(), staff=make_staff(), state="observer", has_vote=True)
    assert refusal_of(row) == ["列席人员没有表决权。"]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("group_meeting", "党小组会的应到范围是“一个党小组”。"),
        ("committee_meeting", "支委会的应到范围是“支委”。"),
    ],
)
def test_group_and_committee_meetings_expect_the_group_and_the_committee(kind, sentence):
    row = Programme(name="新项目", kind=kind, area="organisation", audience="members")
    assert refusal_of(row) == [sentence]


def test_the_migrations_create_the_programmes():
    found = Programme.objects.filter(name__in=["党员大会", "党员冬训", "社区大讲堂"])
    assert [row.name for row in found] == ["党员大会", "党员冬训", "社区大讲堂"]
    assert programme("党课").standard.code == "leader"
    assert programme("支委会").standard is None


def test_organisation_life_shows_when_each_kind_was_held_last():
    make_activity(title="旧的大会", starts_at=at(2026, 9, 4))
    both = make_activity(title="大会和主题党日", starts_at=at(2026, 11, 13))
    both.also_counts_as.add(programme("主题党日"))
    make_activity("主题党日", title="旧的党日", starts_at=at(2026, 10, 9))
    lesson = make_activity("党课", title="党课一讲", starts_at=at(2026, 11, 20))
    make_activity("党课", title="还没讲", starts_at=at(2026, 11, 27), state="planned")
    shown = [(Kind(kind).label, day) for kind, day in Activity.objects.last_starts_of_life()]
    assert (shown[0], set(shown[1:])) == (
        ("党课", lesson.starts_at),
        {("党员大会", both.starts_at), ("主题党日", both.starts_at)},
    )


def test_the_public_sees_only_announced_activities_that_are_open():
    now = at(2026, 11, 24)
    coming = {"state": "planned", "starts_at": at(2026, 11, 28), "is_announced": True}
    lecture = make_activity("社区大讲堂", title="孩子不想说话的时候", **coming)
    make_activity("支委会", title="研究人选", **coming)
    make_activity("社区大讲堂", title="支委没看过的", **coming | {"is_announced": False})
    make_activity("家长学校", title="上一讲", starts_at=at(2026, 11, 20))
    make_activity("家长学校", **coming | {"state": "cancelled", "cancel_reason": "天气"})
    assert list(Activity.objects.upcoming_public(now)) == [lecture]
