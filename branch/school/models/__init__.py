"""The school's calendar, classes, staff, students and families."""

from .calendar import SchoolDay, Term
from .classes import Enrolment, HeadTeacherPost, SchoolClass, Subject, Teaching
from .leavings import FormerLeaving
from .people import Staff
from .signins import SignInState
from .students import Family, Guardian, RollNumber, Student

__all__ = [
    "Enrolment",
    "Family",
    "FormerLeaving",
    "Guardian",
    "HeadTeacherPost",
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
