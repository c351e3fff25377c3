"""A member is linked to a class: who may, from when, on which basis; how it ends and is undone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from branch.accounts.models import User
from branch.core.models import AuditEvent, Stale
from branch.core.undo import undo
from branch.members.actions import release_member
from branch.walkins.actions import end_class_posting, start_class_posting
from branch.walkins.models import ClassPosting
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_guardian,
    make_head,
    make_member,
    make_posting,
    make_staff,
    make_student,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
DAY = timedelta(days=1)
AT_TEN = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def start(member, school_class, by, from_on=TODAY):
    return start_class_posting(
        member=member, school_class=school_class, from_on=from_on, on=TODAY, by=by
    )


def end(posting, by, until_on=TODAY):
    version = posting.version
    return end_class_posting(posting, until_on=until_on, version=version, on=TODAY, by=by)


def refused(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return refusal.value.messages


def test_a_posting_is_stored_with_its_basis_and_an_event(committee, member):
    posting = start(member, make_class(), committee)

    stored = ClassPosting.objects.get()
    assert (stored, stored.basis, stored.until_on) == (posting, "plain", None)
    event = AuditEvent.objects.first()
    assert (event.verb, event.actor) == ("classposting.started", committee)


def test_a_member_is_linked_to_a_class_once_at_a_time(committee, member):
    school_class = make_class()
    make_posting(member=member, school_class=school_class, until_on=date(2026, 10, 9))
    start(member, school_class, committee, date(2026, 10, 10))

    says = refused(start, member, school_class, committee, date(2026, 9, 1))

    assert says == ["这名党员 2026-10-10 起已联系这个班。"]
    assert start(member, make_class(), committee).pk
    assert start(make_member(), school_class, committee).pk


def test_the_head_teacher_of_the_class_is_not_linked_to_it(committee):
    school_class = make_class()
    own = make_member(staff=make_head(school_class))

    assert refused(start, own, school_class, committee) == [
        "这名党员是这个班的班主任，请另选一名党员。"
    ]
    assert start(own, make_class(), committee).pk


def test_a_parent_is_not_linked_to_the_class_of_the_child(committee, member):
    child, school_class = make_student(make_class()), make_class()
    make_guardian(child, staff=member.staff)
    make_guardian(make_student(school_class), staff=make_staff())
    (enrolment,) = child.enrolments.all()

    assert refused(start, member, enrolment.school_class, committee) == [
        "这名党员的子女在这个班，请另选一名党员。"
    ]
    assert start(member, school_class, committee).pk


def test_a_member_of_another_branch_does_not(committee):
    gone = make_member()
    release_member(gone, until_on=TODAY - DAY, version=gone.version, on=TODAY, by=committee)
    late = make_member(since=TODAY + DAY)

    school_class = make_class()
    assert [refused(start, one, school_class, committee) for one in (gone, late)] == [
        ["这名教师在开始日期不是本支部党员，请另选一名党员。"]
    ] * 2


@pytest.mark.parametrize(
    ("entry_year", "from_on"),
    [(2022, TODAY), (2027, TODAY), (2023, date(2026, 3, 2)), (2024, date(2027, 9, 1))],
)
def test_a_class_that_is_not_in_school_then_has_no_one_beside_it(
    committee, member, entry_year, from_on
):
    school_class = make_class(entry_year=entry_year)

    assert refused(start, member, school_class, committee, from_on) == [
        "这个班在开始日期不在校，请另选班级或日期。"
    ]


def test_a_posting_ends_with_its_last_day_and_can_be_undone_today(committee):
    posting = make_posting()

    step = end(posting, committee)
    posting.refresh_from_db()
    assert (posting.until_on, posting.is_ended) == (TODAY, True)

    undo(step, on=TODAY, at=AT_TEN, by=make_member("committee").staff.user)
    posting.refresh_from_db()
    assert (posting.until_on, posting.is_ended, posting.version) == (None, False, 3)
    assert AuditEvent.objects.first().verb == "classposting.end_undone"


@pytest.mark.parametrize("from_on", [TODAY, TODAY + 30 * DAY])
def test_one_that_begins_today_or_later_is_withdrawn(committee, from_on):
    posting = make_posting(from_on=from_on)

    step = end(posting, committee)
    assert ClassPosting.objects.count() == 0

    undo(step, on=TODAY, at=AT_TEN, by=committee)
    assert ClassPosting.objects.get() == posting


@pytest.mark.parametrize(
    ("until_on", "says"),
    [
        (TODAY + DAY, "日期不能晚于今天，到那一天再登记。"),
        (date(2026, 8, 31), "从 2026-09-01 开始联系，请填这一天或以后的日期。"),
    ],
)
def test_a_last_day_is_one_of_its_days(committee, until_on, says):
    assert refused(end, make_posting(), committee, until_on) == [says]


def test_a_posting_ends_once_and_as_it_was_seen(committee):
    posting, changed = make_posting(), make_posting()
    end(posting, committee)
    ClassPosting.objects.filter(pk=changed.pk).update(version=2)

    with pytest.raises(Stale):
        end(changed, committee)
    # nobody is offered to end it over again, whichever version they saw
    seen = [posting, ClassPosting.objects.get(pk=posting.pk)]
    assert [refused(end, one, committee) for one in seen] == [["这次联系已经结束。"]] * 2


def test_an_undo_is_refused_once_the_member_is_back_or_gone(committee):
    posting, other = make_posting(), make_posting()
    steps = [end(one, committee, TODAY - DAY) for one in (posting, other)]
    start(posting.member, posting.school_class, committee)
    other.member.staff.until_on = TODAY
    other.member.staff.save()

    says = [refused(undo, step, on=TODAY, at=AT_TEN, by=committee) for step in steps]

    assert says == [["这名党员已经联系这个班。"], ["这名党员已离校或转出，不能撤销。"]]


def test_only_those_who_end_postings_undo_it(committee, member):
    step = end(make_posting(), committee)

    assert not member.staff.user.has_perm("walkins.end_classposting")
    assert User.objects.get(pk=committee.pk).has_perm("walkins.end_classposting")
    assert step.kind == "classposting.ended"
