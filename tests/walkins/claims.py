"""A contact that waits to be confirmed."""

from datetime import date

from branch.walkins.models import Contact, ContactClaim


def make_claim(*pairings, by, happened_on=date(2026, 11, 9), **fields):
    """A contact that somebody recorded for the member of these pairings, who has not confirmed it."""
    facts = {"kind": Contact.Kind.CARE, "happened_on": happened_on, "recorded_by": by, **fields}
    claim = ContactClaim.objects.create(member=pairings[0].member, **facts)
    for pairing in pairings:
        claim.shares.create(pairing=pairing, happened_on=happened_on)
    return claim
