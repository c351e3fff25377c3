"""The forms of activities: the filter, the choice of a programme, the record, cancelling."""

from .activities import ActivityForm, CancelForm, initial_from
from .filters import CHIPS, STANDINGS, ActivityFilter
from .programmes import ProgrammeChoice

__all__ = [
    "CHIPS",
    "STANDINGS",
    "ActivityFilter",
    "ActivityForm",
    "CancelForm",
    "ProgrammeChoice",
    "initial_from",
]
