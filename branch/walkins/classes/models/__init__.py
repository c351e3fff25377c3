"""The records of the class track: who stands beside a class, its sessions, head teachers and their hours."""

from .heads import HeadTeacherWaiver, head_hours_url, member_posts, with_waiver_on
from .hours import (
    Hours,
    hour_rules,
    hours_of,
    next_training,
    with_psychology_hours,
)
from .postings import Basis, ClassPosting
from .ready import Readiness, sees_all
from .sessions import ClassSession, SessionTheme

__all__ = [
    "Basis",
    "ClassPosting",
    "ClassSession",
    "HeadTeacherWaiver",
    "Hours",
    "Readiness",
    "SessionTheme",
    "head_hours_url",
    "hour_rules",
    "hours_of",
    "member_posts",
    "next_training",
    "sees_all",
    "with_psychology_hours",
    "with_waiver_on",
]
