"""What the branch held: its programmes, the activities, and who took which part in them.

`Programme` says what kind of thing an activity is, whom it expects (`Audience`) and in which
`Area` it stands; `Activity` is one meeting, lecture or outing; `ActivityPart` names its host,
speakers and recorder; `Attendance` says who of the expected came, was excused or only listened.
"""

from .activities import Activity, ActivityFile, ActivityPhoto
from .people import ActivityPart, Attendance, Expected, Roll, awaited_of, expected
from .programmes import LIFE, MEETINGS, Area, Audience, Kind, Programme, Speaker

__all__ = [
    "LIFE",
    "MEETINGS",
    "Activity",
    "ActivityFile",
    "ActivityPart",
    "ActivityPhoto",
    "Area",
    "Attendance",
    "Audience",
    "Expected",
    "Kind",
    "Programme",
    "Roll",
    "Speaker",
    "awaited_of",
    "expected",
]
