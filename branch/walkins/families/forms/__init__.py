"""The forms of the family track."""

from .batches import ClassBatchForm, ClassChoice, HouseholdBatchForm
from .campaigns import CampaignFilter, CampaignForm
from .pairings import FamilyPairingEndForm, FamilyPairingForm, FamilyPairingPrefill
from .rounds import RoundChoice
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
    "CampaignFilter",
    "CampaignForm",
    "ClassBatchForm",
    "ClassChoice",
    "FamilyPairingEndForm",
    "FamilyPairingForm",
    "FamilyPairingPrefill",
    "HouseholdBatchForm",
    "RoundChoice",
    "VisitFacts",
    "VisitFilter",
    "VisitForm",
    "VisitMissForm",
    "VisitPlanForm",
    "VisitPrefill",
    "VisitWithdrawForm",
]
