"""Needs, pairings and contacts, and excuses from the duties about them."""

from datetime import date

from django.utils import timezone

from branch.core.periods import school_year
from branch.coverage.models import Excuse
from tests.factories import (
    make_campaign,
    make_contact,
    make_hardship,
    make_need,
    make_note,
    make_pairing,
    make_student,
    make_visit,
)

SENTENCE = "他说夜里听见雨声就睡不着"


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
    _add_notes(world, pairing, far)
    _add_campaigns(world)
    world.add("standing_excuse", *(_excuse(row, world) for row in (pairing, far)))
    secretary = world.users["secretary"].staff.member
    world.rows["excuse"] = {
        "own": {"duty_key": "walkins.member_pairing", "pk": secretary.pk},
        "other": {"duty_key": "walkins.student_pairing", "pk": _waiting(world).pk},
    }


def _add_campaigns(world):
    """A campaign for the head's class and one for another; each pupil's family is in hardship and called on today."""
    visitors = [world.users["member"].staff, None]
    campaigns = []
    for pupil, visitor in zip(world.pupils[:2], visitors, strict=True):
        make_hardship(pupil, first_year=school_year(timezone.localdate()).start.year)
        facts = {"visitor": visitor} if visitor else {}
        make_visit(pupil, happened_on=timezone.localdate(), state="planned", **facts)
        school_class = pupil.enrolments.get().school_class
        campaigns.append(make_campaign(audience="class", school_class=school_class))
    world.add("campaign", *campaigns)


def _add_notes(world, pairing, far):
    """Notes of the member, of a colleague, of the member's ended pairing; contacts that have none."""
    ended = make_pairing(
        member=pairing.member, until_on=date(2026, 11, 1), end_reason="other", outcome="paused"
    )
    before = make_contact(ended, happened_on=date(2026, 10, 9))
    notes = {
        "own": make_note(make_contact(pairing, kind="aid"), SENTENCE),
        "other": make_note(make_contact(far, kind="aid"), SENTENCE),
        "ended": make_note(before, SENTENCE),
    }
    world.add("note", **notes)
    both = make_contact(pairing, make_pairing(member=pairing.member), kind="tutoring")
    world.add(
        "bare_contact",
        make_contact(pairing, kind="tutoring"),
        make_contact(far, kind="tutoring"),
        noted=notes["own"].contact,
        ended=before,
        of_two=both,
    )


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
