"""The contacts that follow from home visits."""

from branch.walkins.students.actions import lock_pairings
from branch.walkins.students.models import Contact, ContactPairing, Pairing


def make_contacts(rows, companions):
    """Make each of (visit, children) a contact of the running pairings of its visitors with these children.

    `companions` go along on all of them. A contact that is there already is corrected, one whose visitor or
    children are no longer paired is deleted.
    """
    children = {child.pk for _, home in rows for child in home}
    team = {person.pk for visit, _ in rows for person in (visit.visitor, *companions)}
    near = Pairing.objects.filter(student__in=children, member__staff__in=team)
    pairings = lock_pairings(near) if near.exists() else []
    for visit, home in rows:
        ids, day = {child.pk for child in home}, visit.happened_on
        own = [row for row in pairings if row.student_id in ids and row.covers(day)]
        members = {row.member for row in own}
        visit.contacts.exclude(member__in=members).delete()
        for member in members:
            others = {visit.visitor, *companions} - {member.staff}
            _make_contact(visit, member, others, [row for row in own if row.member == member])


def _make_contact(visit, member, others, pairings):
    contact = visit.contacts.filter(member=member).first()
    contact = contact or Contact(visit=visit, member=member, recorded_by=visit.recorded_by)
    contact.kind, contact.mode = Contact.Kind.CARE, Contact.Mode(visit.mode)
    contact.happened_on, contact.minutes = visit.happened_on, None
    contact.full_clean(exclude=["member", "recorded_by", "visit"])
    contact.save()
    contact.companions.set(others)
    contact.shares.all().delete()
    ContactPairing.objects.bulk_create(
        ContactPairing(contact=contact, pairing=row, happened_on=visit.happened_on)
        for row in pairings
    )
