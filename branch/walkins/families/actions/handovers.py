"""Hand-overs: others are proposed for a member's caseload; and the end of the pairings of a class that graduates."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.coverage.actions import settle_notices
from branch.walkins.families.models import FamilyPairing, FamilyProposal, graduating
from branch.walkins.students.actions import (
    end_pairing,
    lock_pairings,
    lock_students,
    propose_pairing,
    withdraw_proposals,
)
from branch.walkins.students.models import Pairing, PairingProposal, SupportNeed

from .pairings import end_family_pairing, lock_family
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
    _lock([pairing for pairing, _ in choices.values()])
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


def _lock(pairings):
    """Lock students and their pairings, then families, each by their numbers, as every action does."""
    own = [row for row in pairings if isinstance(row, Pairing)]
    lock_students({row.student_id for row in own})
    lock_pairings(own)
    for family in sorted({row.family_id for row in pairings if isinstance(row, FamilyPairing)}):
        lock_family(family)


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
    _lock([pairing])
    pairing = type(pairing).objects.select_for_update(of=("self",)).get(pk=pairing.pk)
    rows = pairing.successors.all()
    withdraw_proposals(rows, on=on, by=by)
    rows.in_handover().update(called_off_on=on)
    AuditEvent.record(actor=by, verb="handover.called_off", target=pairing)
    settle_notices(rows)
    return pairing


@transaction.atomic
def end_graduated(classes, *, on, by, address=""):
    """毕业: end the pairings of the classes that graduate; a family with a younger child here keeps its member.

    Returns the `UndoStep`, by which they run again today, and how many were ended; `address` is the page to
    return to then.
    """
    if not classes:
        raise ValidationError({"classes": "请选择毕业的班级。"})
    students, families = graduating(classes, on=on)
    _lock([*students.all(), *families.all()])
    students, families = list(students.order_by("pk")), list(families.order_by("pk"))
    pupils = [row.student_id for row in students]
    needs = list(SupportNeed.objects.open().filter(student__in=pupils))
    trace = Trace(*students, *families, *needs, *_asked(students, families))
    for row in students:
        reason, outcome = Pairing.EndReason.GRADUATED, Pairing.Outcome.DONE
        end_pairing(row, on=on, reason=reason, outcome=outcome, version=row.version, by=by)
    for row in families:
        reason = FamilyPairing.EndReason.LEFT
        end_family_pairing(row, on=on, reason=reason, version=row.version, by=by)
    left = SupportNeed.objects.open().filter(pk__in=[row.pk for row in needs]).count()
    closed = len(needs) - left
    says = f"结对 {len(students)} 对，家庭结对 {len(families)} 户，办结需求 {closed} 条"
    AuditEvent.record(actor=by, verb="classes.graduated", target=classes[0], says=says)
    known = {"on": on, "by": by, "address": address}
    return trace.keep("classes.graduated", target=classes[0], **known), says


def _asked(students, families):
    """The open proposals that end with these pairings."""
    pupils = [row.student_id for row in students]
    proposals = PairingProposal.objects.open().filter(student__in=pupils).order_by("pk")
    return [*proposals, *FamilyProposal.objects.open().taking_over_any(families).order_by("pk")]


@undoes("classes.graduated", permission="walkins.end_pairing", of_anyone=True, first="student")
def resume_graduated(rows, *, on, by):
    """Let the pairings run again that were ended for a class that does not graduate yet, and ask again who was asked."""
    for row in rows:
        AuditEvent.record(actor=by, verb=f"{row._meta.model_name}.resumed", target=row)
