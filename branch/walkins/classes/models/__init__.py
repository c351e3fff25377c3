"""The records of the class track: linked members, class sessions, head teachers and their hours."""

from .heads import FormerMakeUp, HeadTeacherWaiver, head_hours_url, member_posts, with_waiver_on
from .hours import Hours, hour_rules, hours_of, next_training, with_psychology_hours
from .plans import PlanLine, PlanLock, PostingPlan, key_of
from .postings import (
    Basis,
    ClassPosting,
    classes_read_whole_by,
    classes_shown_to,
    members_to_link,
    usual_start,
    with_posting_keys,
    with_postings,
)
from .ready import Readiness, sees_all
from .rolls import (
    RollCounts,
    counts_for_linked,
    counts_of,
    due_says,
    pairs_of,
    roll_of,
    with_running_pairings,
)
from .session_rules import SessionRules, days_left, session_rules
from .sessions import KEPT_BY, ClassSession, SessionTheme, classes_linked_to, classes_to_record
from .taught import Taught, basis_of, head_of

__all__ = [
    "KEPT_BY",
    "Basis",
    "ClassPosting",
    "ClassSession",
    "FormerMakeUp",
    "HeadTeacherWaiver",
    "Hours",
    "PlanLine",
    "PlanLock",
    "PostingPlan",
    "Readiness",
    "RollCounts",
    "SessionRules",
    "SessionTheme",
    "Taught",
    "basis_of",
    "classes_linked_to",
    "classes_read_whole_by",
    "classes_shown_to",
    "classes_to_record",
    "counts_for_linked",
    "counts_of",
    "days_left",
    "due_says",
    "head_hours_url",
    "head_of",
    "hour_rules",
    "hours_of",
    "key_of",
    "member_posts",
    "members_to_link",
    "next_training",
    "pairs_of",
    "roll_of",
    "sees_all",
    "session_rules",
    "usual_start",
    "with_posting_keys",
    "with_postings",
    "with_psychology_hours",
    "with_running_pairings",
    "with_waiver_on",
]
