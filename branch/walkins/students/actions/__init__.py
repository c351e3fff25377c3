"""The actions of the student track: needs, pairings, contacts and their notes, goals and bands."""

from .answers import accept_proposal, decline_proposal, lock_open, stop_proposal
from .claims import confirm_claim, enter_contact, refuse_claim, take_back_claim
from .closing import close_proposal, withdraw_proposals
from .contacts import lock_pairings, record_contact, revise_contact, withdraw_contact
from .goals import drop_goal, most_goals_says, set_goal, step_goal
from .needs import close_need, lock_student, lock_students, raise_need
from .notes import write_contact_note
from .pairings import end_pairing, start_pairing
from .progress import record_progress
from .proposals import agree_as_head, propose_pairing, propose_several, record_agreement
from .tries import record_try

__all__ = [
    "accept_proposal",
    "agree_as_head",
    "close_need",
    "close_proposal",
    "confirm_claim",
    "decline_proposal",
    "drop_goal",
    "end_pairing",
    "enter_contact",
    "lock_open",
    "lock_pairings",
    "lock_student",
    "lock_students",
    "most_goals_says",
    "propose_pairing",
    "propose_several",
    "raise_need",
    "record_agreement",
    "record_contact",
    "record_progress",
    "record_try",
    "refuse_claim",
    "revise_contact",
    "set_goal",
    "start_pairing",
    "step_goal",
    "stop_proposal",
    "take_back_claim",
    "withdraw_contact",
    "withdraw_proposals",
    "write_contact_note",
]
