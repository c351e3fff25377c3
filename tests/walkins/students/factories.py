"""Proposals of a pairing, made without their action."""

from datetime import date

from branch.walkins.models import PairingProposal
from tests.factories import make_member, make_need, make_user


def make_proposal(**fields):
    """An open proposal of 16 November 2026, for a student with an open need."""
    if "student" not in fields:
        fields["student"] = make_need().student
    if "member" not in fields:
        fields["member"] = make_member()
    return PairingProposal.objects.create(
        **{
            "proposed_on": date(2026, 11, 16),
            "proposed_by": fields.pop("by", None) or make_user(),
            **fields,
        }
    )
