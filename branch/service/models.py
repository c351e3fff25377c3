"""The models of all parts, from which other apps import."""

from .outings.models import ConsultTally, ConsultTap, ConsultTopic, Series, TripStop
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
    "ConsultTally",
    "ConsultTap",
    "ConsultTopic",
    "FamilyTurnout",
    "ItemTick",
    "ParentOpening",
    "ParentQuestion",
    "ParentSignUp",
    "RegistrationReceipt",
    "Series",
    "ServiceContent",
    "ServiceDeed",
    "SignUpSource",
    "TripStop",
    "WrongTry",
]
