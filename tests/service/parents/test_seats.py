"""Seats: never more people than seats, by number, and whoever waits moves up until the closing time."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from branch.service.models import ParentQuestion, ParentSignUp
from branch.service.parents import actions
from tests.factories import make_class, make_user
from tests.service.factories import NOW, ONE_DAY, make_opening, people, sign_up, states

pytestmark = pytest.mark.django_db


def test_seats_are_given_in_the_order_of_the_numbers_and_the_rest_wait(few):
    for people_count in (2, 2, 1, 1):
        sign_up(few, people_count=people_count)

    assert states(few) == {1: "confirmed", 2: "waiting", 3: "confirmed", 4: "waiting"}
    assert people(few) == 3


def test_who_cancels_leaves_neither_name_nor_telephone_and_the_next_moves_up(few):
    first, *_ = [sign_up(few, people_count=2) for _ in range(3)]

    actions.cancel_sign_up(first, at=NOW)

    assert states(few) == {1: "cancelled", 2: "confirmed", 3: "waiting"}
    first.refresh_from_db()
    assert (first.name, first.phone, first.name_keys.strip("0 ")) == ("", "", "")
    assert [row.number for row in few.signups.to_ring()] == [2]


def test_nobody_moves_up_after_the_closing_time(few):
    first, _ = [sign_up(few, people_count=2) for _ in range(2)]

    actions.cancel_sign_up(first, at=few.closes_at)

    assert states(few) == {1: "cancelled", 2: "waiting"}


def test_more_seats_go_to_those_who_wait(few):
    rows = [sign_up(few, people_count=2) for _ in range(3)]
    values = {"opens_at": few.opens_at, "closes_at": few.closes_at, "grades": "2", "about": ""}
    few.refresh_from_db()

    actions.revise_opening(few, seat_count=5, version=few.version, at=NOW, by=make_user(), **values)

    assert states(few) == {1: "confirmed", 2: "confirmed", 3: "waiting"}
    assert rows[2].number == 3


def test_there_may_not_be_fewer_seats_than_people(few):
    sign_up(few, people_count=2)
    values = {"opens_at": few.opens_at, "closes_at": few.closes_at, "grades": "2", "about": ""}

    with pytest.raises(ValidationError, match="已有 2 人报名"):
        actions.revise_opening(few, seat_count=1, version=1, at=NOW, by=make_user(), **values)


@pytest.mark.parametrize("field", ["opens_at", "closes_at"])
def test_outside_its_time_nobody_signs_up(few, field):
    moment = few.opens_at - ONE_DAY if field == "opens_at" else few.closes_at

    with pytest.raises(ValidationError, match="您填的还在这一页"):
        sign_up(few, at=moment)
    assert states(few) == {}


def test_a_telephone_signs_up_once_for_an_event_and_again_after_cancelling(few, opening):
    first = sign_up(few, 7)
    sign_up(opening, 7)
    with pytest.raises(actions.AlreadySignedUpError):
        sign_up(few, 7, question="考前睡不着怎么办？")
    assert ParentQuestion.objects.count() == 0

    actions.cancel_sign_up(first, at=NOW)
    sign_up(few, 7)

    assert states(few) == {1: "cancelled", 2: "confirmed"}


def test_the_database_refuses_a_second_sign_up_of_a_telephone_and_a_second_number(few):
    row = sign_up(few)
    for changed in ({"number": 9, "code": "AAAA"}, {"phone": "13900009999", "code": "CCCC"}):
        twin = ParentSignUp.objects.get(pk=row.pk)
        twin.pk, twin.token = None, "00000000-0000-4000-8000-000000000001"
        for name, value in changed.items():
            setattr(twin, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)


def test_one_who_cancelled_may_not_keep_a_name(few):
    row = sign_up(few)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParentSignUp.objects.filter(pk=row.pk).update(state="cancelled")


def test_codes_are_random_and_have_no_letters_that_look_alike(opening):
    codes = {sign_up(opening).code for _ in range(50)}

    assert len(codes) == 50
    assert {len(code) for code in codes} == {8}
    assert not set("".join(codes)) & set("0O1IL2Z5S6G8BQU")


class AnyOrder(TestCase):
    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.sampled_from("+-"), st.integers(1, 2)), max_size=15))
    def test_in_any_order_no_seat_is_given_twice_and_none_stays_empty_that_fits(self, steps):
        """Signing up and cancelling: seats are never too many, and nobody waits for whom there is room."""
        make_class(entry_year=2025)
        opening = make_opening(seats=4)
        for step, people_count in steps:
            standing = list(opening.signups.standing())
            if step == "+":
                sign_up(opening, people_count=people_count)
            elif standing:
                actions.cancel_sign_up(standing[people_count % len(standing)], at=NOW)
            left = 4 - people(opening)
            assert left >= 0
            assert all(row.people_count > left for row in opening.signups.waiting())
