"""Class sessions are planned, logged, corrected and cancelled together with their activity."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branch.activities.models import Activity, Attendance, Programme
from branch.core.models import AuditEvent
from branch.school.models import SchoolDay
from branch.walkins.classes.actions import cancel_session, log_session, plan_session, revise_session
from branch.walkins.models import ClassSession
from tests.conftest import HALF_PAST_TWO as NOW
from tests.factories import make_class, make_head, make_member, make_session, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands", "term")]
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@pytest.fixture
def facts(school_class, head, theme):
    return {
        "school_class": school_class,
        "theme": theme,
        "starts_at": NOW - HOUR,
        "place": "团队辅导室",
        "leaders": (head,),
        "headcount": 37,
        "at": NOW,
        "by": head.user,
    }


def changed(facts, **fields):
    left_out = ("school_class", "by")
    return {name: facts[name] for name in facts if name not in left_out} | fields


def test_one_record_is_a_session_and_an_activity(facts, school_class):
    session = log_session(**facts, feedback=4, feedback_line="多数同学愿意开口")

    activity = Activity.objects.get()
    assert (session.activity, session.school_class) == (activity, school_class)
    assert (activity.title, activity.audience_count) == ("初二（3）班《同桌之间》", 37)
    assert (activity.state, activity.kept_by, activity.summary) == ("done", "class_session", "")
    assert (session.feedback, session.feedback_line) == (4, "多数同学愿意开口")


def test_leaders_and_companions_are_credited_once(facts, head):
    both, helper = make_member().staff, make_member().staff
    facts |= {"leaders": (head, both), "companions": (both, helper)}

    session = log_session(**facts)

    assert set(Attendance.objects.values_list("staff", "state")) == {
        (head.pk, "present"),
        (both.pk, "present"),
        (helper.pk, "present"),
    }
    assert (session.leaders, session.companions) == ([head, both], [helper])


def test_a_planned_session_credits_nobody_and_keeps_who_is_to_help(facts):
    helper = make_member().staff
    facts |= {"starts_at": NOW + WEEK, "companions": (helper,), "headcount": None}

    session = plan_session(**facts)

    assert session.activity.state == "planned"
    assert not Attendance.objects.exists()
    assert ClassSession.objects.with_people().get().companions == [helper]


def test_a_planned_session_is_logged_by_the_same_fields(facts, head):
    helper = make_member().staff
    session = plan_session(**facts | {"starts_at": NOW + WEEK, "companions": (helper,)})
    later = NOW + WEEK + HOUR
    given = changed(facts, starts_at=NOW + WEEK, companions=(helper,), at=later)

    revise_session(session, **given, applied="用了倾听练习", version=1, by=head.user)

    session = ClassSession.objects.with_people().get()
    assert (session.activity.state, session.applied) == ("done", "用了倾听练习")
    assert Attendance.objects.count() == 2
    verbs = AuditEvent.objects.filter(target_type="walkins.classsession").values_list("verb")
    assert {verb for (verb,) in verbs} == {"class_session.planned", "class_session.logged"}


def test_who_is_no_longer_named_is_no_longer_credited(facts, head):
    helper = make_member().staff
    session = log_session(**facts, companions=(helper,))

    revise_session(session, **changed(facts), version=1, by=head.user)

    assert [row.staff for row in Attendance.objects.all()] == [head]


def test_a_cancelled_session_stays_with_its_reason_and_counts_nowhere(facts, head):
    session = log_session(**facts)

    cancel_session(session, reason="记错了班级", version=1, at=NOW, by=head.user)

    activity = Activity.objects.get()
    assert (activity.state, activity.cancel_reason) == ("cancelled", "记错了班级")
    assert not ClassSession.objects.done().exists()
    with pytest.raises(ValidationError, match="这次团辅现在不能改"):
        revise_session(session, **changed(facts), version=2, by=head.user)


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"starts_at": NOW - timedelta(days=180)}, "starts_at", "上学年的团辅请支委补记。"),
        ({"headcount": None}, "headcount", "请填写参加人数。"),
        ({"leaders": ()}, "leaders", "请选择组织教师。"),
        ({"feedback": 6}, "feedback", "不能大于 5"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(facts, fields, field, says):
    with pytest.raises(ValidationError) as refused:
        log_session(**facts | fields)

    assert says in refused.value.message_dict[field][0]
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"starts_at": NOW + timedelta(days=200)}, "starts_at", "安排的日期请在半年以内。"),
        ({"feedback": 4}, "feedback", "还没有开展，开展以后再填。"),
        ({"photos_awaited": 1}, "new_photos", "还没有开展，开展以后再填。"),
    ],
)
def test_a_plan_has_nothing_of_what_is_still_to_come(facts, fields, field, says):
    with pytest.raises(ValidationError) as refused:
        plan_session(**facts | {"starts_at": NOW + WEEK} | fields)

    assert refused.value.message_dict[field] == [says]


def test_none_is_planned_in_exams_and_one_that_was_held_then_is_logged(facts):
    for day in (date(2026, 11, 24), date(2026, 12, 1)):
        SchoolDay.objects.create(day=day, kind="exam")

    with pytest.raises(ValidationError, match="这一天是考试周，不安排团辅，请改日期。"):
        plan_session(**facts | {"starts_at": NOW + WEEK})

    assert log_session(**facts).activity.is_done


@pytest.mark.parametrize(
    ("field", "text", "name"),
    [
        ("feedback_line", "李明说得最多", "李明"),
        ("applied", "请张 晓雨分享了一次", "张晓雨"),
        ("feedback_line", "阿依古丽买买提江当了组长", "阿依古丽·买买提江"),
        ("place", "李明家楼下", "李明"),
    ],
)
def test_a_text_with_the_name_of_a_pupil_of_the_class_is_refused(facts, field, text, name):
    with pytest.raises(ValidationError) as refused:
        log_session(**facts | {field: text})

    message = f"写了学生姓名“{name}”，请删去，只写事实。"
    assert refused.value.message_dict == {field: [message]}


def test_why_a_session_is_cancelled_names_no_pupil(facts, head):
    session = log_session(**facts)

    with pytest.raises(ValidationError, match="写了学生姓名“李明”"):
        cancel_session(session, reason="李明请假", version=1, at=NOW, by=head.user)


def test_the_name_of_a_pupil_of_another_class_is_no_concern(facts, head):
    other = make_class(entry_year=2025, number=4)
    make_head(other, staff=head)

    session = log_session(**facts | {"school_class": other, "feedback_line": "李明老师来听了"})

    assert session.feedback_line == "李明老师来听了"


def test_the_same_session_is_not_stored_twice(facts):
    log_session(**facts)

    with pytest.raises(ValidationError, match="这个班这个时间已有一次团辅"):
        log_session(**facts)


def test_a_theme_out_of_use_stays_on_its_sessions_and_is_not_chosen_again(facts, theme, head):
    session = log_session(**facts)
    theme.is_active = False
    theme.save()
    theme.refresh_from_db()

    revise_session(session, **changed(facts, headcount=36), version=1, by=head.user)
    with pytest.raises(ValidationError, match="这个主题已经停用"):
        log_session(**facts | {"starts_at": NOW - WEEK})

    assert ClassSession.objects.get().theme == theme


def test_a_colleague_who_had_left_is_refused(facts):
    gone = make_staff(until_on=date(2026, 11, 20))

    with pytest.raises(ValidationError, match="选中的老师里有一名那一天不在校"):
        log_session(**facts, companions=(gone,))


def test_a_head_teacher_records_no_session_of_another_class(facts):
    with pytest.raises(ValidationError, match="这个班的团辅现在不能由您登记"):
        log_session(**facts | {"school_class": make_class()})


def test_a_colleague_without_a_class_changes_no_session(facts, teacher, school_class):
    session = make_session(school_class, leaders=[teacher.staff])

    with pytest.raises(ValidationError, match="这次团辅现在不能改"):
        revise_session(session, **changed(facts), version=1, by=teacher)


def test_without_a_programme_it_is_said_who_makes_one(facts):
    Programme.objects.filter(kind="class_session").update(kind="other")

    with pytest.raises(ValidationError, match="没有“班级团辅”这个项目"):
        log_session(**facts)
