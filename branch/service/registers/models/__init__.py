"""Registrations of residence, and what members did in their communities."""

from .deeds import HALF_HOUR, LONGEST, Refusal, ServiceDeed, State, hours_say
from .registrations import (
    SEES_ALL,
    CommunityPaper,
    CommunityRegistration,
    ItemTick,
    RegistrationReceipt,
    items_of,
    registered_on,
    with_registration,
)
from .wordings import ChecklistItem, Community, ServiceContent, no_home_address

__all__ = [
    "HALF_HOUR",
    "LONGEST",
    "SEES_ALL",
    "ChecklistItem",
    "Community",
    "CommunityPaper",
    "CommunityRegistration",
    "ItemTick",
    "Refusal",
    "RegistrationReceipt",
    "ServiceContent",
    "ServiceDeed",
    "State",
    "hours_say",
    "items_of",
    "no_home_address",
    "registered_on",
    "with_registration",
]
