from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import NOT_YET, last_day_before, not_after
from branch.core.models import AuditEvent
from branch.coverage.actions import notify, settle_notices
from branch.walkins.notices import PairingStarted
from branch.walkins.pairs import check_member
from branch.walkins.students.models import Pairing

from .needs import close_needs_after, lock_student


@transaction.atomic
def start_pairing(
    *, student, member, started_on, guardian_informed_on, student_agreed_on=None, on, by
):
    """Pair a member with a student who has an open need."""
    lock_student(student.pk)
    for field, day in (
        ("started_on", started_on),
        ("guardian_informed_on", guardian_informed_on),
        ("student_agreed_on", student_agreed_on or on),
    ):
        not_after(day, field, on=on, says=NOT_YET)
    _check_match(student, member, started_on, on=on)
    pairing = Pairing(
        student=student,
        member=member,
        started_on=started_on,
        guardian_informed_on=guardian_informed_on,
        student_agreed_on=student_agreed_on,
        started_by=by,
    )
    pairing.full_clean()
    pairing.save()
    AuditEvent.record(actor=by, verb="pairing.started", target=pairing)
    told = {"users": [member.staff.user], "day": started_on}
    notify(kind=PairingStarted, subject=pairing, by=by, **told)
    return pairing


def _check_match(student, member, started_on, *, on):
    if not student.needs.open().filter(raised_on__lte=started_on).exists():
        raise ValidationError({"student": "这名学生在结对日期没有待办的帮扶需求，请先登记需求。"})
    check_member(member, started_on, on=on)
    if student.is_child_of(member.staff):
        raise ValidationError({"student": "这名学生是该党员的子女，请另选一名党员。"})


@transaction.atomic
def end_pairing(pairing, *, on, reason, outcome, version, by):
    """End a pairing; 办结 also closes the student's open needs, unless another pairing runs.

    Its last day is the day before, so that another member may take over today; it is today where
    the pairing began today or has a record of today.
    """
    lock_student(pairing.student_id)
    pairing = Pairing.objects.lock(pairing.pk, version)
    if not pairing.is_active:
        raise ValidationError("这个结对已经结束。")
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
        close_needs_after(pairing, by=by)
    return pairing
