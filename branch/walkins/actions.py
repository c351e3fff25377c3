"""The actions of every track; other apps import them here."""

from .notes import discard_note, rewrite_note
from .students.actions import (
    close_need,
    end_pairing,
    raise_need,
    record_contact,
    revise_contact,
    start_pairing,
    withdraw_contact,
    write_contact_note,
)

__all__ = [
    "close_need",
    "discard_note",
    "end_pairing",
    "raise_need",
    "record_contact",
    "revise_contact",
    "rewrite_note",
    "start_pairing",
    "withdraw_contact",
    "write_contact_note",
]
