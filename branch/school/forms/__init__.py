"""The forms of classes, families, sign-ins, staff, students and terms, a file for each."""

from .classes import DayFilter, HeadForm
from .families import GuardianForm
from .fields import ClassField, StaffField
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
    "AdmissionForm",
    "ClassField",
    "DayFilter",
    "DepartureForm",
    "EnrolForm",
    "GuardianForm",
    "HeadForm",
    "LeavingForm",
    "MoveForm",
    "PlaceForm",
    "SchoolDayForm",
    "SignInFilter",
    "SlipsForm",
    "StaffField",
    "StaffFilter",
    "StaffForm",
    "StudentFilter",
    "StudentForm",
    "TermForm",
]
