"""The actions of the student track: needs, pairings, contacts and their notes."""

from .contacts import lock_pairings, record_contact, revise_contact, withdraw_contact
from .needs import close_need, raise_need
from .notes import write_contact_note
from .pairings import end_pairing, start_pairing

__all__ = [
    "close_need",
    "end_pairing",
    "lock_pairings",
    "raise_need",
    "record_contact",
    "revise_contact",
    "start_pairing",
    "withdraw_contact",
    "write_contact_note",
]
