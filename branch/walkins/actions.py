"""The actions of every track; other apps import them here."""

from .families.actions import (
    close_family_need,
    complete_visit,
    end_family_pairing,
    miss_visit,
    plan_visit,
    raise_family_need,
    record_visit,
    record_visits,
    revise_family_need,
    revise_visit,
    start_family_pairing,
    withdraw_visit,
    write_visit_note,
)
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
    "close_family_need",
    "close_need",
    "complete_visit",
    "discard_note",
    "end_family_pairing",
    "end_pairing",
    "miss_visit",
    "plan_visit",
    "raise_family_need",
    "raise_need",
    "record_contact",
    "record_visit",
    "record_visits",
    "revise_contact",
    "revise_family_need",
    "revise_visit",
    "rewrite_note",
    "start_family_pairing",
    "start_pairing",
    "withdraw_contact",
    "withdraw_visit",
    "write_contact_note",
    "write_visit_note",
]
