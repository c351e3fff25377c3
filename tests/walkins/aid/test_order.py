"""The order of the books within a day: a reversal stands after its line, and no balance is below zero."""

import pytest
from django.core.exceptions import ValidationError

from branch.core.periods import Period
from branch.walkins.actions import reverse_aid
from branch.walkins.aid.ledgers import AidLedger
from branch.walkins.models import Aid
from tests.walkins.aid.books import FIRST, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


def reverse(books, line):
    version = Aid.objects.get(pk=line.pk).version
    return reverse_aid(line, reason="amount", version=version, on=TODAY, by=books.one)


def taken_back(books, amount):
    """A line of today, reversed today."""
    line = books.given(amount, day=TODAY)
    books.approve(reverse(books, line))
    return line


def balances(lines):
    return [(line.number, line.balance) for line in lines]


def test_a_reversal_of_the_same_day_stands_after_its_line(books):
    books.income(100_000, day=TODAY)
    taken_back(books, 60_000)

    rows = Aid.objects.all().as_listed()

    assert balances(rows.in_book_order()) == [(1, 100_000), (2, 40_000), (3, 100_000)]
    assert balances(rows.latest_first()) == balances(rows.in_book_order())[::-1]


def test_the_ledger_has_the_same_order(books, committee):
    books.income(100_000, day=TODAY)
    taken_back(books, 60_000)

    rows = AidLedger().rows(committee, period=Period(FIRST, TODAY, ""), filters=None)

    assert [line.number for line in rows] == [1, 2, 3]


def test_what_is_given_out_of_money_that_came_back_that_day_stands_after_it(books):
    books.income(100_000, day=TODAY)
    waiting = books.give(100_000, day=TODAY)
    taken_back(books, 60_000)
    books.approve(waiting)

    lines = Aid.objects.all().as_listed().in_book_order()

    assert balances(lines) == [(1, 100_000), (3, 40_000), (4, 100_000), (2, 0)]


def test_a_reversal_that_waits_stands_at_its_line(books):
    books.income(100_000, day=TODAY)
    line = books.given(60_000, day=TODAY)
    books.given(10_000, day=TODAY)
    reverse(books, line)

    assert [row.number for row in Aid.objects.all().in_book_order()] == [1, 2, 4, 3]


def test_an_earlier_day_may_not_take_what_was_given_and_came_back_since(books):
    books.income(100_000, day=FIRST)
    taken_back(books, 60_000)

    with pytest.raises(ValidationError, match=r"只有 400\.00 元"):
        books.give(50_000)
