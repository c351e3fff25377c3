"""The forms of aid."""

from .drives import DriveChoice, DriveForm, PageOfLines
from .lines import AidForm, DecisionForm, IncomeForm, ReversalForm

__all__ = [
    "AidForm",
    "DecisionForm",
    "DriveChoice",
    "DriveForm",
    "IncomeForm",
    "PageOfLines",
    "ReversalForm",
]
