"""Public figures: by finished month, stored once, and nothing under five to be found by subtraction."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from branch.core.contributions import Total
from branch.core.models import PublishedFigure, SiteProfile
from branch.core.publishing import correct_figure, finished_months, publish_finished, shown, told
from tests.coverage.test_any_school import SOME
from tests.short_transactions import rolled_back

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))


@pytest.fixture
def days():
    """The days on which something was done, to be filled by a test."""
    return []


@pytest.fixture
def done(days):
    """A count of what was done in a month."""

    class Done(Total):
        key, label, unit = "tests.done", "做了", "次"

        def count(self, *, since, until):
            return sum(since <= day <= until for day in days)

    yield Done()
    del Total.registry[Done.key]


@pytest.fixture
def level(days):
    """How many there are on a day."""

    class Level(Total):
        key, label, unit, is_level = "tests.level", "现有", "个", True

        def count(self, *, since, until):
            return sum(day <= until for day in days)

    yield Level()
    del Total.registry[Level.key]


def shown_on(day):
    return shown(SiteProfile.current().public_stamp, on=day)


def values(total):
    return list(shown_on(date(2027, 8, 31))[total.key].values())


def publish(month, day=24):
    return publish_finished(at=NOON.replace(month=month, day=day))


def test_the_finished_months_are_those_of_the_school_year():
    assert finished_months(date(2026, 11, 24)) == [SEPTEMBER, OCTOBER]
    assert finished_months(date(2026, 9, 30))[0] == date(2025, 9, 1)
    assert finished_months(date(2026, 9, 30))[-1] == date(2026, 8, 1)


def test_a_month_is_shown_once_it_is_over_and_stored_once(days, done):
    days += [SEPTEMBER] * 7 + [OCTOBER] * 6 + [NOVEMBER] * 9
    before = SiteProfile.current().public_stamp

    assert publish(11) > 0
    assert values(done) == [7, 6]
    assert SiteProfile.current().public_stamp > before
    days.append(SEPTEMBER)
    assert publish(11) == 0
    assert values(done) == [7, 6]


def test_a_month_under_five_is_carried_into_the_next(days, done):
    days += [SEPTEMBER] * 3 + [OCTOBER] * 4 + [NOVEMBER] * 4

    publish(12)

    assert values(done) == [0, 7, 0]
    assert told(done, shown_on(date(2026, 12, 24))[done.key]) == 7


def test_what_is_recorded_later_counts_in_the_next_month(days, done):
    days += [SEPTEMBER] * 8 + [OCTOBER] * 8
    publish(11)
    days += [SEPTEMBER] * 2 + [NOVEMBER] * 9

    publish(12)

    assert values(done) == [8, 8, 11]


def test_what_is_taken_back_is_missing_in_the_next_month(days, done):
    days += [SEPTEMBER] * 8 + [OCTOBER] * 8
    publish(11)
    days.remove(SEPTEMBER)
    days += [NOVEMBER] * 6

    publish(12)

    assert values(done) == [8, 8, 5]


def test_a_level_stands_until_it_differs_by_five(days, level):
    days += [SEPTEMBER] * 20 + [OCTOBER] * 4 + [NOVEMBER]

    publish(12)

    assert values(level) == [20, 20, 25]
    assert told(level, shown_on(date(2026, 12, 24))[level.key]) == 25


def test_a_level_that_falls_is_told_as_nothing_near_a_former_one(days, level):
    """20 and 26 were told: 21 would show that one was added since September."""
    days += [SEPTEMBER] * 20 + [OCTOBER] * 6
    publish(11)
    del days[:5]

    publish(12)

    assert values(level) == [20, 26, 20]


def test_after_a_correction_a_month_is_told_as_nothing_near_what_was_shown_before(
    days, done, secretary
):
    """30 were told, and then 12: with 33 in all, whoever kept the first would find three."""
    days += [SEPTEMBER] * 30
    publish(10)
    correct_figure(PublishedFigure.objects.get(key=done.key), value=12, by=secretary)
    days += [OCTOBER] * 3

    publish(11)

    assert values(done) == [12, 18]


def test_a_correction_without_the_records_is_made_up_for_in_the_next_month(days, done, secretary):
    days += [SEPTEMBER] * 30
    publish(10)
    correct_figure(PublishedFigure.objects.get(key=done.key), value=12, by=secretary)
    days += [OCTOBER] * 7

    publish(11)

    assert values(done) == [12, 25]


def near(numbers):
    """The pairs of these numbers whose difference is one that must not be found."""
    return [pair for pair in combinations(set(numbers), 2) if abs(pair[0] - pair[1]) < 5]


@SOME
@given(
    counts=st.lists(st.integers(-9, 9), min_size=3, max_size=11),
    late=st.integers(0, 3),
    fixes=st.lists(st.integers(0, 40), max_size=11),
)
def test_no_two_numbers_ever_shown_differ_by_less_than_five(
    days, done, level, secretary, counts, late, fixes
):
    """Whatever happens in the months, is recorded later, taken back or corrected: the public may keep all it was shown."""
    days.clear()
    cache.clear()
    running, levels = [], []
    with rolled_back():
        PublishedFigure.objects.all().delete()
        for n, count in enumerate(counts):
            year, month = divmod(8 + n, 12)
            first = date(2026 + year, month + 1, 1)
            days.extend([first] * count + [SEPTEMBER] * late)
            del days[: max(0, -count)]
            publish_finished(
                at=datetime(first.year, first.month, 1, 4, tzinfo=UTC) + timedelta(days=33)
            )
            for value in [None, *fixes[n : n + 2]]:
                fix(value, done, level, by=secretary)
                months = shown_on(first + timedelta(days=40))
                running.append(told(done, months[done.key]))
                levels.append(told(level, months[level.key]))
    assert (near(running), near(levels)) == ([], [])


def fix(value, *totals, by):
    """Correct the last month of each to this value, where that is not refused."""
    if value is None:
        return
    for total in totals:
        row = PublishedFigure.objects.filter(key=total.key, correction=None).latest("month")
        with suppress(ValidationError):
            correct_figure(row, value=value, by=by)


@SOME
@given(counts=st.lists(st.integers(0, 9), min_size=3, max_size=11))
def test_without_a_correction_a_total_is_four_behind_at_most(days, done, counts):
    days.clear()
    cache.clear()
    with rolled_back():
        PublishedFigure.objects.all().delete()
        for n, count in enumerate(counts):
            year, month = divmod(8 + n, 12)
            first = date(2026 + year, month + 1, 1)
            days.extend([first] * count)
            publish_finished(
                at=datetime(first.year, first.month, 1, 4, tzinfo=UTC) + timedelta(days=33)
            )
            number = told(done, shown_on(first + timedelta(days=40))[done.key])
            assert 0 <= len(days) - number < 5


def test_a_correction_is_a_new_row_by_somebody(days, done, secretary):
    days += [SEPTEMBER] * 30
    publish(10)
    row = PublishedFigure.objects.get(key=done.key)

    for value in (27, 30):
        with pytest.raises(ValidationError, match="和公布过的 30 相差不满 5"):
            correct_figure(row, value=value, by=secretary)
    fixed = correct_figure(row, value=12, by=secretary)

    assert values(done) == [12]
    assert (fixed.corrects, fixed.by, PublishedFigure.objects.get(pk=row.pk).value) == (
        row,
        secretary,
        30,
    )
    with pytest.raises(ValidationError, match="刚有人更正过"):
        correct_figure(row, value=20, by=secretary)


def test_a_correction_is_compared_with_all_that_was_shown_before(days, done, secretary):
    """By 31 in place of 12, whoever kept the 30 would find one."""
    days += [SEPTEMBER] * 30
    publish(10)
    fixed = correct_figure(PublishedFigure.objects.get(key=done.key), value=12, by=secretary)

    with pytest.raises(ValidationError, match="和公布过的 30 相差不满 5"):
        correct_figure(fixed, value=31, by=secretary)
    correct_figure(fixed, value=30, by=secretary)

    assert values(done) == [30]


def test_a_correction_is_refused_for_what_it_makes_of_the_sum(days, done, secretary):
    """21 were told; 15 and 5 in place of 10 and 11 make 20."""
    days += [SEPTEMBER] * 10 + [OCTOBER] * 11
    publish(11)
    first, second = PublishedFigure.objects.filter(key=done.key).order_by("month")
    correct_figure(first, value=15, by=secretary)

    with pytest.raises(ValidationError, match="全年的数和公布过的 21 相差不满 5"):
        correct_figure(second, value=5, by=secretary)


ROW = {"key": "tests.any", "month": SEPTEMBER, "value": 9}


@pytest.mark.parametrize("facts", [{"month": OCTOBER, "value": 4}, {}])
def test_the_database_refuses_what_must_not_be_shown(facts):
    PublishedFigure.objects.create(**ROW)

    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedFigure.objects.create(**ROW | facts)


def test_the_database_refuses_a_correction_by_nobody(secretary):
    facts = ROW | {"corrects": PublishedFigure.objects.create(**ROW)}

    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedFigure.objects.create(**facts)
    PublishedFigure.objects.create(**facts, by=secretary)
