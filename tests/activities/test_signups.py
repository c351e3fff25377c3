"""Signing up for an event: places, the queue, changing, withdrawing, and who is told."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branch.activities import actions
from branch.activities.forms import roles_of
from branch.activities.models import Registration
from branch.coverage.models import Notice
from branch.school.models import Staff
from tests.activities.factories import at
from tests.activities.openings import CLOSED, OPEN, STARTS, make_event, make_opening, take
from tests.factories import make_staff
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def sign_up(opening, *people, slot=0, when=OPEN):
    slot = opening.slots.all()[slot]
    return [
        actions.sign_up(opening, slot=slot, at=when, by=(one or make_staff()).user)
        for one in people
    ]


def queue(slot):
    """The staff who wait, by number, and the places that are counted for them."""
    rows = slot.registrations.waiting().order_by("number")
    return [(row.staff, row.place_in_queue) for row in rows]


def refusal_of(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    return "".join(refused.value.messages)


def test_those_after_the_last_place_wait_in_their_order():
    opening, people = make_opening(), [make_staff() for _ in range(4)]

    rows = sign_up(opening, *people)

    assert [row.state for row in rows] == ["placed", "placed", "waiting", "waiting"]
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert queue(opening.slots.get()) == [(people[2], 1), (people[3], 2)]


def test_the_first_who_waits_moves_up_and_is_told():
    opening, people = make_opening(), [make_staff() for _ in range(4)]
    sign_up(opening, *people)

    actions.withdraw(opening, at=OPEN, by=people[0].user)

    moved = Registration.objects.get(staff=people[2])
    assert (moved.state, moved.moved_up_at) == ("placed", OPEN)
    assert queue(opening.slots.get()) == [(people[3], 1)]
    told = [(notice.user, notice.kind) for notice in Notice.objects.all()]
    assert told == [(people[2].user, "activities.moved_up")]


def test_nobody_moves_up_after_the_closing_time(committee):
    opening, people = make_opening(), [make_staff() for _ in range(3)]
    sign_up(opening, *people)

    placed = Registration.objects.get(staff=people[0])
    actions.drop_colleague(placed, at=CLOSED, by=committee)

    assert queue(opening.slots.get()) == [(people[2], 1)]
    assert not Notice.objects.exists()


def test_who_left_the_school_does_not_move_up():
    opening, people = make_opening(places=[1]), [make_staff() for _ in range(3)]
    sign_up(opening, *people)
    Staff.objects.filter(pk=people[1].pk).update(until_on=at(2026, 11, 1).date())

    actions.withdraw(opening, at=OPEN, by=people[0].user)

    assert Registration.objects.placed().get().staff == people[2]


def test_one_person_has_one_role_and_a_second_tap_changes_nothing():
    opening, who = make_opening(), make_staff()
    first, second = sign_up(opening, who, who)
    assert first == second
    assert Registration.objects.count() == 1


def test_changing_the_role_gives_the_old_place_to_who_waits():
    opening = make_opening(places=[1, 1])
    who, other = make_staff(), make_staff()
    sign_up(opening, who, other)

    sign_up(opening, who, slot=1)

    placed = {row.staff: row.slot.order for row in Registration.objects.placed()}
    assert placed == {other: 0, who: 1}


def test_nobody_gives_up_a_place_for_a_queue():
    opening, who = make_opening(places=[1, 1]), make_staff()
    sign_up(opening, who)
    sign_up(opening, None, slot=1)
    says = refusal_of(sign_up, opening, who, slot=1)
    assert says == "亲子阅读1已经满了。您已有岗位，想改为候补，请先取消原来的报名。"
    assert Registration.objects.placed().get(staff=who).slot.order == 0


@pytest.mark.parametrize(
    ("when", "says"),
    [
        (at(2026, 11, 20, 7), "还没有开始报名。"),
        (CLOSED, "报名已经截止。要改，请联系负责人。"),
        (STARTS, "报名已经截止。要改，请联系负责人。"),
    ],
)
def test_one_signs_up_and_withdraws_only_between_the_two_times(when, says):
    opening, who = make_opening(), make_staff()
    take(opening.slots.get(), who)
    assert refusal_of(sign_up, opening, None, when=when) == says
    assert refusal_of(actions.withdraw, opening, at=when, by=who.user) == says


def test_an_activity_that_was_moved_forward_is_not_open_any_more():
    opening = make_opening(make_event(starts_at=at(2026, 11, 24, 9)))
    assert refusal_of(sign_up, opening, None).startswith("报名已经截止")


def test_the_organiser_enters_colleagues_until_it_begins(committee):
    opening, people = make_opening(places=[1]), [make_staff(), make_staff()]
    slot = opening.slots.get()
    rows = actions.add_colleagues(opening, slot=slot, staff=people, at=OPEN, by=committee)
    assert [row.state for row in rows] == ["placed", "waiting"]
    facts = {"slot": slot, "by": committee}
    says = refusal_of(actions.add_colleagues, opening, staff=people[:1], at=OPEN, **facts)
    assert says == f"{people[0]}已经报了名。"
    says = refusal_of(actions.add_colleagues, opening, staff=[make_staff()], at=CLOSED, **facts)
    assert says == "家庭教育咨询已经满了。"
    says = refusal_of(actions.add_colleagues, opening, staff=[make_staff()], at=STARTS, **facts)
    assert says == "活动已经开始，名单不能再改。"


def test_more_places_let_those_who_wait_move_up(committee):
    opening, people = make_opening(places=[1]), [make_staff() for _ in range(3)]
    sign_up(opening, *people)
    revise(opening, committee, places=2)
    assert {row.staff for row in Registration.objects.placed()} == set(people[:2])
    says = refusal_of(revise, opening, committee, places=1)
    assert says == "有 1 行没有通过，一行也没有保存。"


def revise(opening, by, **changes):
    opening.refresh_from_db()
    return actions.revise_opening(opening, at=OPEN, by=by, **revision_of(opening, **changes))


def revision_of(opening, **changes):
    """What the form of an opening sends, with these columns of each role changed."""
    names = ("title", "needs", "places", "takes_pupils", "is_consultation")
    rows = [
        (role, {name: getattr(role.slot, name) for name in names} | changes)
        for role in roles_of(opening.slots.all(), are_stored=True)
        if role.slot
    ]
    columns = ("opens_at", "closes_at", "planned_hours", "meeting_point", "remark")
    facts = {name: getattr(opening, name) for name in columns}
    people = {"partner": None, "leaders": list(opening.leaders.all())}
    return {"rows": rows, "version": opening.version, **facts, **people}


def test_those_signed_up_are_told_that_it_is_cancelled(committee):
    opening, who = make_opening(), make_staff()
    sign_up(opening, who)
    activity = opening.activity
    actions.cancel(activity, reason="下雨", version=activity.version, by=committee)
    told = [(notice.user, notice.kind) for notice in Notice.objects.all()]
    assert told == [(who.user, "activities.cancelled")]


def test_two_at_once_do_not_take_the_same_last_place(on_disk):
    opening, people = make_opening(places=[1]), [make_staff() for _ in range(4)]
    calls = [lambda one=one: sign_up(opening, one) for one in people]
    assert at_once(*calls) == []
    states = sorted(Registration.objects.values_list("state", "number"))
    assert [state for state, _ in states] == ["placed", "waiting", "waiting", "waiting"]
    assert sorted(number for _, number in states) == [1, 2, 3, 4]


def test_two_who_change_places_with_each_other_do_not_lock_each_other_out(on_disk):
    opening, people = make_opening(places=[2, 2]), [make_staff(), make_staff()]
    sign_up(opening, people[0], slot=0)
    sign_up(opening, people[1], slot=1)
    crossed = [lambda: sign_up(opening, people[0], slot=1), lambda: sign_up(opening, people[1])]
    assert at_once(*crossed) == []
    placed = {row.staff: row.slot.order for row in Registration.objects.placed()}
    assert placed == {people[0]: 1, people[1]: 0}


def test_who_changes_the_roles_and_who_signs_up_do_not_wait_for_each_other(on_disk, committee):
    """A registration refers to the opening, so the roles are locked before it."""
    opening, people = make_opening(places=[3]), [make_staff() for _ in range(3)]
    calls = [lambda one=one: sign_up(opening, one) for one in people]
    assert at_once(*calls, lambda: revise(opening, committee)) == []
    assert Registration.objects.placed().count() == 3


def test_the_roles_are_read_before_the_opening_is_locked(committee):
    opening = make_opening()
    facts = revision_of(opening)
    with CaptureQueriesContext(connection) as queries:
        actions.revise_opening(opening, at=OPEN, by=committee, **facts)
    tables = [re.match(r'SELECT "activities_(slot|opening)"', query["sql"]) for query in queries]
    assert [table[1] for table in tables if table][:2] == ["slot", "opening"]
