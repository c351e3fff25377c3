"""The actions of every track; other apps import them here."""

from .students.actions import (
    close_need,
    end_pairing,
    raise_need,
    record_contact,
    revise_contact,
    start_pairing,
    withdraw_contact,
)

__all__ = [
    "close_need",
    "end_pairing",
    "raise_need",
    "record_contact",
    "revise_contact",
    "start_pairing",
    "withdraw_contact",
]
