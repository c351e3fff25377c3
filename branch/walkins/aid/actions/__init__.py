"""The actions of aid: drives, and the lines of their books."""

from .drives import revise_drive, start_drive
from .lines import (
    approve_aid,
    enter_aid,
    enter_income,
    refuse_aid,
    reverse_aid,
    withdraw_aid,
)

__all__ = [
    "approve_aid",
    "enter_aid",
    "enter_income",
    "refuse_aid",
    "reverse_aid",
    "revise_drive",
    "start_drive",
    "withdraw_aid",
]
