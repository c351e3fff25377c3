"""The actions of the student track: needs, pairings, contacts and their notes, goals and bands."""

from .contacts import lock_pairings, record_contact, revise_contact, withdraw_contact
from .goals import drop_goal, most_goals_says, set_goal, step_goal
from .needs import close_need, raise_need
from .notes import write_contact_note
from .pairings import end_pairing, start_pairing
from .progress import record_progress

__all__ = [
    "close_need",
    "drop_goal",
    "end_pairing",
    "lock_pairings",
    "most_goals_says",
    "raise_need",
    "record_contact",
    "record_progress",
    "revise_contact",
    "set_goal",
    "start_pairing",
    "step_goal",
    "withdraw_contact",
    "write_contact_note",
]
