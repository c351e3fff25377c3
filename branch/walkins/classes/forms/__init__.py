"""The forms of the class track."""

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
    "RollFilter",
    "member_to_link_says",
]
