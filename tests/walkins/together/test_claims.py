"""Contacts recorded for a colleague: they wait, count nowhere, are confirmed, refused or taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branch.core.models import AuditEvent
from branch.core.periods import Period
from branch.coverage.models import Notice
from branch.coverage.notices import with_details
from branch.walkins import actions
from branch.walkins.duties import KeepInTouch
from branch.walkins.ledgers import ContactLedger
from branch.walkins.models import ClaimPairing, Contact, ContactClaim, Pairing
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_pairing,
    make_staff,
)
from tests.threads import at_once

YESTERDAY = TODAY - timedelta(days=1)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), "本月")
ENDED = {"until_on": date(2026, 11, 20), "end_reason": "other", "outcome": "paused"}


def claim(*pairings, by, day=YESTERDAY, **changes):
    facts = {"kind": "care", "happened_on": day, "fact": "课间聊了作息", "on": TODAY, "by": by}
    return actions.enter_contact(pairings=pairings, **facts | changes)


def told(user):
    rows = list(Notice.objects.visible_to(user))
    with_details(rows, user=user, on=TODAY)
    return [(row.title, row.detail) for row in rows]


def confirm(row, by=None):
    return actions.confirm_claim(row, on=TODAY, by=by or row.member.staff.user)


def test_ones_own_contact_counts_at_once(pairing):
    assert type(claim(pairing, by=pairing.member.staff.user)) is Contact


@pytest.mark.parametrize("who", ["committee", "head", "counsellor", "paired too"])
def test_what_somebody_else_records_waits(request, student, pairing, head, who):
    paired = make_pairing(student=student).member.staff.user
    by = {"head": head, "paired too": paired}.get(who) or request.getfixturevalue(who)

    row = claim(pairing, by=by)

    assert (type(row), row.member, row.recorded_by) == (ContactClaim, pairing.member, by)
    assert not Contact.objects.exists()


def test_who_may_neither_read_the_pairing_nor_was_there_records_nothing(pairing):
    strangers = [make_member(), make_pairing().member]
    others = [make_head(make_class()).user, *(member.staff.user for member in strangers)]

    for by in others:
        with pytest.raises(ValidationError, match="现在不能代记"):
            claim(pairing, by=by)


def test_a_claim_counts_in_no_duty_ledger_count_or_last_contact(pairing, head, committee):
    claim(pairing, by=head, next_plan="下周再聊")

    duty = KeepInTouch()
    rows = duty.with_done(duty.bound(on=TODAY), on=TODAY, **duty.figures(on=TODAY))
    assert [row.done_count for row in rows] == [0]
    listed = Pairing.objects.as_listed_on(TODAY).get()
    assert (listed.last_contact_on, listed.next_plan, listed.shares.count()) == (None, None, 0)
    assert not ContactLedger().rows(committee, period=NOVEMBER, filters=None).exists()


def test_confirmed_it_counts_on_the_day_it_happened(pairing, head):
    helper = make_staff()
    row = claim(pairing, by=head, companions=[helper], minutes=30, next_plan="下周再聊")

    contact = confirm(row)

    assert (contact.member, contact.recorded_by) == (pairing.member, head)
    assert (contact.happened_on, contact.minutes, contact.fact) == (YESTERDAY, 30, "课间聊了作息")
    assert (contact.next_plan, list(contact.companions.all())) == ("下周再聊", [helper])
    assert Pairing.objects.with_last_contact(TODAY).get().last_contact_on == YESTERDAY
    assert not ContactClaim.objects.exists()


def test_confirmed_it_credits_companions_too(student, pairing, head):
    near = make_pairing(student=student)

    contact = confirm(claim(pairing, by=head, companions=[near.member.staff]))

    assert {share.pairing for share in contact.shares.all()} == {pairing, near}


def test_a_claim_for_several_students_of_one_member_is_one_contact(pairing, committee):
    other = make_pairing(member=pairing.member)

    contact = confirm(claim(pairing, other, by=committee))

    assert {share.pairing for share in contact.shares.all()} == {pairing, other}


def test_a_head_teacher_claims_for_the_own_class_alone(pairing, head):
    other = make_pairing(member=pairing.member)

    with pytest.raises(ValidationError, match="现在不能代记"):
        claim(pairing, other, by=head)
    assert not ContactClaim.objects.exists()


def test_the_member_is_told_and_no_more_once_it_is_settled(pairing, head):
    head.name = "沈秋荷"
    head.save()
    row = claim(pairing, by=head)
    member = pairing.member.staff.user
    assert told(member) == [("有 1 条帮扶记录请您确认", "沈秋荷 替您记的，11月23日")]

    confirm(row)

    assert (told(member), told(head)) == ([], [])


def test_refused_it_is_deleted_and_who_recorded_it_is_told(pairing, head):
    row, member = claim(pairing, by=head), pairing.member.staff.user

    actions.refuse_claim(row, on=TODAY, by=member)

    assert not ContactClaim.objects.exists()
    assert not Contact.objects.exists()
    assert told(member) == []
    assert told(head) == [("您代记的 1 条帮扶没有计入", f"{member} 说没有这回事，11月23日")]


def test_who_recorded_it_takes_it_back(pairing, head, committee):
    for by in (head, committee):
        actions.take_back_claim(claim(pairing, by=head), on=TODAY, by=by)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))

    assert verbs == {"claim.recorded", "claim.taken_back"}
    assert (told(pairing.member.staff.user), ContactClaim.objects.count()) == ([], 0)


def test_its_member_refuses_it_and_does_not_take_it_back(pairing, head):
    row = claim(pairing, by=head)

    with pytest.raises(ValidationError, match="已经办过了"):
        actions.take_back_claim(row, on=TODAY, by=pairing.member.staff.user)
    assert ContactClaim.objects.get() == row


@pytest.mark.parametrize("act", [actions.confirm_claim, actions.refuse_claim])
def test_nobody_else_settles_a_claim(pairing, head, committee, act):
    row = claim(pairing, by=head)

    for by in (head, committee, make_member().staff.user):
        with pytest.raises(ValidationError, match="已经办过了"):
            act(row, on=TODAY, by=by)
    assert ContactClaim.objects.exists()


def test_a_claim_settled_before_is_refused(pairing, head):
    row = claim(pairing, by=head)
    confirm(row)

    with pytest.raises(ValidationError, match="已经办过了"):
        confirm(row)
    assert Contact.objects.count() == 1


def test_a_pairing_that_ended_before_that_day_takes_no_contact(pairing, head):
    row = claim(pairing, by=head)
    Pairing.objects.update(**ENDED)

    with pytest.raises(ValidationError, match="不能计入"):
        confirm(row)
    assert ContactClaim.objects.exists()


def test_what_the_member_recorded_too_is_not_counted_twice(pairing, head):
    row = claim(pairing, by=head)
    claim(pairing, by=pairing.member.staff.user)

    with pytest.raises(ValidationError, match="没有重复计入"):
        confirm(row)
    assert Contact.objects.count() == 1


def test_of_a_pairing_and_a_day_one_claim_waits(pairing, head, committee):
    row = claim(pairing, by=head)

    with pytest.raises(ValidationError, match="请等确认以后再记"):
        claim(pairing, by=committee, kind="aid")
    again = ClaimPairing(claim=row, pairing=pairing, happened_on=YESTERDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_claim_is_refused_as_a_contact_would_be(pairing, head):
    for day in (TODAY + timedelta(days=1), date(2026, 9, 1)):
        with pytest.raises(ValidationError):
            claim(pairing, by=head, day=day)
    with pytest.raises(ValidationError, match="不用再选作协同人员"):
        claim(pairing, by=head, companions=[pairing.member.staff])


def _lock_out(member):
    member.staff.user.is_active = False
    member.staff.user.save()


def _take_away_sign_in(member):
    member.staff.user = None
    member.staff.save()


def _leave(member):
    member.staff.until_on = date(2026, 11, 23)
    member.staff.save()


@pytest.mark.parametrize("happens", [_lock_out, _take_away_sign_in, _leave])
def test_for_who_cannot_confirm_the_committees_record_counts_at_once(
    pairing, head, committee, happens
):
    happens(pairing.member)

    with pytest.raises(ValidationError, match="现在不能代记"):
        claim(pairing, by=head)
    assert type(claim(pairing, by=committee)) is Contact


@pytest.mark.parametrize("happens", [_lock_out, _take_away_sign_in, _leave])
def test_a_claim_nobody_can_confirm_any_more_is_the_committees(pairing, head, committee, happens):
    row = claim(pairing, by=head)
    happens(pairing.member)
    row.refresh_from_db()

    assert confirm(row, by=committee).recorded_by == head


def test_a_claim_of_a_pairing_that_ended_is_closed_to_its_member(pairing, head, committee):
    row, member = claim(pairing, by=head), pairing.member.staff.user
    Pairing.objects.update(**ENDED | {"until_on": TODAY})

    seen = {
        name: ContactClaim.objects.visible_to(user).exists()
        for name, user in {"member": member, "head": head, "committee": committee}.items()
    }
    assert seen == {"member": False, "head": False, "committee": True}
    assert confirm(row, by=committee).happened_on == YESTERDAY


def test_who_sees_a_claim(student, pairing, head, committee, counsellor):
    paired = make_pairing(student=student).member.staff.user
    claim(pairing, by=paired)
    users = {
        "member": pairing.member.staff.user,
        "recorder": paired,
        "committee": committee,
        "head": head,
        "counsellor": counsellor,
        "stranger": make_member().staff.user,
    }

    seen = {name for name, user in users.items() if ContactClaim.objects.visible_to(user).exists()}

    assert seen == {"member", "recorder", "committee"}


@pytest.mark.usefixtures("on_disk")
def test_confirmed_twice_at_once_it_is_one_contact(on_disk, student):
    pairing = make_pairing(student=student)
    by = make_head(student.enrolments.get().school_class).user
    row = claim(pairing, by=by)

    raised = at_once(*[lambda: confirm(row)] * 2)

    assert [error.messages for error in raised] == [["这条代记已经办过了。"]]
    assert (Contact.objects.count(), ContactClaim.objects.count()) == (1, 0)
