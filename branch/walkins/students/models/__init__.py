"""The records of the student track: needs, pairings, contacts and their notes."""

from .contacts import Contact, ContactNote, ContactPairing
from .needs import (
    SupportNeed,
    students_in_need,
    students_to_raise_for,
)
from .pairings import CONTACT_WINDOW, Pairing, contact_horizon, members_to_pair, students_to_pair

__all__ = [
    "CONTACT_WINDOW",
    "Contact",
    "ContactNote",
    "ContactPairing",
    "Pairing",
    "SupportNeed",
    "contact_horizon",
    "members_to_pair",
    "students_in_need",
    "students_to_pair",
    "students_to_raise_for",
]
