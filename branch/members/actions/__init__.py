"""The actions on memberships, offices, honours and public pages."""

from .flags import (
    approve_page,
    carry_over,
    doubts_about,
    remove_portrait,
    return_page,
    submit_page,
    take_down_over,
    withdraw_page,
    write_page,
)
from .honours import record_honour, remove_honour
from .membership import (
    admit_member,
    bring_back,
    extend_probation,
    regroup_member,
    regularise,
    release_member,
    revise_member,
    send_away,
)
from .offices import appoint, dismiss, elect_committee

__all__ = [
    "admit_member",
    "appoint",
    "approve_page",
    "bring_back",
    "carry_over",
    "dismiss",
    "doubts_about",
    "elect_committee",
    "extend_probation",
    "record_honour",
    "regroup_member",
    "regularise",
    "release_member",
    "remove_honour",
    "remove_portrait",
    "return_page",
    "revise_member",
    "send_away",
    "submit_page",
    "take_down_over",
    "withdraw_page",
    "write_page",
]
