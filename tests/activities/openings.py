"""Factories of sign-ups: an event on Saturday, 5 December 2026, with its roles and people."""

from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile

from branch.activities.models import Opening, Registration, SafetyPlan, Slot
from tests.activities.factories import at, make_planned
from tests.factories import make_staff, make_user

STARTS = at(2026, 12, 5, 9)
OPENS, CLOSES = at(2026, 11, 20, 8), at(2026, 12, 4, 18)
# a moment at which one may sign up, one after the closing time, one after the event
OPEN, CLOSED, AFTER = at(2026, 11, 24, 10), at(2026, 12, 4, 19), at(2026, 12, 5, 12)
SERVICE = "“党团员志愿者在行动”"


def make_event(**fields):
    """A planned activity of service."""
    usual = {"title": "社区服务", "starts_at": STARTS, "place": "春晖社区"}
    return make_planned(fields.pop("name", SERVICE), **{**usual, **fields})


def make_opening(activity=None, *, places=(2,), leaders=(), with_plan=False, **fields):
    """An event open for sign-up, with a role for each number of places; all but the first take pupils."""
    opening = Opening.objects.create(
        activity=activity or make_event(),
        **{"opens_at": OPENS, "closes_at": CLOSES, "planned_hours": Decimal("2"), **fields},
    )
    opening.leaders.set(leaders)
    for order, count in enumerate(places):
        title = "家庭教育咨询" if not order else f"亲子阅读{order}"
        facts = {"takes_pupils": bool(order), "is_consultation": not order}
        Slot.objects.create(opening=opening, title=title, places=count, order=order, **facts)
    if with_plan:
        give_plan(opening)
    return opening


def give_plan(opening):
    """Store a safety plan."""
    return SafetyPlan.objects.create(
        opening=opening,
        file=ContentFile(b"%PDF-1.4", name="plan.pdf"),
        original_name="安全预案.pdf",
        size=8,
        uploaded_by=make_user(),
    )


def take(slot, staff=None, state="placed", **fields):
    """A registration in a role, with the next number."""
    number = slot.registrations.count() + 1
    who = fields if "student" in fields else {"staff": staff or make_staff(), **fields}
    return Registration.objects.create(
        opening=slot.opening,
        slot=slot,
        number=number,
        state=state,
        entered_at=OPEN,
        **{"entered_by": who.get("staff") or make_staff(), **who},
    )


def take_pupil(slot, student, *, by=None, **fields):
    """A pupil in a role."""
    facts = {"student": student, "consent_on": date(2026, 11, 23), **fields}
    return take(slot, **facts, **({"entered_by": by} if by else {}))
