"""What the branch held: its programmes, the activities, and who took which part in them.

`Programme` says what kind of thing an activity is, whom it expects (`Audience`) and in which
`Area` it stands; `Activity` is one meeting, lecture or outing; `ActivityPart` names its host,
speakers and recorder; `Attendance` says who of the expected came, was excused or only listened.

An `Opening` lets colleagues sign up for an activity: a `Slot` is a role with places, a `Registration` is a colleague
or a pupil in one; later it has the hours. `ServiceStatement` is what is printed of a colleague's year of them.
"""

from .activities import Activity, ActivityFile, ActivityPhoto
from .openings import (
    MOST_IN_ALL,
    MOST_PLACES,
    OPENED_AREAS,
    Opening,
    SafetyPlan,
    Slot,
    openable_by,
    runnable_by,
)
from .partners import Partner
from .people import NO_LEAVE, ActivityPart, Attendance, Expected, Roll, awaited_of, expected
from .programmes import LIFE, MEETINGS, UNNAMED, Area, Audience, Kind, Programme, Speaker
from .registrations import Registration, is_old_enough
from .statements import NUMBER_LENGTH, ServiceStatement, StatementTry

__all__ = [
    "LIFE",
    "MEETINGS",
    "MOST_IN_ALL",
    "MOST_PLACES",
    "NO_LEAVE",
    "NUMBER_LENGTH",
    "OPENED_AREAS",
    "UNNAMED",
    "Activity",
    "ActivityFile",
    "ActivityPart",
    "ActivityPhoto",
    "Area",
    "Attendance",
    "Audience",
    "Expected",
    "Kind",
    "Opening",
    "Partner",
    "Programme",
    "Registration",
    "Roll",
    "SafetyPlan",
    "ServiceStatement",
    "Slot",
    "Speaker",
    "StatementTry",
    "awaited_of",
    "expected",
    "is_old_enough",
    "openable_by",
    "runnable_by",
]
