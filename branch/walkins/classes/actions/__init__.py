"""The actions of the class track: sessions, postings and their plans, waivers."""

from .heads import record_waiver, revise_waiver
from .plans import publish_plan, solve_again, start_plan, store_solution
from .postings import end_class_posting, start_class_posting
from .sessions import (
    add_session_photo,
    cancel_session,
    faults_seen,
    log_session,
    plan_session,
    revise_session,
    tell_of_days,
)

__all__ = [
    "add_session_photo",
    "cancel_session",
    "end_class_posting",
    "faults_seen",
    "log_session",
    "plan_session",
    "publish_plan",
    "record_waiver",
    "revise_session",
    "revise_waiver",
    "solve_again",
    "start_class_posting",
    "start_plan",
    "store_solution",
    "tell_of_days",
]
