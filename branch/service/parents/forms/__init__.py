"""Forms of families, of the organiser and of the door."""

from .calendar import CalendarFilter
from .doors import DoorFilter, UnannouncedForm
from .openings import ParentOpeningForm, SourceForm
from .signups import FindForm, FromStrangers, SignUpForm, opened_at, opened_now

__all__ = [
    "CalendarFilter",
    "DoorFilter",
    "FindForm",
    "FromStrangers",
    "ParentOpeningForm",
    "SignUpForm",
    "SourceForm",
    "UnannouncedForm",
    "opened_at",
    "opened_now",
]
