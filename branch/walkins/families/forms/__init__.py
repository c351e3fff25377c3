"""The forms of the family track."""

from .batches import ClassBatchForm, ClassChoice, HouseholdBatchForm
from .campaigns import CampaignFilter, CampaignForm
from .rounds import RoundChoice

__all__ = [
    "CampaignFilter",
    "CampaignForm",
    "ClassBatchForm",
    "ClassChoice",
    "HouseholdBatchForm",
    "RoundChoice",
]
