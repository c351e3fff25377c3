"""Finding one's own sign-up: by code and digits in a form; guesses are few, and all answered alike."""

from datetime import timedelta

import pytest

from branch.service.models import WrongTry
from branch.service.parents import actions
from tests.activities.factories import at
from tests.service.factories import NOW, sign_up
from tests.service.parents.pages import address, own_page, path

pytestmark = pytest.mark.django_db
NOT_FOUND = "没有找到。请核对报名码和手机号后四位"
WAIT = "查错的次数太多了，请过一小时再试"
HERE = "203.0.113.7"


@pytest.fixture
def row(opening):
    return sign_up(opening)


def look(client, opening, code, digits, ip=HERE):
    sent = {"code": code, "digits": digits}
    return client.post(address("signup-find", opening), sent, REMOTE_ADDR=ip)


@pytest.mark.parametrize("spelled", [str, str.lower, lambda code: f" {code[:4]} {code[4:]} "])
def test_one_finds_the_own_sign_up_and_no_address_has_the_code(client, opening, row, spelled):
    response = look(client, opening, spelled(row.code), row.phone[-4:])

    assert (response.status_code, path(response)) == (302, address("signup-own", opening))
    assert row.code_says in own_page(client, opening)


def test_a_wrong_code_and_wrong_digits_are_answered_alike_but_for_what_was_typed(
    client, opening, row
):
    other = sign_up(opening)
    tries = [("ACDEFHJK", row.phone[-4:]), (row.code, "0000"), (row.code, other.phone[-4:])]
    pages = [look(client, opening, *one) for one in tries]

    assert [page.status_code for page in pages] == [200] * 3
    assert [page.context["form"].non_field_errors() for page in pages] == [
        pages[0].context["form"].non_field_errors()
    ] * 3
    assert all(NOT_FOUND in page.content.decode() for page in pages)


def test_after_ten_wrong_tries_a_right_one_has_to_wait_an_hour(client, opening, row, clock):
    for _ in range(10):
        look(client, opening, "ACDEFHJK", "1234")

    assert WAIT in look(client, opening, row.code, row.phone[-4:]).content.decode()
    assert look(client, opening, row.code, row.phone[-4:], ip="198.51.100.9").status_code == 302
    clock.go_on(hours=1, seconds=1)
    assert look(client, opening, row.code, row.phone[-4:]).status_code == 302


def test_a_hundred_wrong_tries_from_anywhere_close_the_event_for_an_hour(opening, row):
    for number in range(100):
        guess(opening, address=f"198.51.100.{number}")

    found = guess(opening, code=row.code, digits=row.phone[-4:], address=HERE)

    assert (found.row, found.must_wait) == (None, True)


def guess(opening, *, code="ACDEFHJK", digits="1234", address=HERE, moment=NOW):
    return actions.find_own(opening, code=code, digits=digits, address=address, at=moment)


def test_of_a_thousand_guesses_ten_are_looked_at(opening, row):
    looked_at = sum(not guess(opening).must_wait for _ in range(1000))

    assert (looked_at, WrongTry.objects.count()) == (10, 10)


def test_other_events_are_not_closed(opening, few):
    for _ in range(11):
        guess(opening)
    own = sign_up(few)

    assert guess(few, code=own.code, digits=own.phone[-4:]).row == own
    assert guess(few, code="ACDEFHJK").must_wait is False


def test_who_cancelled_is_found_no_more(opening, row):
    digits = row.phone[-4:]
    actions.cancel_sign_up(row, at=NOW)

    assert guess(opening, code=row.code, digits=digits).row is None
    assert guess(opening, code=row.code, digits="").row is None


def test_what_is_no_digits_is_a_wrong_try_too(opening, row):
    tries = [guess(opening, digits="-" * 8) for _ in range(12)]

    assert [found.must_wait for found in tries] == [False] * 10 + [True] * 2
    assert WrongTry.objects.count() == 10


@pytest.mark.parametrize("one", ["2001:db8:7::{}", "::ffff:203.0.113.{}"])
def test_of_version_6_a_network_is_counted_and_not_its_addresses(opening, one):
    for number in range(11):
        found = guess(opening, address=one.format(number))

    assert found.must_wait is (one[0] == "2")


def test_at_midnight_nobody_has_ten_more_tries(opening):
    midnight = at(2026, 11, 25, 0)
    for _ in range(10):
        guess(opening, moment=midnight - timedelta(minutes=1))

    assert guess(opening, moment=midnight + timedelta(minutes=1)).must_wait is True
    assert guess(opening, moment=midnight + timedelta(minutes=60)).must_wait is False
