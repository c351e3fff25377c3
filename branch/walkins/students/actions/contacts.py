from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import NOT_YET, not_after
from branch.core.models import AuditEvent
from branch.coverage.actions import settle_notices
from branch.walkins.notes import delete_note
from branch.walkins.students.models import Contact, ContactNote, ContactPairing, Pairing


@transaction.atomic
def record_contact(*, pairings, kind, happened_on, on, by, **details):
    """Record a contact of a member with one or several of their students.

    `details` are mode, minutes, fact, next_plan and next_on; the model knows their defaults.
    """
    pairings = lock_pairings(pairings)
    _check_days(pairings, happened_on, on=on)
    contact = Contact(
        member=_member_of(pairings), kind=kind, happened_on=happened_on, recorded_by=by, **details
    )
    _refuse_copy(contact, pairings)
    # Both exist: the member was read with the lock, and the user is signed in.
    contact.full_clean(exclude=["member", "recorded_by"])
    contact.save()
    ContactPairing.objects.bulk_create(
        ContactPairing(contact=contact, pairing=pairing, happened_on=happened_on)
        for pairing in pairings
    )
    AuditEvent.record(actor=by, verb="contact.recorded", target=contact)
    settle_notices(*pairings)
    return contact


def _refuse_copy(contact, pairings):
    """Refuse a contact equal to a stored one: the same page was sent again after going back."""
    same = {
        name: getattr(contact, name) for name in ("member", "kind", "happened_on", "mode", "fact")
    }
    if Contact.objects.filter(**same, minutes=contact.minutes, pairings__in=pairings).exists():
        raise ValidationError(
            "这一天已有一条同样的记录，没有再存一遍。确实又联系了一次的，请在简要情况里写一句区别。"
        )


@transaction.atomic
def revise_contact(contact, *, happened_on, version, on, by, **details):
    """Correct a contact. Its students stay: for another student, withdraw it and record a new one."""
    contact = Contact.objects.lock(contact.pk, version)
    pairings = lock_pairings(contact.pairings.all())
    if happened_on != contact.happened_on:
        _check_days(pairings, happened_on, on=on)
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
    """作废: delete the contact and its sealed note; audit events keep that they existed, and why it was deleted."""
    contact = Contact.objects.lock(contact.pk, version)
    AuditEvent.record(
        actor=by,
        verb="contact.withdrawn",
        target=contact,
        says=Contact.WithdrawReason(reason).label,
    )
    for note in ContactNote.objects.filter(contact=contact).defer("sealed"):
        delete_note(note, by=by)
    contact.delete()


def lock_pairings(pairings):
    """Lock the pairings and read them again, so that none ends while a contact is written."""
    ids = [pairing.pk for pairing in pairings]
    rows = Pairing.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return list(rows.select_related("member").order_by("pk"))


def _member_of(pairings):
    members = {pairing.member for pairing in pairings}
    if len(members) != 1:
        raise ValidationError({"pairings": "一条记录只写同一名党员的结对学生，请分开记。"})
    return members.pop()


def _check_days(pairings, happened_on, *, on):
    not_after(happened_on, "happened_on", on=on, says=NOT_YET)
    if not all(pairing.covers(happened_on) for pairing in pairings):
        raise ValidationError({"happened_on": "这一天不在结对期间，请改日期。"})
