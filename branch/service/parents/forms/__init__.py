"""Forms of families, of the organiser and of the door."""

from .calendar import CalendarFilter
from .doors import DoorFilter, UnannouncedForm
from .openings import OpeningForm, PageOfSignUps, SourceForm
from .signups import FindForm, SignUpForm, opened_at, opened_now

__all__ = [
    "CalendarFilter",
    "DoorFilter",
    "FindForm",
    "OpeningForm",
    "PageOfSignUps",
    "SignUpForm",
    "SourceForm",
    "UnannouncedForm",
    "opened_at",
    "opened_now",
]
