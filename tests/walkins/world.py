"""Needs, pairings and contacts, and excuses from the duties about them."""

from datetime import date

from branch.coverage.models import Excuse
from tests.factories import make_contact, make_need, make_pairing, make_student


def add_rows(world):
    """Own: the member's pairing, in the head's class, with an open need. Other: none of these."""
    student, stranger = world.pupils[:2]
    need = make_need(student)
    closed = make_need(stranger, until_on=date(2026, 10, 1), close_reason="met")
    member = world.users["member"].staff.member
    pairing, far = make_pairing(student=student, member=member), make_pairing(student=stranger)
    world.add("need", need, closed)
    world.add("pairing", pairing, far)
    world.add("contact", make_contact(pairing), make_contact(far))
    world.add("standing_excuse", *(_excuse(row, world) for row in (pairing, far)))
    secretary = world.users["secretary"].staff.member
    world.rows["excuse"] = {
        "own": {"duty_key": "walkins.member_pairing", "pk": secretary.pk},
        "other": {"duty_key": "walkins.student_pairing", "pk": _waiting(world).pk},
    }


def _excuse(pairing, world):
    return Excuse.objects.create(
        duty_key="walkins.contact",
        subject_type="walkins.pairing",
        subject_id=pairing.pk,
        reason="学生请假离校",
        from_on=date(2026, 9, 1),
        set_by=world.users["secretary"],
    )


def _waiting(world):
    """A student with an open need and no pairing."""
    student = make_student(name="尚知予")
    make_need(student)
    world.pupils.append(student)
    return student
