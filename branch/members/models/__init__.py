"""The members of the branch, their dated statuses and offices, and their public pages."""

from .flags import FlagPage, FlagPortrait
from .members import (
    FormerGroup,
    Honour,
    Member,
    MemberStatus,
    Office,
    PartyGroup,
    Standard,
    members_to_elect,
    staff_to_admit,
)

__all__ = [
    "FlagPage",
    "FlagPortrait",
    "FormerGroup",
    "Honour",
    "Member",
    "MemberStatus",
    "Office",
    "PartyGroup",
    "Standard",
    "members_to_elect",
    "staff_to_admit",
]
