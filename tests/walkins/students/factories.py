"""Proposals of a pairing, made without their action."""

from datetime import date

from branch.walkins.models import FamilyProposal, PairingProposal
from tests.factories import make_hardship, make_member, make_need, make_user


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


def make_family_proposal(**fields):
    """An open proposal of 16 November 2026, for a hardship family."""
    if "family" not in fields:
        fields["family"] = make_hardship().student.family
    if "member" not in fields:
        fields["member"] = make_member()
    return FamilyProposal.objects.create(
        **{
            "proposed_on": date(2026, 11, 16),
            "proposed_by": fields.pop("by", None) or make_user(),
            **fields,
        }
    )
