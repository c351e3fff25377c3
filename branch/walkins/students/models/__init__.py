"""The records of the student track: needs, pairings, contacts and their notes, goals and bands."""

from .claims import ClaimPairing, ContactClaim, ContactTry, claim_end_says
from .contacts import Contact, ContactNote, ContactPairing
from .goals import Goal, GoalStep
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
    pairings_say,
    students_to_pair,
)
from .progress import Progress
from .proposals import (
    PairingProposal,
    head_post_of,
    students_to_propose_for,
    students_without_a_member,
    ways_to_propose,
)
from .suggestions import Suggester, suggested_members, suggestion_of

__all__ = [
    "CONTACT_WINDOW",
    "ClaimPairing",
    "Contact",
    "ContactClaim",
    "ContactNote",
    "ContactPairing",
    "ContactTry",
    "Goal",
    "GoalStep",
    "Pairing",
    "PairingProposal",
    "Progress",
    "Suggester",
    "SupportNeed",
    "claim_end_says",
    "contact_horizon",
    "head_post_of",
    "members_to_confirm",
    "members_to_pair",
    "pairings_say",
    "students_in_need",
    "students_to_pair",
    "students_to_propose_for",
    "students_to_raise_for",
    "students_without_a_member",
    "suggested_members",
    "suggestion_of",
    "ways_to_propose",
]
