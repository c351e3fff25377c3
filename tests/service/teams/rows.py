"""Rows of teams; pass only what the test is about."""

from datetime import date
from itertools import count

from branch.service.models import TeamMembership, VolunteerTeam
from tests.factories import make_staff

SINCE = date(2025, 9, 15)
_n = count(1)


def make_team(leader=None, **fields):
    """A team since last autumn, to which its leader belongs."""
    given = {"name": f"队伍{next(_n)}", "purpose": "陪伴和倾听", "from_on": SINCE}
    team = VolunteerTeam.objects.create(leader=leader or make_staff(), **given | fields)
    make_person(team, team.leader)
    return team


def make_person(team=None, staff=None, **fields):
    given = {"team": team or make_team(), "staff": staff or make_staff(), "from_on": SINCE}
    return TeamMembership.objects.create(**given | fields)
