from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import NOT_YET, not_after
from branch.core.models import AuditEvent
from branch.walkins.students.models import Contact, ContactPairing, Pairing


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
    pairings = _locked(contact.pairings.all())
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
    not_after(happened_on, "happened_on", on=on, says=NOT_YET)
    if not all(pairing.covers(happened_on) for pairing in pairings):
        raise ValidationError({"happened_on": "这一天不在结对期间，请改日期。"})
