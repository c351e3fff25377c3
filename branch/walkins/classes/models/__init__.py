"""The records of the class track: who stands beside a class, its sessions, head teachers without their hours."""

from .heads import HeadTeacherWaiver
from .months import Course, course_of
from .plans import PlanLine, PlanLock, PostingPlan
from .postings import (
    Basis,
    ClassPosting,
    classes_read_whole_by,
    classes_shown_to,
    members_to_link,
    usual_start,
    with_postings,
)
from .rolls import (
    FEW,
    RollCounts,
    counts_for_linked,
    counts_of,
    due_says,
    headcount_says,
    pairs_of,
    roll_of,
    with_running_pairings,
)
from .sessions import ClassSession, SessionTheme
from .taught import Taught, basis_of, head_of

__all__ = [
    "FEW",
    "Basis",
    "ClassPosting",
    "ClassSession",
    "Course",
    "HeadTeacherWaiver",
    "PlanLine",
    "PlanLock",
    "PostingPlan",
    "RollCounts",
    "SessionTheme",
    "Taught",
    "basis_of",
    "classes_read_whole_by",
    "classes_shown_to",
    "counts_for_linked",
    "counts_of",
    "course_of",
    "due_says",
    "head_of",
    "headcount_says",
    "members_to_link",
    "pairs_of",
    "roll_of",
    "usual_start",
    "with_postings",
    "with_running_pairings",
]
