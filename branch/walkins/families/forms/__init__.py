"""The forms of the family track."""

from .pairings import FamilyPairingEndForm, FamilyPairingForm, FamilyPairingPrefill
from .visits import (
    VisitFacts,
    VisitFilter,
    VisitForm,
    VisitMissForm,
    VisitPlanForm,
    VisitPrefill,
    VisitWithdrawForm,
)

__all__ = [
    "FamilyPairingEndForm",
    "FamilyPairingForm",
    "FamilyPairingPrefill",
    "VisitFacts",
    "VisitFilter",
    "VisitForm",
    "VisitMissForm",
    "VisitPlanForm",
    "VisitPrefill",
    "VisitWithdrawForm",
]
