"""Hand-overs: others are proposed for a member's caseload; and the end of the pairings of a class that graduates."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.coverage.actions import settle_notices
from branch.walkins.families.models import FamilyPairing, graduating, with_younger_child
from branch.walkins.students.actions import (
    end_pairing,
    lock_student,
    propose_pairing,
    withdraw_proposals,
)
from branch.walkins.students.models import Pairing, SupportNeed

from .pairings import end_family_pairing
from .proposals import propose_family_pairing

NOBODY = "请先选接手的党员。"
FULL = "{}结对的学生已到规定名数。请另选一名，或点“请别的党员”写明原因。"
SELF = "交接要请别的党员，不能还是本人。"


@transaction.atomic
def propose_handover(choices, *, on, by):
    """Propose each chosen member for a pairing: `choices` is {key of the line: (pairing, member)}; all or none."""
    if not choices:
        raise ValidationError(NOBODY)
    refusals, made = {}, []
    # in the order in which every action locks students and families
    for key, (pairing, member) in sorted(choices.items(), key=_subject):
        try:
            with transaction.atomic():
                made.append(_propose(pairing, member, on=on, by=by))
        except ValidationError as refusal:
            # the page of a hand-over has no field for the reason
            is_full = "over_reason" in getattr(refusal, "error_dict", {})
            refusals[key] = FULL.format(member) if is_full else refusal.messages
    if refusals:
        raise ValidationError(refusals)
    return made


def _subject(choice):
    """Students before families, each by their keys."""
    pairing = choice[1][0]
    is_family = isinstance(pairing, FamilyPairing)
    return is_family, pairing.family_id if is_family else pairing.student_id


def _propose(pairing, member, *, on, by):
    if member == pairing.member:
        raise ValidationError(SELF)
    facts = {"member": member, "on": on, "by": by}
    if isinstance(pairing, FamilyPairing):
        return propose_family_pairing(family=pairing.family, former=pairing, **facts)
    return propose_pairing(student=pairing.student, replaces=pairing, **facts)


@transaction.atomic
def call_off_handover(pairing, *, on, by):
    """不再交接: the member keeps the pairing; who was asked is asked no more, and it is no gap from this day on."""
    pairing = type(pairing).objects.select_for_update(of=("self",)).get(pk=pairing.pk)
    rows = pairing.successors.all()
    withdraw_proposals(rows, on=on, by=by)
    rows.in_handover().update(called_off_on=on)
    AuditEvent.record(actor=by, verb="handover.called_off", target=pairing)
    settle_notices(rows)
    return pairing


@transaction.atomic
def end_graduated(classes, *, on, by):
    """毕业: end the pairings of the classes that graduate; a family with a younger child here keeps its member.

    Returns the `UndoStep`, by which they run again today.
    """
    if not classes:
        raise ValidationError({"classes": "请选择毕业的班级。"})
    students, families = graduating(classes)
    students = list(students.order_by("student", "pk"))
    families = list(with_younger_child(families, classes, on=on).order_by("pk"))
    leaving = [row for row in families if not row.stays]
    needs = SupportNeed.objects.open().filter(student__in=[row.student_id for row in students])
    needs = list(needs)
    for student in sorted({row.student_id for row in students}):
        lock_student(student)
    trace = Trace(*students, *leaving, *needs)
    for row in students:
        reason, outcome = Pairing.EndReason.GRADUATED, Pairing.Outcome.DONE
        end_pairing(row, on=on, reason=reason, outcome=outcome, version=row.version, by=by)
    for row in leaving:
        reason = FamilyPairing.EndReason.LEFT
        end_family_pairing(row, on=on, reason=reason, version=row.version, by=by)
    closed = (
        len(needs) - SupportNeed.objects.open().filter(pk__in=[row.pk for row in needs]).count()
    )
    says = f"结对 {len(students)} 对，家庭结对 {len(leaving)} 户，办结需求 {closed} 条"
    AuditEvent.record(actor=by, verb="classes.graduated", target=classes[0], says=says)
    return trace.keep("classes.graduated", target=classes[0], on=on, by=by), says


@undoes("classes.graduated", permission="walkins.end_pairing", of_anyone=True, first="student")
def resume_graduated(rows, *, on, by):
    """Let the pairings run again that were ended for a class that does not graduate yet."""
    for row in rows:
        AuditEvent.record(actor=by, verb=f"{row._meta.model_name}.resumed", target=row)
