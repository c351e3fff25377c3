"""Many families at once: never more people than seats, numbers without hole or twin, one telephone once."""

import pytest

from branch.service.models import ParentSignUp, SignUpSource
from branch.service.parents import actions
from tests.factories import make_class
from tests.service.factories import NOW, facts, make_opening, people, states
from tests.threads import at_once

FAMILIES, SEATS = 24, 7


@pytest.fixture
def opening(on_disk):
    make_class(entry_year=2025)
    return make_opening(seats=SEATS)


def joins(opening, number):
    typed = facts(number, school_class=opening.classes.first())
    return lambda: actions.sign_up(opening, **typed)


def test_many_families_at_once_get_the_seats_there_are(opening):
    raised = at_once(*[joins(opening, number) for number in range(FAMILIES)])

    assert raised == []
    found = states(opening)
    assert sorted(found) == list(range(1, FAMILIES + 1))
    assert [found[number] for number in sorted(found)] == ["confirmed"] * SEATS + ["waiting"] * (
        FAMILIES - SEATS
    )


def test_one_telephone_twenty_times_at_once_is_one_sign_up(opening):
    raised = at_once(*[joins(opening, 7) for _ in range(20)])

    assert {type(error) for error in raised} == {actions.AlreadySignedUpError}
    assert (len(raised), states(opening)) == (19, {1: "confirmed"})


def test_families_cancel_and_sign_up_at_once_and_the_list_moves_up(opening):
    rows = [joins(opening, number)() for number in range(SEATS + 5)]
    leave = [lambda row=row: actions.cancel_sign_up(row, at=NOW) for row in rows[:SEATS]]
    raised = at_once(*leave, *[joins(opening, 100 + number) for number in range(6)])

    assert raised == []
    assert people(opening) == SEATS
    waiting = [row.number for row in opening.signups.waiting()]
    seated = [row.number for row in opening.signups.confirmed()]
    assert max(seated) < min(waiting)


def test_a_network_is_counted_exactly_however_many_come_at_once(opening):
    call = lambda: actions.count_one_of(opening, address="203.0.113.7", at=NOW)  # noqa: E731 (a thread's)
    assert at_once(*[call] * 20) == []

    (source,) = SignUpSource.objects.all()
    assert (source.busy_until - NOW).total_seconds() == 20


def test_two_phones_at_the_door_count_a_family_once(opening):
    row = joins(opening, 1)()
    at = opening.activity.starts_at

    raised = at_once(*[lambda: actions.tick_arrival(row, at=at)] * 6)

    assert raised == []
    assert [one.came_count for one in opening.turnouts.all()] == [1]


def test_a_family_that_cancels_twice_at_once_frees_its_seat_once(opening):
    rows = [joins(opening, number)() for number in range(SEATS + 3)]

    assert at_once(*[lambda: actions.cancel_sign_up(rows[0], at=NOW)] * 4) == []

    assert people(opening) == SEATS
    assert ParentSignUp.objects.waiting().count() == 2
