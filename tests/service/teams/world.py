"""Two teams with people, one of them led by the member who signs in."""

from tests.service.teams.rows import make_person, make_team


def add_rows(world):
    teams = make_team(world.users["member"].staff), make_team()
    world.add("team", *teams)
    world.add("person", *map(make_person, teams))
