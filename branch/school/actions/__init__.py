"""The actions on terms, staff, students, classes, families, their numbers and sign-ins, a file for each."""

from .calendar import (
    record_school_day,
    record_school_days,
    record_term,
    remove_school_day,
    revise_term,
)
from .consents import delete_past_consents, record_consents
from .families import (
    Joining,
    family_of,
    join_families,
    link_own_children,
    record_guardian,
    revise_address,
    revise_guardian,
    split_family,
)
from .numbers import deal_roll_numbers
from .roll import (
    admit_student,
    appoint_head,
    correct_student,
    enrol,
    move_student,
    record_departure,
)
from .signins import open_first_sign_in, open_sign_ins, open_waiting_sign_ins
from .staff import record_leaving, record_return, record_staff, revise_staff, write_through_to_user

__all__ = [
    "Joining",
    "admit_student",
    "appoint_head",
    "correct_student",
    "deal_roll_numbers",
    "delete_past_consents",
    "enrol",
    "family_of",
    "join_families",
    "link_own_children",
    "move_student",
    "open_first_sign_in",
    "open_sign_ins",
    "open_waiting_sign_ins",
    "record_consents",
    "record_departure",
    "record_guardian",
    "record_leaving",
    "record_return",
    "record_school_day",
    "record_school_days",
    "record_staff",
    "record_term",
    "remove_school_day",
    "revise_address",
    "revise_guardian",
    "revise_staff",
    "revise_term",
    "split_family",
    "write_through_to_user",
]
