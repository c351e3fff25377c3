"""Windows: the period around a day, and the day a duty is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch.core import periods
from branch.core.figures import DECLARED, FigureSpec
from branch.coverage import windows
from branch.coverage.windows import ForYear
from branch.school.models import SchoolDay
from branch.school.windows import Rolling
from tests.factories import make_term

dates = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.fixture
def three():
    """A figure for these tests, with the value 3."""
    yield FigureSpec("tests.three", "试", "个", 3, "测试")
    del DECLARED["tests.three"]


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        (windows.DAY, (2026, 11, 24), (2026, 11, 24)),
        (windows.WEEK, (2026, 11, 23), (2026, 11, 29)),
        (windows.MONTH, (2026, 11, 1), (2026, 11, 30)),
        (windows.QUARTER, (2026, 10, 1), (2026, 12, 31)),
        (windows.HALF_YEAR, (2026, 7, 1), (2026, 12, 31)),
        (windows.SCHOOL_YEAR, (2026, 9, 1), (2027, 8, 31)),
        (windows.YEAR, (2026, 1, 1), (2026, 12, 31)),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_a_span_of_the_calendar_is_due_on_its_last_day(today, window, first, last):
    period = window.period(today)

    assert (period.start, period.end) == (date(*first), date(*last))
    assert window.due_on(today) == date(*last)


def test_the_first_half_of_a_year_ends_in_june():
    assert windows.HALF_YEAR.due_on(date(2026, 6, 30)) == date(2026, 6, 30)
    assert windows.HALF_YEAR.period(date(2026, 1, 1)).label == "上半年"


@pytest.mark.django_db
def test_a_term_is_due_on_its_last_day_and_none_is_due_without_a_term(today):
    assert (windows.TERM.period(today), windows.TERM.due_on(today)) == (None, None)

    term = make_term()

    assert (windows.TERM.period(today), windows.TERM.due_on(today)) == (term.period, term.ends_on)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "year", "due_on"),
    [
        (date(2027, 3, 31), 2026, date(2027, 3, 31)),
        (date(2027, 4, 1), 2027, date(2028, 3, 31)),
        (date(2026, 12, 31), 2026, date(2027, 3, 31)),
    ],
)
def test_a_year_may_be_done_for_some_months_after_it(three, on, year, due_on):
    window = ForYear(three)

    period = window.period(on)

    assert (period.start, period.end) == (date(year, 1, 1), date(year, 12, 31))
    assert window.due_on(on) == due_on


@pytest.mark.django_db
def test_school_days_after_the_last_time_leave_holidays_out(three, term):
    SchoolDay.objects.create(day=date(2026, 11, 24), kind="closed", note="运动会补休")

    # Saturday, Sunday and the school's own holiday do not count
    assert Rolling(three).due_on(term.starts_on, last_on=date(2026, 11, 20)) == date(2026, 11, 26)
    assert Rolling(three).period(date(2026, 11, 26)).start == date(2026, 11, 20)


@pytest.mark.django_db
def test_no_day_is_due_beyond_the_terms_entered(three, term):
    assert Rolling(three).due_on(term.ends_on, last_on=term.ends_on) is None


@given(end=dates, count=st.integers(-40, 40))
def test_the_latest_start_is_the_last_day_whose_months_are_over(end, count):
    start = periods.latest_start(end, count)

    assert periods.months_later(start, count) <= end
    assert periods.months_later(start + timedelta(days=1), count) > end
