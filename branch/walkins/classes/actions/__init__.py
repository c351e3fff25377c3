from .sessions import (
    add_session_photo,
    cancel_session,
    log_session,
    plan_session,
    revise_session,
)

__all__ = [
    "add_session_photo",
    "cancel_session",
    "log_session",
    "plan_session",
    "revise_session",
]
