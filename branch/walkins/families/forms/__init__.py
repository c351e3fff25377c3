"""The forms of the family track."""

from .batches import ClassBatchForm, ClassChoice, HouseholdBatchForm
from .campaigns import CampaignFilter, CampaignForm
from .handovers import GraduationForm, HandoverForm
from .needs import (
    FamilyNeedCloseForm,
    FamilyNeedFilter,
    FamilyNeedForm,
    FamilyNeedPrefill,
    FamilyNeedUpdateForm,
)
from .pairings import FamilyPairingEndForm, FamilyPairingForm, FamilyPairingPrefill
from .proposals import FamilyAgreementForm
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
    "FamilyAgreementForm",
    "FamilyNeedCloseForm",
    "FamilyNeedFilter",
    "FamilyNeedForm",
    "FamilyNeedPrefill",
    "FamilyNeedUpdateForm",
    "FamilyPairingEndForm",
    "FamilyPairingForm",
    "FamilyPairingPrefill",
    "GraduationForm",
    "HandoverForm",
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
