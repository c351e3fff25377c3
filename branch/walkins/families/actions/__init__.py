"""The actions of the family track: pairings, visits and their notes, difficulties."""

from .hardship import settle_hardship
from .needs import raise_family_need
from .notes import write_visit_note
from .pairings import end_family_pairing, start_family_pairing
from .retention import announce_due, delete_past_term
from .visits import (
    complete_visit,
    delete_visit,
    miss_visit,
    plan_visit,
    record_visit,
    revise_visit,
    withdraw_visit,
)

__all__ = [
    "announce_due",
    "complete_visit",
    "delete_past_term",
    "delete_visit",
    "end_family_pairing",
    "miss_visit",
    "plan_visit",
    "raise_family_need",
    "record_visit",
    "revise_visit",
    "settle_hardship",
    "start_family_pairing",
    "withdraw_visit",
    "write_visit_note",
]
