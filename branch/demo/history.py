"""Contacts of the past, stored in bulk: the days on which they happen, and what they say.

No audit event is made up for them.
"""

from bisect import bisect_left
from collections import defaultdict
from datetime import timedelta

from branch.school.models.calendar import Calendar
from branch.walkins.models import Contact, ContactPairing

from .days import at
from .pairings import CONTACT_KINDS, FACTS, PLANS

TUESDAY, THURSDAY, SATURDAY = 1, 3, 5
# days from one contact of a pairing to the next
GAPS = (12, 14, 18, 20, 24)
# after a contact at noon, 12:20 to 13:00, and after one in the afternoon, 16:30 to 17:20
RECORDED = "13:05", "17:25"
# how many of a hundred are on a Monday or Friday, or in an exam week
ODD_PERCENT = 8
# days of the pool over which contacts wanted on one day are spread; after holidays they are many
SPREAD, AFTER_HOLIDAYS = 3, 9


class ContactDays:
    """Draws the days of contacts: school days, mostly Tuesday to Thursday, few in exam weeks, none in holidays."""

    def __init__(self, first, last, rng):
        self.rng = rng
        calendar = Calendar(first, last)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self.open = [day for day in days if calendar.is_open(day) and day.weekday() < SATURDAY]
        self.usual = [
            day
            for day in self.open
            if TUESDAY <= day.weekday() <= THURSDAY and not calendar.is_exam(day)
        ]

    def between(self, first, last):
        """The days of one pairing, the first within ten days of its begin."""
        found, wanted = [], first + timedelta(days=self.rng.randrange(1, 10))
        while (day := self._next(wanted)) and day <= last:
            found.append(day)
            wanted = day + timedelta(days=self.rng.choice(GAPS))
        return found

    def _next(self, wanted):
        """A day soon after the one wanted; None where the calendar ends."""
        pool = self.open if self.rng.randrange(100) < ODD_PERCENT else self.usual
        place = bisect_left(pool, wanted)
        waits = place < len(pool) and pool[place] - wanted > timedelta(days=6)
        place += self.rng.randrange(AFTER_HOLIDAYS if waits else SPREAD)
        return pool[place] if place < len(pool) else None


def past_contact(pairing, day, rng):
    """A contact of the pairing on the day, unsaved."""
    kind = rng.choice(CONTACT_KINDS)
    mode = Contact.Mode.PHONE if rng.random() < 0.2 else Contact.Mode.FACE
    return Contact(
        member=pairing.member,
        kind=kind,
        happened_on=day,
        mode=mode,
        minutes=rng.choice((10, 15) if mode == Contact.Mode.PHONE else (20, 20, 30, 40)),
        fact=rng.choice(FACTS[kind]),
        next_plan=rng.choice(PLANS),
        next_on=rng.choice((None, None, day + timedelta(days=14))),
        recorded_by=pairing.member.staff.user,
    )


def store_contacts(days_of, rng):
    """Store a contact for each day of {pairing: days}, recorded on that day; return how many."""
    rows = [(pairing, day) for pairing, days in days_of.items() for day in days]
    contacts = Contact.objects.bulk_create(past_contact(*row, rng) for row in rows)
    ContactPairing.objects.bulk_create(
        ContactPairing(contact=contact, pairing=pairing, happened_on=day)
        for contact, (pairing, day) in zip(contacts, rows, strict=True)
    )
    moments = defaultdict(list)
    for contact in contacts:
        moments[at(contact.happened_on, rng.choice(RECORDED))].append(contact.pk)
    # the field itself takes the moment of seeding
    for moment, keys in moments.items():
        Contact.objects.filter(pk__in=keys).update(recorded_at=moment)
    return len(contacts)
