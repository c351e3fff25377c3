"""The members of the branch, what is dated of them, and their public pages."""

from .flags import FlagPage
from .members import FormerGroup, Honour, Member, MemberStatus, Office, PartyGroup, Standard

__all__ = [
    "FlagPage",
    "FormerGroup",
    "Honour",
    "Member",
    "MemberStatus",
    "Office",
    "PartyGroup",
    "Standard",
]
