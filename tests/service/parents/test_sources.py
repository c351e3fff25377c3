"""One network: 120 at once and one a second hold a place, the others are kept and decided on together."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from branch.core.models import AuditEvent
from branch.service.models import SignUpSource, WrongTry
from branch.service.parents import actions
from branch.service.parents.actions.retention import forget_networks
from branch.service.parents.models import pseudonym
from tests.activities.factories import at
from tests.factories import make_user
from tests.service.factories import NOW, ONE_DAY, people, sign_up, states

pytestmark = pytest.mark.django_db
SCHOOL = "203.0.113.7"


def within(count, seconds):
    """How many of so many sign-ups, spread over seconds, one network may send."""
    source = SignUpSource(busy_until=NOW)
    moments = [NOW + timedelta(seconds=number * seconds / count) for number in range(count)]
    return sum(source.takes_one_at(at) for at in moments)


def test_500_families_behind_one_network_in_ten_minutes_are_within():
    assert within(500, 600) == 500


def test_of_500_families_in_one_minute_some_are_over():
    assert within(500, 60) == 179


def test_of_10000_posts_in_ten_minutes_at_most_720_are_within():
    assert within(10_000, 600) == 719


def over(opening, address, moment=NOW):
    return actions.count_one_of(opening, address=address, at=moment)[1]


def test_of_version_6_a_network_has_one_count_for_all_its_addresses(opening):
    for number in range(2):
        over(opening, f"2001:db8:7::{number}")
        over(opening, f"::ffff:203.0.113.{number}")

    assert SignUpSource.objects.count() == 3


def test_at_midnight_no_network_has_120_more(opening):
    midnight = at(2026, 11, 25, 0)
    over(opening, SCHOOL, midnight - timedelta(seconds=1))
    SignUpSource.objects.update(busy_until=midnight + timedelta(seconds=119))

    assert [over(opening, SCHOOL, midnight) for _ in range(2)] == [False, True]
    assert over(opening, "198.51.100.9", midnight) is False


def test_another_network_has_a_count_of_its_own(opening):
    SignUpSource.objects.create(
        opening=opening,
        pseudonym=pseudonym(SCHOOL, at=NOW),
        busy_until=NOW + timedelta(seconds=119),
    )

    assert [over(opening, SCHOOL) for _ in range(2)] == [False, True]
    assert over(opening, "198.51.100.9") is False


def lot(opening, count=3):
    """A network whose sign-ups are to be verified."""
    source, _ = actions.count_one_of(opening, address=SCHOOL, at=NOW)
    for number in range(count):
        sign_up(opening, source=source, is_over=number > 0)
    return source


def test_what_is_over_is_kept_without_a_seat_and_behind_those_who_wait(few):
    lot(few, 4)

    assert sorted(states(few).values()) == ["confirmed", *["unverified"] * 3]
    assert people(few) == 1


def test_the_lot_is_confirmed_with_one_tick_as_far_as_there_are_seats(few):
    source = lot(few, 5)

    assert actions.confirm_source(source, at=NOW, by=make_user()) == 2
    assert states(few) == {
        1: "confirmed",
        2: "confirmed",
        3: "confirmed",
        4: "waiting",
        5: "waiting",
    }
    assert few.signups.to_ring().count() == 0


def test_the_lot_is_confirmed_after_the_closing_time_too(few):
    source = lot(few, 2)

    assert actions.confirm_source(source, at=few.closes_at, by=make_user()) == 1
    assert people(few) == 2


def test_all_of_a_network_is_dropped_and_the_list_moves_up(few):
    source = lot(few, 3)
    for _ in range(4):
        sign_up(few)
    assert few.signups.waiting().count() == 2

    assert actions.drop_source(source, at=NOW, by=make_user()) == 3
    assert set(states(few).values()) == {"confirmed", "waiting"}
    assert (people(few), few.signups.waiting().count()) == (3, 1)


def test_the_unverified_alone_are_dropped_and_a_second_time_there_are_none(few):
    source, by = lot(few, 3), make_user()

    assert actions.drop_unverified_of(source, at=NOW, by=by) == 2
    with pytest.raises(ValidationError, match="已经处理过"):
        actions.drop_unverified_of(source, at=NOW, by=by)
    assert states(few) == {1: "confirmed"}
    assert [event.says for event in AuditEvent.objects.all()] == ["作废 2 户报名"]


def test_no_address_is_stored_and_no_pseudonym_longer_than_its_day(opening):
    source = lot(opening, 1)
    other = actions.count_one_of(opening, address=SCHOOL, at=NOW + ONE_DAY)[0]
    WrongTry.objects.create(opening=opening, pseudonym=source.pseudonym, at=NOW)
    assert SCHOOL not in source.pseudonym
    assert source.pseudonym != other.pseudonym

    assert forget_networks(at=NOW + ONE_DAY + timedelta(hours=1)) == 2

    assert [row.pseudonym for row in SignUpSource.objects.all()] == ["", other.pseudonym]
    assert WrongTry.objects.count() == 0
