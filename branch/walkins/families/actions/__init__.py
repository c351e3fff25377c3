"""The actions of the family track: pairings, visits and their notes, difficulties."""

from .campaigns import plan_batch, revise_campaign, start_campaign
from .handovers import call_off_handover, end_graduated, propose_handover
from .hardship import settle_hardship
from .needs import close_family_need, raise_family_need, revise_family_need
from .notes import write_visit_note
from .pairings import end_family_pairing, start_family_pairing
from .papers import export_visit_sheet
from .proposals import propose_family_pairing, record_family_agreement
from .retention import announce_due, delete_past_term
from .rounds import record_batch
from .visits import (
    add_photo,
    complete_visit,
    delete_visit,
    miss_visit,
    plan_visit,
    record_visit,
    revise_visit,
    withdraw_visit,
)

__all__ = [
    "add_photo",
    "announce_due",
    "call_off_handover",
    "close_family_need",
    "complete_visit",
    "delete_past_term",
    "delete_visit",
    "end_family_pairing",
    "end_graduated",
    "export_visit_sheet",
    "miss_visit",
    "plan_batch",
    "plan_visit",
    "propose_family_pairing",
    "propose_handover",
    "raise_family_need",
    "record_batch",
    "record_family_agreement",
    "record_visit",
    "revise_campaign",
    "revise_family_need",
    "revise_visit",
    "settle_hardship",
    "start_campaign",
    "start_family_pairing",
    "withdraw_visit",
    "write_visit_note",
]
