"""The forms of the family track."""

from .needs import (
    FamilyNeedCloseForm,
    FamilyNeedFilter,
    FamilyNeedForm,
    FamilyNeedPrefill,
    FamilyNeedUpdateForm,
)
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
    "FamilyNeedCloseForm",
    "FamilyNeedFilter",
    "FamilyNeedForm",
    "FamilyNeedPrefill",
    "FamilyNeedUpdateForm",
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
