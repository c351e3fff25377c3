"""The forms of the class track."""

from .heads import DayOfHours, WaiverForm, waiver_fields
from .plans import PlanForm, TermForm
from .postings import (
    ClassPostingEndForm,
    ClassPostingForm,
    ClassPostingPrefill,
    member_to_link_says,
)
from .rolls import RollFilter
from .sessions import SessionCancelForm, SessionForm, SessionPrefill, TermFilter

__all__ = [
    "ClassPostingEndForm",
    "ClassPostingForm",
    "ClassPostingPrefill",
    "DayOfHours",
    "PlanForm",
    "RollFilter",
    "SessionCancelForm",
    "SessionForm",
    "SessionPrefill",
    "TermFilter",
    "TermForm",
    "WaiverForm",
    "member_to_link_says",
    "waiver_fields",
]
