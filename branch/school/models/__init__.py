"""The school's calendar, classes, staff, students and families."""

from .calendar import SchoolDay, Term
from .classes import Enrolment, HeadTeacherPost, SchoolClass, Subject, Teaching
from .leavings import FormerLeaving
from .people import Family, Guardian, RollNumber, Staff, Student
from .signins import SignInState

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
