"""Forms of registrations, deeds and the lists of the branch."""

from .deeds import DecisionForm, DeedForm
from .registrations import ListForm, RegistrationForm, StateFilter, TickForm, YearFilter
from .wordings import ItemForm, WordingForm

__all__ = [
    "DecisionForm",
    "DeedForm",
    "ItemForm",
    "ListForm",
    "RegistrationForm",
    "StateFilter",
    "TickForm",
    "WordingForm",
    "YearFilter",
]
