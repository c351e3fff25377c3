"""志愿者队伍: who belongs to one on which day, what follows from activities, who reads it, what the public is told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from branch.activities.models import Registration
from branch.core import undo
from branch.service.models import TeamMembership, TeamPupils, VolunteerTeam
from branch.service.teams.actions import (
    add_people,
    drop_person,
    end_team,
    revise_team,
    start_team,
)
from branch.service.teams.models import events_of, people_of
from tests.activities.factories import at, attend, make_activity
from tests.activities.openings import make_event, make_opening, take
from tests.conftest import HALF_PAST_TWO, TODAY
from tests.costs import cost_of
from tests.factories import make_staff
from tests.service.teams.rows import SINCE, make_person, make_team
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
BACKEND = "branch.accounts.backends.RoleBackend"
LIST = reverse("service:team-list")
YESTERDAY = TODAY - timedelta(days=1)


def page_of(team):
    return reverse("service:team-detail", args=[team.pk])


def names_of(team, on=TODAY):
    return {row.staff.name for row in people_of(team, on=on)}


def serve(staff, day, *, hours="2", confirmed=True):
    """An event on a day with a colleague whose hours are confirmed."""
    activity = make_event(starts_at=at(day.year, day.month, day.day, 9))
    row = take(make_opening(activity, opens_at=at(2024, 1, 1)).slots.get(), staff)
    seen = {"confirmed_by": make_staff(), "confirmed_on": TODAY} if confirmed else {}
    Registration.objects.filter(pk=row.pk).update(hours=Decimal(hours), **seen)
    return activity


@pytest.fixture
def as_member(client, member):
    client.force_login(member.staff.user, BACKEND)
    return client


def test_a_leader_belongs_to_the_team_and_others_join_from_a_day_on(secretary):
    leader, one = make_staff(), make_staff()
    facts = {"purpose": "陪伴", "leader": leader, "on": SINCE, "by": secretary}
    team = start_team(name="心理健康志愿者队伍", **facts)
    add_people(team, staff=[one], from_on=YESTERDAY, on=TODAY, by=secretary)

    both = {leader.name, one.name}
    assert [names_of(team, day) for day in (SINCE, TODAY)] == [{leader.name}, both]
    with pytest.raises(ValidationError, match=f"{one.name}已经在队里"):
        add_people(team, staff=[make_staff(), one], from_on=TODAY, on=TODAY, by=secretary)
    assert names_of(team) == both


def test_nobody_joins_ahead(secretary):
    day = TODAY + timedelta(days=1)
    with pytest.raises(ValidationError, match="不能晚于今天"):
        add_people(make_team(), staff=[make_staff()], from_on=day, on=TODAY, by=secretary)


def test_the_database_holds_one_running_membership_of_a_colleague():
    row = make_person()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_person(row.team, row.staff)


@pytest.mark.usefixtures("time_stands")
def test_who_left_was_in_the_team_before_and_comes_back_by_an_undo(secretary):
    row = make_person()
    step = drop_person(row, version=1, on=TODAY, by=secretary)

    name = row.staff.name
    assert [name in names_of(row.team, day) for day in (YESTERDAY, TODAY)] == [True, False]
    with pytest.raises(ValidationError, match="已经不在队里"):
        drop_person(row, version=2, on=TODAY, by=secretary)
    undo.undo(step, on=TODAY, at=HALF_PAST_TWO, by=secretary)
    assert name in names_of(row.team)


def test_a_leader_hands_over_before_leaving(secretary):
    team = make_team()
    row = TeamMembership.objects.get()
    with pytest.raises(ValidationError, match="请先换负责人"):
        drop_person(row, version=1, on=TODAY, by=secretary)

    facts = {"name": team.name, "purpose": team.purpose, "leader": make_staff()}
    revise_team(team, version=1, on=TODAY, by=secretary, **facts)
    drop_person(row, version=1, on=TODAY, by=secretary)
    assert names_of(team) == {facts["leader"].name}


@pytest.mark.usefixtures("time_stands")
def test_a_team_that_is_ended_stays_on_record_and_goes_on_by_an_undo(secretary):
    team = make_team()
    step = end_team(team, version=1, on=TODAY, by=secretary)

    days = (YESTERDAY, TODAY)
    assert [VolunteerTeam.objects.active_on(day).count() for day in days] == [1, 0]
    assert [len(names_of(team, day)) for day in days] == [1, 0]
    undo.undo(step, on=TODAY, at=HALF_PAST_TWO, by=secretary)
    assert names_of(team) == {team.leader.name}


def test_pupils_are_a_number_of_a_school_year(secretary):
    team = make_team()
    facts = {"name": team.name, "purpose": team.purpose, "leader": team.leader, "by": secretary}
    for version, (day, count) in enumerate(
        ((date(2026, 6, 1), 20), (TODAY, 24), (TODAY, 25)), start=1
    ):
        revise_team(team, version=version, pupil_count=count, on=day, **facts)

    assert list(TeamPupils.objects.values_list("year", "count")) == [(2026, 25), (2025, 20)]
    revise_team(team, version=4, pupil_count=None, on=TODAY, **facts)
    assert list(TeamPupils.objects.values_list("year", "count")) == [(2025, 20)]


def test_training_is_what_was_attended_of_psychology_up_to_the_day():
    team = make_team()
    for hours, state, day in (
        ("2.5", "present", 20),
        ("0.1", "present", 21),
        ("4", "absent", 20),
        ("6", "present", 25),
    ):
        held = make_activity(hours=8, psychology_hours=hours, starts_at=at(2026, 11, day))
        attend(held, team.leader, state)
    attend(make_activity(hours=8), team.leader)

    days = (date(2026, 11, 19), TODAY, date(2026, 11, 25))
    assert [people_of(team, on=day).get().trained_tenths for day in days] == [0, 26, 86]


def test_events_are_those_at_which_people_served_while_they_belonged_to_the_team():
    team = make_team()
    row = make_person(team, from_on=date(2026, 3, 1), until_on=date(2026, 5, 31))
    before, inside, after = (serve(row.staff, date(2026, month, 10)) for month in (2, 5, 6))
    serve(team.leader, date(2026, 4, 1), confirmed=False)
    serve(make_staff(), date(2026, 4, 2))
    led = serve(team.leader, date(2026, 4, 3))

    assert [(one, one.served_count) for one in events_of(team)] == [(inside, 1), (led, 1)]
    assert {before, after}.isdisjoint(events_of(team))


@pytest.mark.usefixtures("the_day", "term")
def test_one_reads_the_team_one_belongs_to_and_nobody_elses_training(as_member, member):
    team = make_team(name="陪伴队")
    make_person(team, member.staff)
    TeamPupils.objects.create(team=team, year=2026, count=3)
    for staff, hours in ((member.staff, "2.5"), (team.leader, "7.5")):
        attend(make_activity(hours=8, psychology_hours=hours), staff)
    page = as_member.get(page_of(team))

    assert ("2.5 学时" in page.text, "7.5 学时" in page.text) == (True, False)
    assert "2 名参加过心理健康教育培训" in page.text
    assert "少于5人" in page.text
    assert "停用这支队伍" not in page.text


@pytest.mark.usefixtures("the_day", "term")
def test_a_team_is_not_there_for_who_left_it_or_never_belonged(as_member, member):
    other, left = make_team(name="别的队"), make_team(name="以前的队")
    make_person(left, member.staff, until_on=YESTERDAY)
    assert as_member.get(LIST).status_code == 403

    own = make_team(member.staff)
    assert [as_member.get(page_of(team)).status_code for team in (other, left)] == [404, 404]
    assert list(as_member.get(LIST).context["object_list"]) == [own]


@pytest.mark.usefixtures("the_day", "term")
def test_the_committee_starts_a_team_and_adds_people(as_secretary, secretary):
    address = reverse("service:team-create")
    form = filled(as_secretary, address) | {"name": "陪伴队", "purpose": "倾听", "pupil_count": 24}
    page = as_secretary.post(address, form, follow=True)
    team = VolunteerTeam.objects.get()
    assert team.leader == secretary.staff
    assert "本学年 24 人" in page.text

    staff = [make_staff(), make_staff()]
    address = reverse("service:person-add", args=[team.pk])
    form = filled(as_secretary, address) | {"staff": [one.pk for one in staff]}
    page = as_secretary.post(address, form, follow=True)
    assert "已添加 2 名队员。" in page.text
    assert all(one.name in page.text for one in staff)


@pytest.mark.usefixtures("the_day", "term")
def test_the_whole_team_is_signed_up_at_one_tick_each_once(as_secretary):
    team, opening = make_team(), make_opening(places=(9,))
    for _ in range(2):
        make_person(team)
    slot = opening.slots.get()
    take(slot, team.leader)
    address = reverse("service:team-signup", args=[team.pk])
    assert address in as_secretary.get(page_of(team)).text
    page = as_secretary.post(
        address, filled(as_secretary, address) | {"slot": slot.pk}, follow=True
    )

    assert "已报名 2 名。1 名原来就报了名。" in page.text
    assert Registration.objects.placed().filter(slot=slot).count() == 3
    page = as_secretary.post(address, filled(as_secretary, address) | {"slot": slot.pk})
    assert "勾选的队员都已经报了名。" in page.text


@pytest.mark.usefixtures("the_day", "term")
def test_nobody_signs_a_team_up_for_an_event_that_others_run(as_member, member):
    team, slot = make_team(member.staff), make_opening().slots.get()
    address = reverse("service:team-signup", args=[team.pk])
    assert address not in as_member.get(page_of(team)).text
    as_member.post(address, filled(as_member, address) | {"slot": slot.pk})

    assert not Registration.objects.exists()


@pytest.mark.usefixtures("the_day", "term")
def test_pages_cost_the_same_for_one_and_for_many(as_secretary):
    team = make_team()
    serve(team.leader, date(2026, 4, 1))
    costs = []
    for count in (0, 4):
        for n in range(count):
            serve(make_person(team).staff, date(2026, 5, n + 1))
            make_team()
        for address in (LIST, page_of(team)):
            as_secretary.get(address)
            costs.append(cost_of(as_secretary.get, address)[1])

    assert costs[:2] == costs[2:]
