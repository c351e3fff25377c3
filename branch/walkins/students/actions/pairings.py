from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import NOT_YET, last_day_before, not_after
from branch.core.figures import figure
from branch.core.models import AuditEvent
from branch.coverage.actions import notify, settle_notices
from branch.school.models import Student
from branch.walkins.figures import PAIRINGS_A_MEMBER
from branch.walkins.naming import names_about, refuse_listed
from branch.walkins.notices import PairingStarted
from branch.walkins.pairs import check_member, refuse_before_agreed, refuse_ended, refuse_overlap
from branch.walkins.students.models import Pairing, PairingProposal, pairings_say

from .closing import withdraw_proposals_of
from .needs import close_needs_after, lock_student

NO_NAMES = "写了姓名“{}”，请删去：只写工作上的原因。"


@transaction.atomic
def start_pairing(*, student, member, over_reason="", on, by, **agreed):
    """Pair a member with a student who has an open need, where everybody has agreed already.

    `agreed` are started_on, guardian_informed_on, guardian_mode and student_agreed_on. A proposal that is open
    for the student is withdrawn.
    """
    lock_student(student.pk)
    withdraw_proposals_of(student.pk, on=on, by=by)
    check_over_reason(student, member, over_reason, on=on)
    return begin_pairing(
        student=student, member=member, over_reason=over_reason, on=on, by=by, **agreed
    )


def begin_pairing(*, student, member, started_on, on, by, **agreed):
    """Store the pairing of a locked student; `agreed` says how and when guardian and student agreed."""
    days = {name: day for name, day in agreed.items() if name.endswith("_on")}
    for field, day in {"started_on": started_on, **days}.items():
        not_after(day, field, on=on, says=NOT_YET)
    check_match(student, member, started_on, on=on)
    refuse_overlap(Pairing.objects.filter(student=student, member=member), started_on)
    refuse_before_agreed(started_on, *days.values())
    pairing = Pairing(
        student=student, member=member, started_on=started_on, started_by=by, **agreed
    )
    pairing.full_clean()
    pairing.save()
    AuditEvent.record(actor=by, verb="pairing.started", target=pairing)
    settle_notices(PairingProposal.objects.closed().filter(student=student))
    told = {"users": [member.staff.user], "day": started_on}
    notify(kind=PairingStarted, subject=pairing, by=by, **told)
    return pairing


def check_match(student, member, started_on, *, on):
    """Refuse a student who has left or has no open need on the first day, a member who cannot begin, a parent."""
    if Student.objects.gone_on(on).filter(pk=student.pk).exists():
        raise ValidationError({"student": "这名学生已离校，不再开始结对。"})
    if not student.needs.open().filter(raised_on__lte=started_on).exists():
        raise ValidationError({"student": "这名学生在结对日期没有待办的帮扶需求，请先登记需求。"})
    check_member(member, started_on, on=on)
    if student.is_child_of(member.staff):
        raise ValidationError({"student": "这名学生是该党员的子女，请另选一名党员。"})


def check_over_reason(student, member, reason, *, on):
    """Refuse names in the reason, and ask for one where the member has as many students as the figure allows."""
    refuse_listed({"over_reason": reason}, names_about([student]), NO_NAMES)
    count, asked, most = students_of(member, on=on)
    if count >= most and not reason:
        raise ValidationError(
            {
                "over_reason": f"{member}{pairings_say(count, asked)}，规定最多 {most} 名。"
                "请写一句为什么再加一名，或另选党员。"
            }
        )


def students_of(member, *, on):
    """(how many students a member has or is asked for, how many of them asked for, how many the figure allows)."""
    running = Pairing.objects.active().filter(member=member).count()
    asked = PairingProposal.objects.open().filter(member=member).count()
    return running + asked, asked, figure(PAIRINGS_A_MEMBER.key, on=on)


@transaction.atomic
def end_pairing(pairing, *, on, reason, outcome, version, by):
    """End a pairing; 办结 also closes the student's open needs, unless another pairing runs.

    Its last day is the day before, so that another member may take over today; it is today where
    the pairing began today or has a record of today.
    """
    lock_student(pairing.student_id)
    pairing = Pairing.objects.lock(pairing.pk, version, check=refuse_ended)
    last_recorded_on = max([pairing.started_on, *pairing.days_recorded])
    if last_recorded_on > max(on, pairing.started_on):
        raise ValidationError("这一天之后还有帮扶记录，请先核对记录的日期。")
    pairing.until_on = last_day_before(on, first=last_recorded_on)
    pairing.end_reason, pairing.outcome = reason, outcome
    pairing.full_clean()
    pairing.save(update_fields=["until_on", "end_reason", "outcome", "version"])
    AuditEvent.record(actor=by, verb="pairing.ended", target=pairing)
    settle_notices(pairing)
    if outcome == Pairing.Outcome.DONE:
        close_needs_after(pairing, on=on, by=by)
    return pairing
