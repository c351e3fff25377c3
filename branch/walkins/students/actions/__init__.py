"""The actions of the student track: needs, pairings, contacts and their notes."""

from .claims import confirm_claim, enter_contact, refuse_claim, take_back_claim
from .contacts import lock_pairings, record_contact, revise_contact, withdraw_contact
from .needs import close_need, raise_need
from .notes import write_contact_note
from .pairings import end_pairing, start_pairing
from .tries import record_try

__all__ = [
    "close_need",
    "confirm_claim",
    "end_pairing",
    "enter_contact",
    "lock_pairings",
    "raise_need",
    "record_contact",
    "record_try",
    "refuse_claim",
    "revise_contact",
    "start_pairing",
    "take_back_claim",
    "withdraw_contact",
    "write_contact_note",
]
