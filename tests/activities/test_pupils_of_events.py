"""Pupils at an event: what must be there first, who enters them, and who reads their names."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branch.accounts.models import User
from branch.activities import actions
from branch.activities.chores import ForgetPupils
from branch.activities.models import Registration, is_old_enough
from branch.activities.signups import sheet_of
from branch.core.refusals import RowsRefused
from branch.school.models import HeadTeacherPost
from tests.activities.openings import AFTER, OPEN, STARTS, make_opening, take, take_pupil
from tests.activities.test_signups import revise
from tests.factories import make_class, make_head, make_staff, make_student

pytestmark = pytest.mark.django_db
AGREED = date(2026, 11, 23)


@pytest.fixture
def event():
    return make_opening(places=[2, 2], leaders=[make_staff()], with_plan=True)


@pytest.fixture
def school_class():
    return make_class()


@pytest.fixture
def head(school_class):
    return make_head(school_class)


def enter(event, *students, by, slot=1, on=AGREED, at=OPEN, league=True):
    rows = [(student, {"consent_on": on}) for student in students]
    slot = event.slots.all()[slot]
    facts = {"are_league_members": league, "at": at, "by": by}
    return actions.enter_pupils(event, slot=slot, rows=rows, **facts)


def refusal_of(*args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        enter(*args, **kwargs)
    if isinstance(refused.value, RowsRefused):
        (row,) = refused.value.rows.values()
        return "".join(row.messages)
    return "".join(refused.value.messages)


def test_the_head_teacher_enters_pupils_with_the_day_of_consent(event, school_class, head):
    student = make_student(school_class, born_on=date(2012, 12, 5))
    enter(event, student, by=head.user)
    row = Registration.objects.get()
    assert (row.student, row.consent_on, row.entered_by) == (student, AGREED, head)
    assert (row.state, row.is_league_member) == ("placed", True)


def test_a_leading_teacher_and_a_plan_come_first(school_class, head, committee):
    bare, student = make_opening(places=[2, 2]), make_student(school_class)
    says = refusal_of(bare, student, by=head.user)
    assert says == "还缺带队教师、活动安全预案，补齐以后才能登记学生。"
    bare.leaders.add(head)
    assert refusal_of(bare, student, by=committee).startswith("还缺活动安全预案，")


def test_pupils_never_consult_and_never_exceed_the_places(event, school_class, head):
    pupils = [make_student(school_class) for _ in range(3)]
    assert refusal_of(event, pupils[0], by=head.user, slot=0) == "家庭教育咨询不安排学生。"
    says = refusal_of(event, *pupils, by=head.user)
    assert says == "亲子阅读1还剩 2 个名额，您选了 3 名。"


def test_only_own_pupils_and_each_once_with_a_day_that_has_come(event, school_class, head):
    own, other = make_student(school_class), make_student()
    says = refusal_of(event, other, by=head.user)
    assert says == "这名学生不在您能登记的名单里。"
    later = date(2026, 11, 25)
    assert refusal_of(event, own, by=head.user, on=later) == "同意日期不能晚于今天。"
    enter(event, own, by=head.user)
    assert refusal_of(event, own, by=head.user) == "这名学生已经登记过了。"
    says = refusal_of(event, make_student(school_class), by=head.user, at=STARTS)
    assert says == "活动已经开始，不能再登记学生。"


@pytest.mark.parametrize(
    ("born_on", "is_old"),
    [(date(2012, 12, 5), True), (date(2012, 12, 6), False), (None, False)],
)
def test_nobody_under_14_or_of_unknown_age_is_a_league_member(
    event, school_class, head, born_on, is_old
):
    student = make_student(school_class, born_on=born_on)
    enter(event, student, by=head.user)
    assert Registration.objects.get().is_league_member is is_old
    assert is_old_enough(student, on=event.day) is is_old


def test_names_are_read_by_the_leader_and_who_entered_them_until_it_is_over(
    event, school_class, head, committee
):
    take_pupil(event.slots.last(), make_student(school_class), by=head)
    readers = [event.leaders.get().user, head.user, committee, make_staff().user]

    def read(at):
        rows = Registration.objects
        return [rows.pupils_named_to(user, opening=event, at=at).count() for user in readers]

    assert read(OPEN) == [1, 1, 0, 0]
    assert read(AFTER) == [1, 1, 0, 0]
    assert read(AFTER.replace(day=6)) == [0, 0, 0, 0]
    event.activity.state = "done"
    assert read(AFTER) == [0, 0, 0, 0]


def test_who_entered_a_pupil_reads_the_name_while_in_charge_of_the_class(
    event, school_class, head, committee
):
    take_pupil(event.slots.last(), make_student(school_class), by=head)
    take_pupil(event.slots.last(), make_student(), by=committee.staff)

    def read(user):
        rows = Registration.objects.pupils_named_to(user, opening=event, at=OPEN)
        return [row.student.pk for row in rows]

    assert [len(read(user)) for user in (head.user, committee)] == [1, 1]
    HeadTeacherPost.objects.update(until_on=date(2026, 11, 23))
    committee.grants.update(until_on=date(2026, 11, 23))
    assert [len(read(User.objects.get(pk=user.pk))) for user in (head.user, committee)] == [0, 0]


def test_a_pupil_who_is_not_14_on_the_new_day_of_an_event_is_no_league_member(
    event, school_class, head, committee
):
    enter(event, make_student(school_class, born_on=date(2012, 12, 5)), by=head.user)
    assert sheet_of(event, committee, at=OPEN).pupils.says == "团员 1 名"
    event.activity.starts_at = STARTS - timedelta(days=1)
    event.activity.save()
    assert sheet_of(event, committee, at=OPEN).pupils.says == "学生志愿者 1 名"
    named = sheet_of(event, head.user, at=OPEN).pupils.named
    assert [row.is_league_member_then for row in named] == [False]
    actions.confirm_hours(event, rows=[], pupil_count=1, version=1, at=AFTER, by=committee)
    event.refresh_from_db()
    assert (event.pupil_count, event.league_count) == (1, 0)


def test_the_leader_stays_while_pupils_are_entered(event, school_class, committee):
    take_pupil(event.slots.last(), make_student(school_class))
    event.leaders.clear()
    with pytest.raises(ValidationError, match="已经登记了学生，要有带队教师。"):
        revise(event, committee)


def test_a_pupil_who_does_not_come_gives_the_place_back(event, school_class, head):
    row = take_pupil(event.slots.last(), make_student(school_class), by=head)
    actions.leave_out_pupil(row, at=OPEN, by=head.user)
    assert not Registration.objects.standing().exists()
    with pytest.raises(ValidationError, match="已经移出名单"):
        actions.leave_out_pupil(row, at=OPEN, by=head.user)


def test_who_the_pupils_were_is_forgotten_a_year_later_and_their_number_stays(event, committee):
    student = make_student(born_on=date(2012, 1, 1))
    row = take_pupil(event.slots.last(), student, is_league_member=True)
    staff = take(event.slots.first())
    facts = {"rows": [(staff, {"hours": event.planned_hours, "is_absent": False})]}
    actions.confirm_hours(event, pupil_count=1, version=1, at=AFTER, by=committee, **facts)
    assert actions.forget_pupils(on=date(2027, 12, 4)) == 0
    assert ForgetPupils().run(at=AFTER.replace(year=2027, month=12, day=6)) == 1
    event.refresh_from_db()
    assert not Registration.objects.filter(pk=row.pk).exists()
    assert Registration.objects.filter(pk=staff.pk).exists()
    assert (event.pupil_count, event.league_count) == (1, 1)
    actions.confirm_hours(event, version=2, at=AFTER, by=committee, **facts)
    event.refresh_from_db()
    assert (event.pupil_count, event.league_count) == (1, 1)
