"""The records of the family track: hardship, pairings, visits and their notes, difficulties, campaigns."""

from .campaigns import VisitCampaign
from .graduations import graduating, graduating_classes
from .handovers import (
    Handover,
    holding,
    members_to_hand_over,
    with_caseload,
)
from .hardship import (
    FamilyHardship,
    class_name_of,
    families_to_pair,
    first_year_kept,
    hardship_families,
    named_by,
    named_like,
)
from .households import (
    Standing,
    one_a_household,
    planned_visits_to,
    with_last_visit,
    with_standing,
)
from .needs import FamilyNeed, FormerDue, FormerOwner, children_of_needs
from .pairings import Adult, FamilyPairing, children_known_to, families_known_to
from .progress import progress_by_grade, progress_of_all, those_to_go
from .proposals import FamilyProposal
from .retention import SAYS, DueDeletion, also, past_term
from .visits import (
    HomeVisit,
    VisitedStudent,
    VisitNote,
    VisitPhoto,
    students_to_visit,
    visitors_named_by,
)
from .windows import visit_rules, with_planned_on, with_visits

__all__ = [
    "SAYS",
    "Adult",
    "DueDeletion",
    "FamilyHardship",
    "FamilyNeed",
    "FamilyPairing",
    "FamilyProposal",
    "FormerDue",
    "FormerOwner",
    "Handover",
    "HomeVisit",
    "Standing",
    "VisitCampaign",
    "VisitNote",
    "VisitPhoto",
    "VisitedStudent",
    "also",
    "children_known_to",
    "children_of_needs",
    "class_name_of",
    "families_known_to",
    "families_to_pair",
    "first_year_kept",
    "graduating",
    "graduating_classes",
    "hardship_families",
    "holding",
    "members_to_hand_over",
    "named_by",
    "named_like",
    "one_a_household",
    "past_term",
    "planned_visits_to",
    "progress_by_grade",
    "progress_of_all",
    "students_to_visit",
    "those_to_go",
    "visit_rules",
    "visitors_named_by",
    "with_caseload",
    "with_last_visit",
    "with_planned_on",
    "with_standing",
    "with_visits",
]
