"""What is done to registrations, ticks, deeds and the lists of the branch."""

from .deeds import confirm_deed, refuse_deed, revise_deed, tell_deed, withdraw_deed
from .registrations import (
    Registered,
    register_several,
    remind_unregistered,
    withdraw_registration,
    write_registration,
)
from .ticks import tick_items
from .wordings import add_wording, end_wording, revise_wording

__all__ = [
    "Registered",
    "add_wording",
    "confirm_deed",
    "end_wording",
    "refuse_deed",
    "register_several",
    "remind_unregistered",
    "revise_deed",
    "revise_wording",
    "tell_deed",
    "tick_items",
    "withdraw_deed",
    "withdraw_registration",
    "write_registration",
]
