"""The records of the class track: who stands beside a class, its sessions, head teachers without their hours."""

from .heads import HeadTeacherWaiver
from .postings import Basis, ClassPosting
from .session_rules import SessionRules, days_left, session_rules
from .sessions import (
    KEPT_BY,
    ClassSession,
    SessionTheme,
    classes_stood_beside,
    classes_to_record,
)

__all__ = [
    "KEPT_BY",
    "Basis",
    "ClassPosting",
    "ClassSession",
    "HeadTeacherWaiver",
    "SessionRules",
    "SessionTheme",
    "classes_stood_beside",
    "classes_to_record",
    "days_left",
    "session_rules",
]
