from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from branch.core.dated import NOT_YET, not_after
from branch.core.models import AuditEvent
from branch.coverage.actions import settle_notices
from branch.school.models import Staff
from branch.walkins.notes import delete_note
from branch.walkins.students.models import Contact, ContactNote, ContactPairing, Pairing

COPY = "这一天已有一条同样的记录，没有再存一遍。确实又联系了一次的，请在简要情况里写一句区别。"
OUTSIDE = "这一天不在结对期间：结对从 {} 起{}，请改日期。"


@transaction.atomic
def record_contact(
    *, pairings, kind, happened_on, on, by, companions=(), recorded_by=None, **details
):
    """Record a contact of a member with one or several of their students.

    It counts in the pairings of companions with these students, too. `details` are mode, minutes, fact, next_plan
    and next_on; the model knows their defaults. `recorded_by` is who wrote what `by` confirms.
    """
    pairings, near = lock_with_near(pairings, companions)
    check_days(pairings, happened_on, on=on)
    contact = Contact(
        member=member_of(pairings),
        kind=kind,
        happened_on=happened_on,
        recorded_by=recorded_by or by,
        **details,
    )
    check_companions(contact, companions)
    if copies_of(contact, pairings).exists():
        raise ValidationError(COPY)
    # Both exist: the member was read with the lock, and the user is signed in.
    contact.full_clean(exclude=["member", "recorded_by"])
    contact.save()
    credited = _credit(contact, _credited(contact, pairings, near))
    if companions:
        contact.companions.set(companions)
    AuditEvent.record(actor=by, verb="contact.recorded", target=contact)
    settle_notices(*credited)
    return contact


def _credited(contact, pairings, near):
    """The pairings in which the contact counts: the member's, and those of companions that ran that day."""
    return [*pairings, *(row for row in near if row.covers(contact.happened_on))]


def _credit(contact, credited):
    """Store a share of the contact in each of these pairings, or move the one there is to its day; return them."""
    ContactPairing.objects.bulk_create(
        [
            ContactPairing(contact=contact, pairing=row, happened_on=contact.happened_on)
            for row in credited
        ],
        update_conflicts=True,
        unique_fields=["contact", "pairing"],
        update_fields=["happened_on"],
    )
    return credited


def copies_of(contact, pairings):
    """Stored contacts equal to it: the same page was sent again after going back."""
    same = {
        name: getattr(contact, name) for name in ("member", "kind", "happened_on", "mode", "fact")
    }
    return Contact.objects.filter(**same, minutes=contact.minutes, pairings__in=pairings)


@transaction.atomic
def revise_contact(contact, *, happened_on, version, on, by, companions=(), **details):
    """Correct a contact. Its students stay: for another student, withdraw it and record a new one."""
    # before the contact, as one who writes its note
    own = Pairing.objects.filter(shares__in=contact.shares.of_member())
    pairings, near = lock_with_near(own, companions)
    contact = Contact.objects.lock(contact.pk, version)
    if happened_on != contact.happened_on:
        check_days(pairings, happened_on, on=on)
    for name, value in details.items():
        setattr(contact, name, value)
    contact.happened_on = happened_on
    check_companions(contact, companions)
    contact.full_clean()
    contact.save()
    contact.companions.set(companions)
    credited = _credited(contact, pairings, near)
    contact.shares.exclude(pairing__in=credited).delete()
    _credit(contact, credited)
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
    return _locked(Q(pk__in=[pairing.pk for pairing in pairings]))


def lock_with_near(pairings, companions):
    """Lock the pairings, and those of companions with the same students; return both lists."""
    pairings = list(pairings)
    ids = {pairing.pk for pairing in pairings}
    wanted = Q(pk__in=ids)
    if companions:
        students = {pairing.student_id for pairing in pairings}
        wanted |= Q(student__in=students, member__staff__in=[person.pk for person in companions])
    rows = _locked(wanted)
    return [row for row in rows if row.pk in ids], [row for row in rows if row.pk not in ids]


def _locked(wanted):
    """In the order of their numbers, so that two who lock the same ones never wait for each other."""
    rows = Pairing.objects.select_for_update(of=("self",)).filter(wanted)
    return list(rows.select_related("member__staff").order_by("pk"))


def member_of(pairings):
    """The one member whose pairings they are."""
    members = {pairing.member for pairing in pairings}
    if len(members) != 1:
        raise ValidationError({"pairings": "一条记录只写同一名党员的结对学生，请分开记。"})
    return members.pop()


def check_days(pairings, day, *, on):
    """Refuse a day to come, and one on which not all of the pairings ran."""
    not_after(day, "happened_on", on=on, says=NOT_YET)
    for pairing in pairings:
        check_within(pairing, day)


def check_within(pairing, day):
    """Refuse a day on which the pairing did not run, and say when it does."""
    if not pairing.covers(day):
        until = f"，到 {pairing.until_on} 为止" if pairing.until_on else ""
        raise ValidationError({"happened_on": OUTSIDE.format(pairing.started_on, until)})


def check_companions(record, companions):
    """Refuse the member as a companion, and a colleague who did not work here that day."""
    ids = {person.pk for person in companions}
    if record.member.staff_id in ids:
        raise ValidationError({"companions": "结对党员不用再选作协同人员。"})
    here = Staff.objects.working_on(record.happened_on).filter(pk__in=ids) if ids else ()
    if len(here) < len(ids):
        raise ValidationError({"companions": "选中的老师里有一名那一天不在校，请重新选择。"})
