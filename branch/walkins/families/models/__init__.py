"""The records of the family track: hardship, pairings, visits and their notes, difficulties, campaigns."""

from .campaigns import VisitCampaign
from .hardship import FamilyHardship, first_year_kept, hardship_families, says_year
from .needs import FamilyNeed
from .pairings import Adult, FamilyPairing
from .reach import children_known_to, families_known_to
from .retention import SAYS, DueDeletion, past_term
from .visits import (
    HomeVisit,
    VisitedStudent,
    VisitNote,
    VisitPhoto,
    is_visited,
    students_to_visit,
    visitors_named_by,
)

__all__ = [
    "SAYS",
    "Adult",
    "DueDeletion",
    "FamilyHardship",
    "FamilyNeed",
    "FamilyPairing",
    "HomeVisit",
    "VisitCampaign",
    "VisitNote",
    "VisitPhoto",
    "VisitedStudent",
    "children_known_to",
    "families_known_to",
    "first_year_kept",
    "hardship_families",
    "is_visited",
    "past_term",
    "says_year",
    "students_to_visit",
    "visitors_named_by",
]
