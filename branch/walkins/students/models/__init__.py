"""The records of the student track: needs, pairings, contacts and their notes."""

from .claims import ClaimPairing, ContactClaim, ContactTry
from .contacts import Contact, ContactNote, ContactPairing
from .needs import (
    SupportNeed,
    students_in_need,
    students_to_raise_for,
)
from .pairings import (
    CONTACT_WINDOW,
    Pairing,
    contact_horizon,
    members_to_confirm,
    members_to_pair,
    students_to_pair,
)

__all__ = [
    "CONTACT_WINDOW",
    "ClaimPairing",
    "Contact",
    "ContactClaim",
    "ContactNote",
    "ContactPairing",
    "ContactTry",
    "Pairing",
    "SupportNeed",
    "contact_horizon",
    "members_to_confirm",
    "members_to_pair",
    "students_in_need",
    "students_to_pair",
    "students_to_raise_for",
]
