"""The school's calendar, classes, staff, students and families."""

from .calendar import SchoolDay, Term
from .classes import Enrolment, HeadTeacherPost, SchoolClass, Subject, Teaching
from .consents import PortraitConsent
from .leavings import FormerLeaving
from .numbers import FamilyNumber, RollNumber
from .people import Staff
from .signins import SignInState
from .students import Family, Guardian, Student

__all__ = [
    "Enrolment",
    "Family",
    "FamilyNumber",
    "FormerLeaving",
    "Guardian",
    "HeadTeacherPost",
    "PortraitConsent",
    "RollNumber",
    "SchoolClass",
    "SchoolDay",
    "SignInState",
    "Staff",
    "Student",
    "Subject",
    "Teaching",
    "Term",
]
