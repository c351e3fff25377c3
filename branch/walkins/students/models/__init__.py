"""The records of the student track: needs, pairings, contacts and their notes, goals and bands."""

from .contacts import Contact, ContactNote, ContactPairing
from .goals import Goal, GoalStep
from .needs import (
    SupportNeed,
    students_in_need,
    students_to_raise_for,
)
from .pairings import CONTACT_WINDOW, Pairing, contact_horizon, members_to_pair, students_to_pair
from .progress import Progress, pairings_to_follow

__all__ = [
    "CONTACT_WINDOW",
    "Contact",
    "ContactNote",
    "ContactPairing",
    "Goal",
    "GoalStep",
    "Pairing",
    "Progress",
    "SupportNeed",
    "contact_horizon",
    "members_to_pair",
    "pairings_to_follow",
    "students_in_need",
    "students_to_pair",
    "students_to_raise_for",
]
