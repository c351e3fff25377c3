"""A member is asked, answers, guardian and student agree, and the pairing begins; or somebody says no."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branch.core.models import Stale
from branch.coverage.models import Notice
from branch.walkins import actions
from branch.walkins.models import Pairing, PairingProposal, SupportNeed
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_guardian,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_student,
)
from tests.walkins.pages import agreed
from tests.walkins.students.factories import make_proposal

pytestmark = pytest.mark.django_db
Closed = PairingProposal.Closed
YESTERDAY = TODAY - timedelta(days=1)


def propose(by, **changes):
    facts = {"student": changes.pop("student", None) or make_need().student, "on": TODAY, "by": by}
    return actions.propose_pairing(**facts | {"member": make_member()} | changes)


def accept(proposal, **changes):
    facts = {"version": proposal.version, "on": TODAY, "by": proposal.member.staff.user}
    return actions.accept_proposal(proposal, **facts | changes)


def record(proposal, **changes):
    facts = {"version": proposal.version, "on": TODAY, "by": proposal.member.staff.user}
    return actions.record_agreement(proposal, **facts | agreed(TODAY) | changes)


def told():
    return set(Notice.objects.values_list("user", flat=True))


def test_a_pairing_begins_on_the_day_the_last_of_three_agreed(committee):
    proposal = accept(make_proposal(), on=YESTERDAY - timedelta(days=1))

    done = record(proposal, guardian_informed_on=YESTERDAY, student_agreed_on=TODAY)

    assert (done.closed_as, done.pairing.started_on) == (Closed.STARTED, TODAY)
    assert done.pairing.guardian_mode == "face"
    assert list(Pairing.objects.active()) == [done.pairing]


def test_nothing_begins_before_guardian_and_student_both_agreed(committee):
    proposal = accept(make_proposal())

    half = record(proposal, student_agreed_on=None)

    assert not Pairing.objects.exists()
    assert half.waits_for == "等学生同意"
    assert record(half).pairing


def test_guardian_and_student_are_asked_once_the_member_has_accepted(committee):
    proposal = make_proposal()

    with pytest.raises(ValidationError, match="党员还没有接受"):
        record(proposal)
    with pytest.raises(IntegrityError), transaction.atomic():
        PairingProposal.objects.update(guardian_informed_on=TODAY, guardian_mode="face")


@pytest.mark.parametrize("field", ["guardian_informed_on", "student_agreed_on"])
@pytest.mark.parametrize(
    ("day", "says"),
    [(TODAY + timedelta(days=1), "不能晚于今天"), (TODAY - timedelta(days=30), "不能早于提出建议")],
)
def test_a_day_out_of_order_is_refused(committee, field, day, says):
    proposal = accept(make_proposal())

    with pytest.raises(ValidationError, match=says):
        record(proposal, **{field: day})

    assert not Pairing.objects.exists()


def test_only_the_member_who_is_asked_answers(committee):
    proposal = make_proposal()

    with pytest.raises(ValidationError, match="请的不是您"):
        accept(proposal, by=committee)
    with pytest.raises(ValidationError, match="请的不是您"):
        actions.decline_proposal(proposal, reason="no_time", version=1, on=TODAY, by=committee)


def test_a_no_needs_a_reason_and_leaves_the_student_waiting(committee):
    proposal = make_proposal()
    by = proposal.member.staff.user

    done = actions.decline_proposal(proposal, reason="unfit", version=1, on=TODAY, by=by)

    assert (done.closed_as, done.decline_reason) == (Closed.DECLINED, "unfit")
    assert SupportNeed.objects.open().filter(student=proposal.student).exists()
    assert not PairingProposal.objects.visible_to(by).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PairingProposal.objects.update(decline_reason="")


def test_a_no_of_guardian_or_student_has_no_reason(committee):
    proposal = accept(make_proposal())

    done = actions.stop_proposal(proposal, version=2, on=TODAY, by=committee)

    assert (done.closed_as, done.decline_reason) == (Closed.NOT_AGREED, "")
    with pytest.raises(ValidationError, match="已经办完"):
        record(done)


def test_a_proposal_is_taken_back_before_it_is_answered(committee):
    proposal = propose(committee)

    done = actions.stop_proposal(proposal, version=1, on=TODAY, by=committee)

    assert done.closed_as == Closed.WITHDRAWN
    with pytest.raises(ValidationError, match="已经办完"):
        accept(done)


def test_a_student_has_one_open_proposal(committee):
    first = propose(committee)

    with pytest.raises(ValidationError, match="还没有办完"):
        propose(committee, student=first.student)

    actions.stop_proposal(first, version=1, on=TODAY, by=committee)
    assert propose(committee, student=first.student).is_open


def test_who_cannot_be_paired_is_not_asked(committee):
    pairing, parent = make_pairing(), make_member()
    make_guardian(pairing.student, staff=parent.staff)

    with pytest.raises(ValidationError, match="已与这名学生结对"):
        propose(committee, student=pairing.student, member=pairing.member)
    with pytest.raises(ValidationError, match="子女"):
        propose(committee, student=pairing.student, member=parent)
    with pytest.raises(ValidationError, match="请先登记需求"):
        propose(committee, student=make_student())


def test_a_pairing_that_overlaps_an_earlier_one_of_the_two_is_refused(committee):
    earlier = make_pairing(until_on=YESTERDAY, end_reason="other", outcome="paused")
    facts = {"student": earlier.student, "member": earlier.member, "on": TODAY, "by": committee}

    with pytest.raises(ValidationError) as refusal:
        actions.start_pairing(started_on=YESTERDAY, **agreed(YESTERDAY), **facts)
    assert list(refusal.value.message_dict) == ["started_on"]

    assert actions.start_pairing(started_on=TODAY, **agreed(TODAY), **facts).is_active


def test_one_more_than_the_figure_asks_for_a_reason_and_is_never_refused(committee):
    member = make_member()
    for _ in range(3):
        make_pairing(member=member)
    make_proposal(member=member)

    with pytest.raises(ValidationError) as refusal:
        propose(committee, member=member)

    assert list(refusal.value.message_dict) == ["over_reason"]
    assert "规定最多 4 名" in refusal.value.messages[0]
    assert propose(committee, member=member, over_reason="同住一个小区").is_open


def test_the_pairing_taken_over_ends_when_the_new_one_begins(committee):
    former = make_pairing()
    make_contact(former)
    proposal = accept(propose(committee, student=former.student, replaces=former))
    assert former in Pairing.objects.active()

    done = record(proposal)

    former.refresh_from_db()
    assert (former.end_reason, former.outcome) == ("member_moved", "handed_over")
    assert former.until_on == YESTERDAY
    assert SupportNeed.objects.open().filter(student=former.student).exists()
    assert list(Pairing.objects.active()) == [done.pairing]


def test_a_student_paired_otherwise_or_without_a_need_is_asked_for_no_more(committee):
    paired, met = make_proposal(), make_proposal()

    actions.start_pairing(
        student=paired.student,
        member=make_member(),
        started_on=TODAY,
        **agreed(TODAY),
        on=TODAY,
        by=committee,
    )
    need = met.student.needs.get()
    actions.close_need(need, on=TODAY, reason="met", version=1, by=committee)

    results = PairingProposal.objects.values_list("closed_as", flat=True)
    assert list(results) == [Closed.WITHDRAWN, Closed.WITHDRAWN]


def test_an_answer_to_what_was_changed_meanwhile_is_refused(committee):
    proposal = make_proposal()
    accept(proposal)

    with pytest.raises(Stale):
        actions.stop_proposal(proposal, version=1, on=TODAY, by=committee)


def test_those_who_have_to_act_are_told_until_they_have(committee):
    school_class = make_class()
    head = make_head(school_class)
    proposal = propose(committee, student=make_need(make_student(school_class)).student)
    assert told() == {proposal.member.staff.user_id, head.user_id}

    proposal = accept(proposal)
    assert told() == {committee.pk, head.user_id}

    done = record(proposal, by=head.user)
    assert told() == {done.member.staff.user_id}
    assert Notice.objects.get().kind == "walkins.pairing_started"


def test_who_proposed_is_told_of_a_no_until_another_is_asked(committee):
    proposal = propose(committee)
    by = proposal.member.staff.user
    actions.decline_proposal(proposal, reason="other", version=1, on=TODAY, by=by)
    assert Notice.objects.get().user == committee

    propose(committee, student=proposal.student)

    assert not Notice.objects.filter(user=committee).exists()


def test_the_head_teacher_agrees_by_proposing_or_by_a_tap(committee):
    school_class = make_class()
    head = make_head(school_class)
    students = [make_need(make_student(school_class)).student for _ in range(2)]

    mine = propose(head.user, student=students[0])
    other = propose(committee, student=students[1])
    other = actions.agree_as_head(other, version=1, on=TODAY, by=head.user)

    assert [mine.head_agreed_on, other.head_agreed_on] == [TODAY, TODAY]
    with pytest.raises(ValidationError, match="班主任"):
        actions.agree_as_head(other, version=2, on=TODAY, by=committee)
