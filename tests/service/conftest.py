"""Fixtures of events that families sign up for, on the tests' usual day."""

from datetime import timedelta

import pytest

from tests.factories import make_class
from tests.service.factories import NOW, make_opening


@pytest.fixture
def opening(the_day):
    """An opening with 200 seats, and a class of 初二 and one of 初三 to choose."""
    make_class(entry_year=2025)
    make_class(entry_year=2024)
    return make_opening()


@pytest.fixture
def few(the_day):
    """An opening with three seats."""
    make_class(entry_year=2025)
    return make_opening(seats=3)


class Clock:
    """The time of a test, which goes on when it is told to."""

    def __init__(self, at):
        self.at = at

    def go_on(self, **passed):
        self.at += timedelta(**passed)


@pytest.fixture
def clock(monkeypatch, the_day):
    """A clock at ten in the morning of `the_day`."""
    clock = Clock(NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.at)
    return clock
