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
from .talks.models import (
    BookRecommendation,
    EventMaterial,
    Feedback,
    FeedbackBox,
    FeedbackSource,
    FlagSpeech,
    SpeakerCard,
)

__all__ = [
    "BookRecommendation",
    "ChecklistItem",
    "Community",
    "CommunityPaper",
    "CommunityRegistration",
    "EventMaterial",
    "FamilyTurnout",
    "Feedback",
    "FeedbackBox",
    "FeedbackSource",
    "FlagSpeech",
    "ItemTick",
    "ParentOpening",
    "ParentQuestion",
    "ParentSignUp",
    "RegistrationReceipt",
    "ServiceContent",
    "ServiceDeed",
    "SignUpSource",
    "SpeakerCard",
    "WrongTry",
]
