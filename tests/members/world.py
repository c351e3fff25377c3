"""Members, their offices and honours, and their public pages."""

from datetime import date

from django.utils import timezone

from branch.members.models import Honour, Office
from tests.factories import make_flag_page, make_member


def add_rows(world):
    """Own: the member who signs in. Other: a colleague. One page is published, one submitted."""
    member, other = world.users["member"].staff.member, make_member()
    world.add("member", member, other)
    today = timezone.localdate()
    shown = make_flag_page(on=today)
    waiting = make_flag_page(other, state="submitted", on=today)
    world.add("flag_page", make_flag_page(member, state="submitted", on=today), waiting)
    world.add("public_member", shown.member, other)
    seats = [
        Office.objects.create(member=one, kind=kind, from_on=date(2026, 9, 1))
        for one, kind in ((member, "youth"), (other, "discipline"))
    ]
    world.add("office", *seats)
    honours = [
        Honour.objects.create(
            member=one, year=2025, title="校师德标兵", issuer="广勤中学", level="school"
        )
        for one in (member, other)
    ]
    world.add("honour", *honours)
