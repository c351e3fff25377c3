from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.members.models import Member
from branch.school.models import SchoolClass, Student

from .models import Contact, ContactPairing, Pairing, SupportNeed


def _not_after(day, field, *, on):
    if day > on:
        raise ValidationError({field: "日期不能晚于今天。"})


def _alone_with(student_id):
    """Needs and pairings of one student change one after the other: who changes them waits here first."""
    return Student.objects.select_for_update().get(pk=student_id)


@transaction.atomic
def raise_need(*, student, kind, on, by):
    """Say that a student could use a hand; the committee then finds a member."""
    _alone_with(student.pk)
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
    """A counsellor's need says 学校提出, even of the counsellor's own class."""
    own_classes = SchoolClass.objects.headed_by(by, on=on)
    is_head = Student.objects.in_classes(own_classes, on=on).filter(pk=student.pk).exists()
    if is_head and not by.has_perm("walkins.follow_open_needs"):
        return SupportNeed.RaisedAs.HEAD
    return SupportNeed.RaisedAs.SCHOOL


@transaction.atomic
def close_need(need, *, on, reason, version, by):
    """Say that a need is met, or no longer there; the last one ends with the pairing it is for."""
    _alone_with(need.student_id)
    need = SupportNeed.objects.lock(need.pk, version)
    if not need.is_open:
        raise ValidationError("这条帮扶需求已经办结。")
    others = SupportNeed.objects.open().filter(student=need.student_id).exclude(pk=need.pk)
    if not others.exists() and _is_paired(need.student_id):
        raise ValidationError("这名学生还在结对。请先结束结对，结果选“办结”，需求一并办结。")
    return _close(need, on=on, reason=reason, by=by)


def _close(need, *, on, reason, by):
    need.closed_on, need.close_reason = on, reason
    need.full_clean()
    need.save(update_fields=["closed_on", "close_reason", "version"])
    AuditEvent.record(actor=by, verb="need.closed", target=need)
    return need


@transaction.atomic
def start_pairing(
    *, student, member, started_on, guardian_informed_on, student_agreed_on=None, on, by
):
    """Pair a member with a student who has an open need."""
    _alone_with(student.pk)
    for field, day in (
        ("started_on", started_on),
        ("guardian_informed_on", guardian_informed_on),
        ("student_agreed_on", student_agreed_on or on),
    ):
        _not_after(day, field, on=on)
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
    return pairing


def _check_match(student, member, started_on, *, on):
    if not student.needs.open().filter(raised_on__lte=started_on).exists():
        raise ValidationError({"student": "这名学生在结对日期没有待办的帮扶需求，请先登记需求。"})
    if not Member.objects.active_on(started_on).filter(pk=member.pk).exists():
        raise ValidationError({"member": "这名教师在结对日期不是本支部党员，请另选一名党员。"})
    if not Member.objects.here_on(on).filter(pk=member.pk).exists():
        raise ValidationError({"member": "这名党员已离校或转出，请另选一名党员。"})
    if student.is_child_of(member.staff):
        raise ValidationError({"student": "这名学生是该党员的子女，请另选一名党员。"})


@transaction.atomic
def end_pairing(pairing, *, on, reason, outcome, version, by):
    """Close a pairing; 办结 closes the student's open needs too, unless someone is still paired."""
    _alone_with(pairing.student_id)
    pairing = Pairing.objects.lock(pairing.pk, version)
    if not pairing.is_active:
        raise ValidationError("这个结对已经结束。")
    if pairing.shares.filter(happened_on__gt=on).exists():
        raise ValidationError("这一天之后还有帮扶记录，请先核对记录的日期。")
    pairing.ended_on, pairing.end_reason, pairing.outcome = on, reason, outcome
    pairing.full_clean()
    pairing.save(update_fields=["ended_on", "end_reason", "outcome", "version"])
    AuditEvent.record(actor=by, verb="pairing.ended", target=pairing)
    if outcome == Pairing.Outcome.DONE:
        _close_needs_of(pairing, by=by)
    return pairing


def _close_needs_of(pairing, *, by):
    if _is_paired(pairing.student_id):
        return
    left = {Pairing.EndReason.GRADUATED, Pairing.EndReason.TRANSFERRED}
    why = SupportNeed.CloseReason
    for need in SupportNeed.objects.open().filter(student=pairing.student_id):
        need = SupportNeed.objects.lock(need.pk, need.version)
        reason = why.LEFT if pairing.end_reason in left else why.MET
        _close(need, on=pairing.ended_on, reason=reason, by=by)


def _is_paired(student_id):
    return Pairing.objects.active().filter(student=student_id).exists()


@transaction.atomic
def record_contact(*, pairings, kind, happened_on, on, by, **details):
    """Record one time a member was there for one or several of their students.

    `details` are mode, minutes, fact, next_plan and next_on; the model knows their defaults.
    """
    pairings = _locked(pairings)
    _check_days(pairings, happened_on, on=on)
    contact = Contact(
        member=_one_member(pairings), kind=kind, happened_on=happened_on, recorded_by=by, **details
    )
    _refuse_copy(contact, pairings)
    # Both are known to exist: one was read with the lock, the other is signed in.
    contact.full_clean(exclude=["member", "recorded_by"])
    contact.save()
    ContactPairing.objects.bulk_create(
        ContactPairing(contact=contact, pairing=pairing, happened_on=happened_on)
        for pairing in pairings
    )
    AuditEvent.record(actor=by, verb="contact.recorded", target=contact)
    return contact


def _refuse_copy(contact, pairings):
    """A page sent again after going back holds the same words; a second talk has words of its own."""
    same = {
        name: getattr(contact, name) for name in ("member", "kind", "happened_on", "mode", "fact")
    }
    if Contact.objects.filter(**same, minutes=contact.minutes, pairings__in=pairings).exists():
        raise ValidationError(
            "这一天已有一条同样的记录，没有再存一遍。确实又联系了一次的，请在简要情况里写一句区别。"
        )


@transaction.atomic
def revise_contact(contact, *, happened_on, version, on, by, **details):
    """Correct what a contact says; for another student it is withdrawn and recorded anew."""
    contact = Contact.objects.lock(contact.pk, version)
    _check_days(_locked(contact.pairings.all()), happened_on, on=on)
    for name, value in details.items():
        setattr(contact, name, value)
    contact.happened_on = happened_on
    contact.full_clean()
    contact.save()
    contact.shares.update(happened_on=happened_on)
    AuditEvent.record(actor=by, verb="contact.revised", target=contact)
    return contact


@transaction.atomic
def withdraw_contact(contact, *, reason, version, by):
    """作废: the record is deleted; that it was there, and why it went, stays in the audit."""
    contact = Contact.objects.lock(contact.pk, version)
    AuditEvent.record(
        actor=by,
        verb="contact.withdrawn",
        target=contact,
        says=Contact.WithdrawReason(reason).label,
    )
    contact.delete()


def _locked(pairings):
    """The pairings as they stand, so that none ends while a contact is being written."""
    ids = [pairing.pk for pairing in pairings]
    rows = Pairing.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return list(rows.select_related("member").order_by("pk"))


def _one_member(pairings):
    members = {pairing.member for pairing in pairings}
    if len(members) != 1:
        raise ValidationError({"pairings": "一条记录只写同一名党员的结对学生，请分开记。"})
    return members.pop()


def _check_days(pairings, happened_on, *, on):
    _not_after(happened_on, "happened_on", on=on)
    if not all(pairing.covers(happened_on) for pairing in pairings):
        raise ValidationError({"happened_on": "这一天不在结对期间，请改日期。"})
