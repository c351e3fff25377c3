"""The records of the family track: hardship, pairings, visits and their notes, difficulties, campaigns."""

from .campaigns import VisitCampaign
from .hardship import (
    FamilyHardship,
    class_name_of,
    families_to_pair,
    hardship_families,
    named_by,
)
from .needs import FamilyNeed, children_of_needs
from .pairings import Adult, FamilyPairing
from .reach import children_known_to, families_known_to
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
    "Adult",
    "FamilyHardship",
    "FamilyNeed",
    "FamilyPairing",
    "HomeVisit",
    "VisitCampaign",
    "VisitNote",
    "VisitPhoto",
    "VisitedStudent",
    "children_known_to",
    "children_of_needs",
    "class_name_of",
    "families_known_to",
    "families_to_pair",
    "hardship_families",
    "is_visited",
    "named_by",
    "students_to_visit",
    "visitors_named_by",
]
