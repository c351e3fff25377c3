"""Rows for the test of addresses: members, offices, honours and public pages."""

from datetime import date

from django.utils import timezone

from branch.members.models import Honour, Office
from tests.factories import make_flag_page, make_member
from tests.members.portraits import with_portrait


def add_rows(world):
    """Add rows of the member who signs in (own) and of another one (other); one page is public."""
    member, other = world.users["member"].staff.member, make_member()
    world.add("member", member, other)
    today = timezone.localdate()
    shown = with_portrait(make_flag_page(on=today))
    waiting = make_flag_page(other, state="submitted", on=today)
    world.add("flag_page", make_flag_page(member, state="submitted", on=today), waiting)
    world.add("public_member", shown.member, other)
    seats = [
        Office.objects.create(member=holder, kind=kind, from_on=date(2026, 9, 1))
        for holder, kind in ((member, "youth"), (other, "discipline"))
    ]
    world.add("office", *seats)
    honours = [
        Honour.objects.create(
            member=holder, year=2025, title="校师德标兵", issuer="广勤中学", level="school"
        )
        for holder in (member, other)
    ]
    world.add("honour", *honours)
