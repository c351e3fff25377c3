from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import last_day_before
from branch.core.models import AuditEvent
from branch.school.models import Student
from branch.walkins.students.models import Pairing, SupportNeed

from .closing import withdraw_proposals_of


def lock_student(student_id):
    """Lock a student, so that two changes to their needs and pairings run one after the other.

    Rows that only refer to the student (visits, aid) are written meanwhile, or each would wait for the other.
    """
    return Student.objects.select_for_update(no_key=True).get(pk=student_id)


def lock_students(ids):
    """Lock several students in the order of their numbers, so that two who lock the same ones never cross."""
    list(Student.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


@transaction.atomic
def raise_need(*, student, kind, on, by):
    """Record that a student needs support; the committee then finds a member."""
    lock_student(student.pk)
    need = SupportNeed(
        student=student,
        kind=kind,
        raised_on=on,
        raised_by=by,
        raised_as=_raised_as(student, by, on),
    )
    need.full_clean()
    need.save()
    AuditEvent.record(actor=by, verb="need.raised", target=need)
    return need


def _raised_as(student, by, on):
    """Return the source shown: a counsellor's need is 学校提出, even for the counsellor's own class."""
    is_head = Student.objects.headed_by(by, on=on).filter(pk=student.pk).exists()
    if is_head and not by.has_perm("walkins.follow_open_needs"):
        return SupportNeed.RaisedAs.HEAD
    return SupportNeed.RaisedAs.SCHOOL


@transaction.atomic
def close_need(need, *, on, reason, version, by):
    """Close a need; one entered by mistake is marked void.

    The last open need of a paired student closes only with the pairing.
    """
    lock_student(need.student_id)
    need = SupportNeed.objects.lock(need.pk, version, check=_refuse_closed)
    others = SupportNeed.objects.open().filter(student=need.student_id).exclude(pk=need.pk)
    if not others.exists() and _is_paired(need.student_id):
        raise ValidationError("这名学生还在结对。请先结束结对，结果选“办结”，需求一并办结。")
    if not others.exists():
        withdraw_proposals_of(need.student_id, on=on, by=by)
    return _close(need, last_day_before(on, first=need.raised_on), reason=reason, by=by)


def _refuse_closed(need):
    if not need.is_open:
        raise ValidationError("这条帮扶需求已经办结。")


def _close(need, until_on, *, reason, by):
    need.until_on, need.close_reason = until_on, reason
    need.is_void = reason == SupportNeed.CloseReason.MISTAKEN
    need.full_clean()
    need.save(update_fields=["until_on", "close_reason", "is_void", "version"])
    AuditEvent.record(actor=by, verb="need.closed", target=need)
    return need


def close_needs_after(pairing, *, on, by):
    """Close the open needs of a student whose last pairing has ended, and withdraw who was asked for them."""
    if _is_paired(pairing.student_id):
        return
    withdraw_proposals_of(pairing.student_id, on=on, by=by)
    has_left = pairing.end_reason in (Pairing.EndReason.GRADUATED, Pairing.EndReason.TRANSFERRED)
    reason = SupportNeed.CloseReason.LEFT if has_left else SupportNeed.CloseReason.MET
    for need in SupportNeed.objects.open().filter(student=pairing.student_id):
        need = SupportNeed.objects.lock(need.pk, need.version)
        _close(need, max(need.raised_on, pairing.until_on), reason=reason, by=by)


def _is_paired(student_id):
    return Pairing.objects.active().filter(student=student_id).exists()
