"""The models of all parts, from which other apps import."""

from .parents.models import (
    FamilyTurnout,
    ParentOpening,
    ParentQuestion,
    ParentSignUp,
    SignUpSource,
    WrongTry,
)
from .registers.models import (
    ChecklistItem,
    Community,
    CommunityPaper,
    CommunityRegistration,
    ItemTick,
    RegistrationReceipt,
    ServiceContent,
    ServiceDeed,
)

__all__ = [
    "ChecklistItem",
    "Community",
    "CommunityPaper",
    "CommunityRegistration",
    "FamilyTurnout",
    "ItemTick",
    "ParentOpening",
    "ParentQuestion",
    "ParentSignUp",
    "RegistrationReceipt",
    "ServiceContent",
    "ServiceDeed",
    "SignUpSource",
    "WrongTry",
]
