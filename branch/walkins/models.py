"""The models of every track; Django and other apps import them here."""

from .students.models import (
    CONTACT_WINDOW,
    Contact,
    ContactNote,
    ContactPairing,
    Pairing,
    SupportNeed,
    contact_horizon,
    members_to_pair,
    students_in_need,
    students_to_pair,
    students_to_raise_for,
)

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
