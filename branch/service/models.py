"""The models of all parts, from which other apps import."""

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
    "ItemTick",
    "RegistrationReceipt",
    "ServiceContent",
    "ServiceDeed",
]
