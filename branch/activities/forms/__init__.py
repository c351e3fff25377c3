"""The forms of activities: the filter, the choice of a programme, the record, cancelling, sign-ups and hours."""

from .activities import ActivityForm, CancelForm, initial_from
from .filters import CHIPS, STANDINGS, ActivityFilter, months_offered
from .openings import (
    ColleaguesForm,
    LateForm,
    OpeningForm,
    PlanForm,
    initial_of_opening,
    offer_of_colleagues,
    roles_of,
)
from .programmes import ProgrammeChoice
from .service import (
    ClassOfPupils,
    HoursForm,
    PupilsForm,
    StatementCheck,
    StatementForm,
    YearOfService,
    hour_choices,
)

__all__ = [
    "CHIPS",
    "STANDINGS",
    "ActivityFilter",
    "ActivityForm",
    "CancelForm",
    "ClassOfPupils",
    "ColleaguesForm",
    "HoursForm",
    "LateForm",
    "OpeningForm",
    "PlanForm",
    "ProgrammeChoice",
    "PupilsForm",
    "StatementCheck",
    "StatementForm",
    "YearOfService",
    "hour_choices",
    "initial_from",
    "initial_of_opening",
    "months_offered",
    "offer_of_colleagues",
    "roles_of",
]
