"""The forms of the class track."""

from .plans import PlanForm, TermForm
from .postings import (
    ClassPostingEndForm,
    ClassPostingForm,
    ClassPostingPrefill,
    member_to_link_says,
)
from .rolls import RollFilter

__all__ = [
    "ClassPostingEndForm",
    "ClassPostingForm",
    "ClassPostingPrefill",
    "PlanForm",
    "RollFilter",
    "TermForm",
    "member_to_link_says",
]
