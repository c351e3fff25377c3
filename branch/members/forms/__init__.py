"""The forms of members, offices, honours and public pages, a file for each."""

from .flags import ApproveForm, ConsentForm, FlagForm, ReturnForm
from .honours import HonourForm
from .membership import (
    AdmitForm,
    AwayForm,
    ExtendForm,
    FactsForm,
    MemberFilter,
    RegroupForm,
    RegulariseForm,
    ReleaseForm,
)
from .offices import AppointForm, DismissForm, ElectForm

__all__ = [
    "AdmitForm",
    "AppointForm",
    "ApproveForm",
    "AwayForm",
    "ConsentForm",
    "DismissForm",
    "ElectForm",
    "ExtendForm",
    "FactsForm",
    "FlagForm",
    "HonourForm",
    "MemberFilter",
    "RegroupForm",
    "RegulariseForm",
    "ReleaseForm",
    "ReturnForm",
]
