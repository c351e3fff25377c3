"""Proposals of a pairing with a student: made, agreed to by head teacher, guardian and student."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import NOT_YET, not_after
from branch.core.models import AuditEvent
from branch.coverage.actions import notify, settle_notices
from branch.school.models import Student
from branch.walkins.notices import PairingTakenOver, Proposed
from branch.walkins.students.models import Pairing, PairingProposal

from .answers import lock_open
from .closing import close_proposal
from .needs import lock_student, lock_students
from .pairings import begin_pairing, check_match, check_over_reason, end_pairing, students_of

Closed = PairingProposal.Closed
NO_DAY = "请至少填一个日期。"
NO_MODE = "请选择怎么告诉监护人的。"
NO_GUARDIAN_DAY = "选了怎么告诉的，请填监护人同意的日期。"
BEFORE = "不能早于提出建议的 {}。"
NOT_ACCEPTED = "党员还没有接受，接受以后再记监护人和学生的意见。"


@transaction.atomic
def propose_pairing(*, student, member, over_reason="", replaces=None, on, by):
    """Ask a member to be paired with a student in need; `replaces` is the pairing that it takes over."""
    lock_student(student.pk)
    check_match(student, member, on, on=on)
    if Pairing.objects.active().filter(student=student, member=member).exists():
        raise ValidationError({"member": "该党员已与这名学生结对。"})
    check_over_reason(student, member, over_reason, on=on)
    if replaces:
        _check_taken_over(replaces, student, by=by)
    is_head = Student.objects.headed_by(by, on=on).filter(pk=student.pk).exists()
    proposal = PairingProposal(
        student=student,
        member=member,
        over_reason=over_reason,
        replaces=replaces,
        proposed_on=on,
        proposed_by=by,
        head_agreed_on=on if is_head else None,
    )
    proposal.full_clean()
    proposal.save()
    AuditEvent.record(actor=by, verb="proposal.made", target=proposal)
    # that another was asked for is settled by asking another
    settle_notices(PairingProposal.objects.closed().filter(student=student))
    told = [member.staff.user, proposal.head_user(on)]
    notify(kind=Proposed, subject=proposal, by=by, users=told, day=on)
    return proposal


@transaction.atomic
def propose_several(*, choices, on, by):
    """Ask a member for each of these students, all or none; `choices` are (student, member, reason for one more).

    A reason is stored only with the proposals for which one is needed.
    """
    lock_students([student.pk for student, *_ in choices])
    found = []
    for student, member, reason in choices:
        count, _, most = students_of(member, on=on)
        facts = {
            "student": student,
            "member": member,
            "over_reason": reason if count >= most else "",
        }
        try:
            found.append(propose_pairing(**facts, on=on, by=by))
        except ValidationError as refusal:
            says = "；".join(refusal.messages)
            raise ValidationError(f"{student}：{says}一条也没有发出。") from refusal
    return found


def _check_taken_over(pairing, student, *, by):
    """Refuse to take over a pairing that has ended or is of another student, or for who may not end it."""
    running = Pairing.objects.active().select_for_update(of=("self",))
    if not running.filter(pk=pairing.pk, student=student).exists():
        raise ValidationError("原来的结对已经结束，不用交接；请直接建议结对。")
    if not by.has_perm("walkins.end_pairing"):
        raise ValidationError("交接由支委办理。要换人，请告诉支委。")


@transaction.atomic
def agree_as_head(proposal, *, version, on, by):
    """The head teacher, whose pupil it is, agrees to the member; nothing waits for it."""
    proposal = lock_open(proposal, version)
    if not Student.objects.headed_by(by, on=on).filter(pk=proposal.student_id).exists():
        raise ValidationError("只有这名学生的班主任可以同意。")
    proposal.head_agreed_on = proposal.head_agreed_on or on
    proposal.save(update_fields=["head_agreed_on", "version"])
    AuditEvent.record(actor=by, verb="proposal.head_agreed", target=proposal)
    return proposal


@transaction.atomic
def record_agreement(
    proposal, *, guardian_informed_on, guardian_mode, student_agreed_on, version, on, by
):
    """Record on which days guardian and student said yes; with both the pairing begins."""
    proposal = lock_open(proposal, version)
    if proposal.accepted_on is None:
        raise ValidationError(NOT_ACCEPTED)
    days = {
        "guardian_informed_on": guardian_informed_on,
        "student_agreed_on": student_agreed_on,
    }
    _check_agreed(proposal, days, guardian_mode, on=on)
    for name, day in days.items():
        setattr(proposal, name, day)
    proposal.guardian_mode = guardian_mode
    proposal.full_clean()
    proposal.save(update_fields=[*days, "guardian_mode", "version"])
    AuditEvent.record(actor=by, verb="proposal.agreement_recorded", target=proposal)
    if proposal.all_agreed_on:
        _start(proposal, on=on, by=by)
    return proposal


def _check_agreed(proposal, days, guardian_mode, *, on):
    """Refuse days ahead or before the proposal, a guardian's without how they were told, and none at all."""
    recorded = [getattr(proposal, name) for name in days]
    if not any(days.values()) and not any(recorded):
        raise ValidationError({"guardian_informed_on": NO_DAY})
    for name, day in days.items():
        if day:
            not_after(day, name, on=on, says=NOT_YET)
        if day and day < proposal.proposed_on:
            raise ValidationError({name: BEFORE.format(proposal.proposed_on)})
    if days["guardian_informed_on"] and not guardian_mode:
        raise ValidationError({"guardian_mode": NO_MODE})
    if guardian_mode and not days["guardian_informed_on"]:
        raise ValidationError({"guardian_informed_on": NO_GUARDIAN_DAY})


def _start(proposal, *, on, by):
    """Begin the pairing on the day the last of the three agreed, and end the one it takes over."""
    proposal.pairing = begin_pairing(
        student=proposal.student,
        member=proposal.member,
        started_on=proposal.all_agreed_on,
        guardian_informed_on=proposal.guardian_informed_on,
        guardian_mode=proposal.guardian_mode,
        student_agreed_on=proposal.student_agreed_on,
        over_reason=proposal.over_reason,
        on=on,
        by=by,
    )
    close_proposal(proposal, Closed.STARTED, on=on, by=by)
    if proposal.replaces and proposal.replaces.is_active:
        _take_over(proposal, on=on, by=by)


def _take_over(proposal, *, on, by):
    """End the former pairing, and tell its member."""
    former = proposal.replaces
    end_pairing(
        former,
        on=on,
        reason=Pairing.EndReason.MEMBER_MOVED,
        outcome=Pairing.Outcome.HANDED_OVER,
        version=former.version,
        by=by,
    )
    told = {"users": [former.member.staff.user], "day": on}
    notify(kind=PairingTakenOver, subject=proposal.member, by=by, **told)
