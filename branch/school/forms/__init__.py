"""The forms of classes, families, sign-ins, staff, students and terms, a file for each."""

from .classes import DayFilter, HeadForm
from .consents import ConsentForm
from .families import AddressForm, GuardianForm, JoinForm, RelativeForm, SplitForm
from .fields import ClassField, StaffField, offer_of_staff
from .signins import SignInFilter, SlipsForm
from .staff import LeavingForm, StaffFilter, StaffForm
from .students import (
    AdmissionForm,
    DepartureForm,
    EnrolForm,
    MoveForm,
    PlaceForm,
    StudentFilter,
    StudentForm,
)
from .terms import SchoolDayForm, TermForm

__all__ = [
    "AddressForm",
    "AdmissionForm",
    "ClassField",
    "ConsentForm",
    "DayFilter",
    "DepartureForm",
    "EnrolForm",
    "GuardianForm",
    "HeadForm",
    "JoinForm",
    "LeavingForm",
    "MoveForm",
    "PlaceForm",
    "RelativeForm",
    "SchoolDayForm",
    "SignInFilter",
    "SlipsForm",
    "SplitForm",
    "StaffField",
    "StaffFilter",
    "StaffForm",
    "StudentFilter",
    "StudentForm",
    "TermForm",
    "offer_of_staff",
]
