"""The forms of aid."""

from .drives import DriveChoice, DriveForm
from .lines import AidForm, DecisionForm, IncomeForm, ReversalForm

__all__ = [
    "AidForm",
    "DecisionForm",
    "DriveChoice",
    "DriveForm",
    "IncomeForm",
    "ReversalForm",
]
