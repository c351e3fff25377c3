"""Factories of valid activities; pass only what the test is about."""

from datetime import datetime

from django.utils import timezone

from branch.activities.models import Activity, ActivityPart, Attendance, Programme
from tests.factories import make_staff, make_user


def at(year, month, day, hour=16, minute=0):
    """A datetime in Shanghai."""
    return datetime(year, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


def programme(name):
    """A programme that the first migration creates."""
    return Programme.objects.get(name=name)


def make_activity(name="党员大会", *, host=None, **fields):
    """A meeting held on Friday, 20 November 2026."""
    activity = Activity.objects.create(
        **{
            "programme": programme(name),
            "title": "审议支部工作计划",
            "starts_at": at(2026, 11, 20),
            "place": "党员活动室",
            "state": Activity.State.DONE,
            "logged_by": fields.pop("logged_by", None) or make_user(),
            **fields,
        }
    )
    if host:
        ActivityPart.objects.create(activity=activity, role=ActivityPart.Role.HOST, staff=host)
    return activity


def make_planned(name="党课", **fields):
    """A lesson to be held on Friday, 27 November 2026."""
    planned = {"title": "微党课", "starts_at": at(2026, 11, 27), "state": Activity.State.PLANNED}
    return make_activity(name, **{**planned, **fields})


def attend(activity, staff=None, state=Attendance.State.PRESENT, **fields):
    return Attendance.objects.create(
        activity=activity, staff=staff or make_staff(), state=state, **fields
    )
