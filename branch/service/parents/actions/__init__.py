"""What changes an event that is open to families: by the organiser, by a family, at the door."""

from .doors import add_question, add_unannounced, tick_arrival, undo_arrival, undo_unannounced
from .openings import open_to_families, revise_opening
from .signups import (
    AlreadySignedUpError,
    cancel_sign_up,
    count_one_of,
    ring_done,
    sign_up,
    tell_seats,
)
from .sources import confirm_source, drop_source, drop_unverified_of
from .tries import Guessed, find_own

__all__ = [
    "AlreadySignedUpError",
    "Guessed",
    "add_question",
    "add_unannounced",
    "cancel_sign_up",
    "confirm_source",
    "count_one_of",
    "drop_source",
    "drop_unverified_of",
    "find_own",
    "open_to_families",
    "revise_opening",
    "ring_done",
    "sign_up",
    "tell_seats",
    "tick_arrival",
    "undo_arrival",
    "undo_unannounced",
]
