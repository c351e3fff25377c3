"""The actions of the student track: needs, pairings, contacts and their notes."""

from .contacts import lock_pairings, record_contact, revise_contact, withdraw_contact
from .needs import close_need, raise_need
from .notes import write_contact_note
from .pairings import end_pairing, start_pairing
from .proposals import (
    accept_proposal,
    agree_as_head,
    decline_proposal,
    propose_pairing,
    record_agreement,
    stop_proposal,
)

__all__ = [
    "accept_proposal",
    "agree_as_head",
    "close_need",
    "decline_proposal",
    "end_pairing",
    "lock_pairings",
    "propose_pairing",
    "raise_need",
    "record_agreement",
    "record_contact",
    "revise_contact",
    "start_pairing",
    "stop_proposal",
    "withdraw_contact",
    "write_contact_note",
]
