from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branch.core.models import AuditEvent, Stale
from branch.school.models import SchoolClass
from branch.walkins import actions
from branch.walkins.models import Pairing, SupportNeed
from tests.factories import (
    make_contact,
    make_guardian,
    make_member,
    make_need,
    make_pairing,
    make_student,
)
from tests.walkins.pages import agreed

pytestmark = pytest.mark.django_db
REASON, OUTCOME = Pairing.EndReason, Pairing.Outcome


def start(committee, today, **changes):
    need = changes.pop("need", None) or make_need()
    return actions.start_pairing(
        **{
            "student": need.student,
            "member": make_member(),
            "started_on": today,
            **agreed(today),
            "on": today,
            "by": committee,
            **changes,
        }
    )


def end(
    pairing, committee, today, outcome=OUTCOME.HANDED_OVER, reason=REASON.ON_REQUEST, **changes
):
    return actions.end_pairing(
        pairing,
        **{
            "on": today,
            "reason": reason,
            "outcome": outcome,
            "version": pairing.version,
            "by": committee,
            **changes,
        },
    )


def test_the_committee_pairs_a_member_with_a_student_in_need(committee, today):
    pairing = start(committee, today)

    assert list(Pairing.objects.active_on(today)) == [pairing]
    assert AuditEvent.objects.get().verb == "pairing.started"


def test_a_teachers_own_child_is_refused(committee, today):
    member, need = make_member(), make_need()
    make_guardian(need.student, staff=member.staff)

    with pytest.raises(ValidationError) as refusal:
        start(committee, today, need=need, member=member)

    assert refusal.value.message_dict == {"student": ["这名学生是该党员的子女，请另选一名党员。"]}
    assert not Pairing.objects.exists()


def test_a_student_without_an_open_need_is_refused(committee, today):
    need = make_need(until_on=today, close_reason=SupportNeed.CloseReason.MET)

    with pytest.raises(ValidationError, match="请先登记需求"):
        start(committee, today, need=need)


def test_a_need_met_since_the_day_of_the_pairing_is_refused(committee, today):
    need = make_need(until_on=today, close_reason=SupportNeed.CloseReason.MET)

    with pytest.raises(ValidationError, match="请先登记需求"):
        start(committee, today, need=need, started_on=today - timedelta(days=7))


def test_someone_who_left_the_branch_is_refused(committee, today):
    gone = make_member()
    gone.statuses.update(until_on=today - timedelta(days=1))

    with pytest.raises(ValidationError, match="不是本支部党员"):
        start(committee, today, member=gone)


@pytest.mark.parametrize("field", ["started_on", "guardian_informed_on", "student_agreed_on"])
def test_a_date_in_the_future_is_refused_for_a_new_pairing(committee, today, field):
    with pytest.raises(ValidationError) as refusal:
        start(committee, today, **{field: today + timedelta(days=1)})

    assert refusal.value.message_dict == {field: ["日期不能晚于今天。"]}


def test_a_member_cannot_pair_twice_with_the_same_student(committee, today):
    pairing = make_pairing()

    with pytest.raises(ValidationError, match="该党员已与这名学生结对。"):
        start(committee, today, need=pairing.student.needs.get(), member=pairing.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_pairing(member=pairing.member, student=pairing.student)


def test_a_student_may_be_paired_again_once_the_first_pairing_ended(committee, today):
    first = make_pairing()
    end(first, committee, today)

    again = start(committee, today, need=first.student.needs.get(), member=first.member)

    assert list(Pairing.objects.active()) == [again]


def test_ending_asks_for_reason_and_outcome_together(committee, today):
    with pytest.raises(ValidationError, match="请选择原因和结果"):
        end(make_pairing(), committee, today, outcome="")


def test_a_pairing_cannot_end_before_it_starts(committee, today):
    with pytest.raises(ValidationError, match="结束日期不能早于结对日期"):
        end(make_pairing(started_on=today), committee, today - timedelta(days=1))


def test_a_pairing_cannot_end_before_its_last_contact(committee, today):
    pairing = make_pairing()
    make_contact(pairing, happened_on=today)

    with pytest.raises(ValidationError, match="还有帮扶记录"):
        end(pairing, committee, today - timedelta(days=1))


def test_a_pairing_ends_once(committee, today):
    pairing = end(make_pairing(), committee, today)

    with pytest.raises(ValidationError, match="已经结束"):
        end(pairing, committee, today)


def test_the_second_of_two_writers_is_refused_as_stale(committee, today):
    pairing = make_pairing()
    Pairing.objects.filter(pk=pairing.pk).update(version=2)

    with pytest.raises(Stale):
        end(pairing, committee, today)


def test_a_pairing_done_closes_the_needs_of_the_student(committee, today):
    pairing = make_pairing()

    end(pairing, committee, today, OUTCOME.DONE, REASON.GRADUATED)

    need = pairing.student.needs.get()
    assert (need.until_on, need.close_reason) == (
        today - timedelta(days=1),
        SupportNeed.CloseReason.LEFT,
    )


def test_a_need_stays_open_while_someone_else_is_paired(committee, today):
    pairing = make_pairing()
    make_pairing(student=pairing.student)

    end(pairing, committee, today, OUTCOME.DONE, REASON.GOAL_MET)

    assert pairing.student.needs.get().is_open


def test_a_pairing_handed_over_leaves_the_need_open(committee, today):
    pairing = make_pairing()

    end(pairing, committee, today)

    assert pairing.student.needs.get().is_open


@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param(date(2026, 9, 14), False, id="the day before"),
        pytest.param(date(2026, 9, 15), True, id="the first day"),
        pytest.param(date(2026, 11, 1), True, id="the day before it ends"),
        pytest.param(date(2026, 11, 2), False, id="the day it ends"),
    ],
)
def test_a_pairing_is_active_from_its_first_day_until_the_day_it_ends(committee, day, found):
    end(make_pairing(), committee, date(2026, 11, 2))

    assert Pairing.objects.active_on(day).exists() is found


def test_a_pairing_with_a_contact_on_the_day_it_is_ended_ends_that_day(committee):
    pairing = make_pairing()
    make_contact(pairing, happened_on=date(2026, 11, 2))

    pairing = end(pairing, committee, date(2026, 11, 2))

    assert pairing.until_on == date(2026, 11, 2)
    assert [pairing.covers(date(2026, 11, day)) for day in (1, 2, 3)] == [True, True, False]
    assert Pairing.objects.active_on(date(2026, 11, 2)).exists()
    assert not Pairing.objects.held_by(pairing.member.staff.user).exists()


def test_a_pairing_started_and_ended_today_ran_today(committee, today):
    assert end(make_pairing(started_on=today), committee, today).until_on == today


@pytest.mark.parametrize(
    ("last_contact", "is_overdue"),
    [
        pytest.param(date(2026, 10, 12), True, id="31 school days ago"),
        pytest.param(date(2026, 10, 13), False, id="30 school days ago"),
        pytest.param(None, True, id="never since 15 September"),
    ],
)
def test_a_pairing_is_overdue_after_thirty_school_days(term, today, last_contact, is_overdue):
    """National Day's holiday does not count."""
    pairing = make_pairing()
    if last_contact:
        make_contact(pairing, happened_on=last_contact)

    assert Pairing.objects.overdue_on(today).exists() is is_overdue


def test_lists_are_in_order_of_grade_class_and_student_number(today):
    younger = SchoolClass.objects.create(entry_year=2026, number=9)
    older = SchoolClass.objects.create(entry_year=2025, number=1)
    third, first, second = (
        make_pairing(student=make_need(make_student(school_class, number=number)).student)
        for school_class, number in ((older, "0001"), (younger, "0002"), (younger, "0003"))
    )

    rows = Pairing.objects.with_class_on(today).in_class_order()

    assert [(row, row.class_name) for row in rows] == [
        (first, "初一（9）班"),
        (second, "初一（9）班"),
        (third, "初二（1）班"),
    ]


def test_someone_who_left_the_school_is_refused(committee, today):
    gone = make_member()
    gone.staff.until_on = today  # the last day is today
    gone.staff.save()

    with pytest.raises(ValidationError, match="已离校或转出"):
        start(committee, today, member=gone, started_on=today - timedelta(days=7))

    assert not Pairing.objects.exists()


def test_none_begins_before_guardian_and_student_agreed(committee, today):
    with pytest.raises(ValidationError) as refusal:
        start(committee, today, started_on=date(2026, 11, 20), student_agreed_on=date(2026, 11, 21))

    assert refusal.value.message_dict == {
        "started_on": [f"都同意以后才开始：最后一个同意的日期是 {today}，请填这一天或以后。"]
    }
