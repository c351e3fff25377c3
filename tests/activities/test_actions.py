"""The actions that plan, log, correct, close and cancel activities."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from branch.accounts.models import Role
from branch.activities import actions
from branch.activities.models import Activity, Attendance, Speaker
from branch.core.models import AuditEvent, SiteProfile, Stale
from branch.members.models import MemberStatus
from tests.activities.factories import at, make_activity, make_planned, programme
from tests.factories import make_member, make_staff, make_user

pytestmark = pytest.mark.django_db

NOW = at(2026, 11, 24, 9)


def log(name="党员大会", **facts):
    given = {"title": "审议计划", "starts_at": at(2026, 11, 20), "place": "党员活动室"}
    keywords = {"at": NOW, "by": facts.pop("by", None) or make_user()}
    return actions.log_activity(programme=programme(name), **keywords, **given | facts)


def attendance_of(activity):
    rows = activity.attendances.order_by("staff__number")
    return [(row.staff, row.state, row.reason, row.has_vote) for row in rows]


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_meeting_is_logged_by_naming_only_the_absent():
    came, ill, missing = make_member(), make_member(), make_member()
    new = make_member(status=MemberStatus.Kind.PROBATIONARY)
    guest = make_staff()
    activity = log(
        absent={ill.staff.pk: "ill", missing.staff.pk: ""}, observers=[guest, came.staff]
    )
    assert activity.is_done
    assert attendance_of(activity) == [
        (came.staff, "present", "", True),
        (ill.staff, "excused", "ill", True),
        (missing.staff, "absent", "", True),
        (new.staff, "present", "", False),
        (guest, "observer", "", False),
    ]
    assert verbs() == ["activity.logged"]


def test_host_speaker_recorder_and_guest_are_stored():
    host, recorder, speaker = make_staff(), make_staff(), make_staff()
    activity = log(
        host=host,
        recorder=recorder,
        speakers=[speaker],
        guest_name="钱文远",
        guest_affiliation="市心理学会",
    )
    assert activity.host_names == host.name
    assert activity.recorder_names == recorder.name
    assert activity.speaker_names == f"{speaker.name}、钱文远（市心理学会）"
    log(guest_name="钱文远", guest_affiliation="市心理学会")
    assert Speaker.objects.count() == 1


def test_an_open_activity_has_a_headcount_and_names_staff_only():
    make_member()
    helper = make_staff()
    activity = log("社区大讲堂", audience_count=48, participants=[helper])
    assert activity.audience_count == 48
    assert attendance_of(activity) == [(helper, "present", "", False)]


def test_a_future_activity_cannot_be_logged_and_a_past_one_not_planned():
    with pytest.raises(ValidationError) as refusal:
        log(starts_at=at(2026, 11, 27))
    assert refusal.value.message_dict == {"starts_at": ["活动还没有开始，先不能记录。"]}
    with pytest.raises(ValidationError) as refusal:
        actions.plan_activity(
            programme=programme("党课"),
            title="微党课",
            starts_at=at(2026, 11, 20),
            place="党员活动室",
            at=NOW,
            by=make_user(),
        )
    assert refusal.value.message_dict == {"starts_at": ["计划中的活动，时间要在现在之后。"]}
    assert not Activity.objects.exists()


@pytest.mark.parametrize("name", ["absent", "observers", "participants"])
def test_who_is_away_from_an_activity_to_come_is_refused_and_not_dropped(name):
    staff = make_staff()
    with pytest.raises(ValidationError) as refusal:
        actions.plan_activity(
            programme=programme("社区大讲堂"),
            title="春晖",
            starts_at=at(2026, 11, 27),
            place="报告厅",
            at=NOW,
            by=make_user(),
            **{name: {staff.pk: ""} if name == "absent" else [staff]},
        )
    assert refusal.value.message_dict == {name: [actions.TOO_EARLY]}


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        (
            {"title": "结对帮扶 初二（3）班 李明 送书桌"},
            {
                "title": [
                    "公开网页会显示：“结对帮扶 初二（3）班 李明 送书桌”写了被帮扶学生的班级，请删去班级。",
                    "公开网页会显示：“结对帮扶 初二（3）班 李明 送书桌”写了送给家庭的物品或钱款，请改成不具体的说法。",
                ]
            },
        ),
        (
            {"place": "走访3户"},
            {
                "place": [
                    "公开网页会显示：“走访3户”写了 5 以下的户数或人数，请改成全校合计或不写数。"
                ]
            },
        ),
        ({"title": "某某 彩票网开奖"}, {"title": ["含有禁用词“某某彩票网”，请改掉。"]}),
    ],
)
def test_words_the_public_must_not_read_are_refused_at_their_field(facts, refused):
    SiteProfile.objects.update(blocked_words="某某彩票网")
    facts = {"title": "讲座", "place": "报告厅", "starts_at": at(2026, 11, 27)} | facts
    with pytest.raises(ValidationError) as refusal:
        actions.plan_activity(programme=programme("社区大讲堂"), at=NOW, by=make_user(), **facts)
    assert refusal.value.message_dict == refused
    actions.plan_activity(programme=programme("党课"), at=NOW, by=make_user(), **facts)


def test_one_activity_counts_in_two_programmes_with_its_hours_once():
    activity = log(hours=Decimal(2), also_counts_as=[programme("主题党日")])
    assert activity.kinds == {"general_meeting", "themed_day"}
    assert list(Activity.objects.counting_as(["themed_day"])) == [activity]
    assert activity.hours == 2


def test_a_planned_activity_is_closed_with_everyone_present():
    member = make_member()
    planned = make_planned(starts_at=at(2026, 11, 20))
    actions.close_as_planned(planned, version=planned.version, at=NOW, by=make_user())
    planned.refresh_from_db()
    assert planned.is_done
    assert attendance_of(planned) == [(member.staff, "present", "", True)]
    assert verbs() == ["activity.closed"]


def test_an_activity_cannot_be_closed_before_it_began_or_twice():
    planned = make_planned()
    with pytest.raises(ValidationError, match="活动还没有开始，开过以后再办结。"):
        actions.close_as_planned(planned, version=1, at=NOW, by=make_user())
    with pytest.raises(ValidationError, match="这场活动已经办结或取消。"):
        actions.close_as_planned(make_activity(), version=1, at=NOW, by=make_user())
    planned.refresh_from_db()
    assert planned.is_planned


def revise(activity, **facts):
    given = {
        "title": activity.title,
        "starts_at": activity.starts_at,
        "place": activity.place,
        "version": activity.version,
    }
    return actions.revise(activity, at=NOW, **{"by": make_user()} | given | facts)


def test_a_planned_activity_becomes_held_with_its_record():
    member = make_member()
    planned = make_planned(starts_at=at(2026, 11, 20))
    held = revise(planned, absent={member.staff.pk: "official"})
    assert held.is_done
    assert attendance_of(held) == [(member.staff, "excused", "official", True)]


def test_a_planned_activity_may_be_moved_but_a_held_one_not_into_the_future():
    moved = revise(make_planned(), starts_at=at(2026, 12, 4))
    assert (moved.is_planned, moved.starts_at) == (True, at(2026, 12, 4))
    with pytest.raises(ValidationError) as refusal:
        revise(make_activity(), starts_at=at(2026, 12, 4))
    assert refusal.value.message_dict == {"starts_at": ["这场活动已有记录，时间不能晚于现在。"]}


def test_the_second_of_two_writers_is_refused_as_stale():
    activity = make_activity()
    revise(activity, title="先到的题目")
    with pytest.raises(Stale):
        revise(activity, title="后到的题目")
    activity.refresh_from_db()
    assert activity.title == "先到的题目"


def test_a_cancelled_activity_keeps_its_reason_and_counts_nowhere():
    activity = make_activity()
    actions.cancel(activity, reason="与全校活动冲突", version=1, by=make_user())
    activity.refresh_from_db()
    assert (activity.is_cancelled, activity.cancel_reason) == (True, "与全校活动冲突")
    assert list(Activity.objects.done()) == []
    with pytest.raises(ValidationError, match="这场活动已取消，不能再修改。"):
        revise(activity)


def test_cached_public_pages_are_dropped_only_for_what_they_show():
    before = SiteProfile.current().public_stamp
    log("暑期教师培训")
    assert SiteProfile.current().public_stamp == before
    log("社区大讲堂")
    log("党员大会")
    assert SiteProfile.current().public_stamp == before + 2


@pytest.mark.parametrize(
    ("name", "facts", "renews"),
    [
        ("社区大讲堂", {"title": "改过的题目"}, True),
        ("社区大讲堂", {"place": "报告厅"}, True),
        ("社区大讲堂", {"summary": "写过的内容"}, False),
        ("党员大会", {"starts_at": at(2026, 11, 19)}, True),
        ("党员大会", {"also_counts_as": []}, True),
        ("党员大会", {"title": "改过的题目"}, False),
        ("党员大会", {"recorder": None, "agenda": "一项"}, False),
        ("暑期教师培训", {"starts_at": at(2026, 11, 19)}, False),
    ],
)
def test_a_correction_drops_cached_public_pages_only_if_they_show_it(name, facts, renews):
    by = make_member(Role.COMMITTEE).staff.user
    activity = log(
        name, by=by, also_counts_as=[programme("主题党日")] if "also_counts_as" in facts else []
    )
    before = SiteProfile.current().public_stamp
    revise(activity, by=by, observers=[make_staff()], **facts)
    assert (SiteProfile.current().public_stamp > before) is renews


def test_a_talk_that_also_counts_as_organisation_life_drops_the_cached_home():
    before = SiteProfile.current().public_stamp
    log("专题报告", also_counts_as=[programme("主题党日")])
    assert SiteProfile.current().public_stamp == before + 1


def test_a_person_who_is_not_expected_cannot_be_absent():
    stranger = make_staff()
    assert attendance_of(log(absent={stranger.pk: "ill"})) == []


def test_attendance_is_replaced_by_a_correction():
    member = make_member()
    activity = log(absent={member.staff.pk: "ill"})
    assert attendance_of(revise(activity)) == [(member.staff, "present", "", True)]
    assert Attendance.objects.count() == 1


def test_a_person_not_expected_on_the_new_day_leaves_the_roll():
    stays, leaves = make_member(), make_member()
    activity = log(observers=[make_staff()])
    kept = activity.attendances.get(staff=stays.staff)
    MemberStatus.objects.filter(member=leaves).delete()
    revise(activity, starts_at=at(2026, 11, 19))
    assert list(activity.attendances.all()) == [kept]
