"""The records of the class track: who stands beside a class, its sessions, head teachers without their hours."""

from .heads import HeadTeacherWaiver
from .plans import PlanLine, PlanLock, PostingPlan
from .postings import Basis, ClassPosting
from .sessions import ClassSession, SessionTheme

__all__ = [
    "Basis",
    "ClassPosting",
    "ClassSession",
    "HeadTeacherWaiver",
    "PlanLine",
    "PlanLock",
    "PostingPlan",
    "SessionTheme",
]
