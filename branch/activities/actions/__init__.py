"""Actions of activities: their records, the sign-up for them, and the hours of service."""

from .hours import (
    add_late,
    confirm_hours,
    confirm_proposal,
    refuse_proposal,
)
from .openings import SLOT_COLUMNS, open_activity, revise_opening, store_safety_plan
from .pupils import enter_pupils, forget_pupils, leave_out_pupil
from .records import (
    PHOTO_LIMIT,
    TOO_EARLY,
    TOO_MANY,
    Record,
    add_photo,
    cancel,
    close_as_planned,
    log_activity,
    plan_activity,
    revise,
)
from .registrations import add_colleagues, drop_colleague, sign_up, withdraw
from .statements import issue_statement, statement_exists

__all__ = [
    "PHOTO_LIMIT",
    "SLOT_COLUMNS",
    "TOO_EARLY",
    "TOO_MANY",
    "Record",
    "add_colleagues",
    "add_late",
    "add_photo",
    "cancel",
    "close_as_planned",
    "confirm_hours",
    "confirm_proposal",
    "drop_colleague",
    "enter_pupils",
    "forget_pupils",
    "issue_statement",
    "leave_out_pupil",
    "log_activity",
    "open_activity",
    "plan_activity",
    "refuse_proposal",
    "revise",
    "revise_opening",
    "sign_up",
    "statement_exists",
    "store_safety_plan",
    "withdraw",
]
