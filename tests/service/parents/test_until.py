"""A page that the public gets from the cache stops offering a seat at the minute when nobody can take one any more."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.service.factories import NOW, make_event, make_opening
from tests.service.outings.rows import EXPRESS, make_series

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CLOSED = "报名已经?截止"


@pytest.fixture
def pages(client, clock, term):
    """A function that reads the pages which tell of a stop of a series: {name: text}."""
    stop = make_event(EXPRESS, starts_at=NOW + 4 * MINUTE, ends_at=NOW + 6 * MINUTE)
    make_opening(stop, opens_at=NOW + MINUTE, closes_at=NOW + 3 * MINUTE)
    addresses = {
        "home": reverse("portal:home"),
        "calendar": reverse("service:calendar"),
        "area": reverse("portal:service"),
        "series": make_series(EXPRESS).public_url,
    }
    return lambda: {name: client.get(address).text for name, address in addresses.items()}


@pytest.mark.parametrize(
    ("passed", "says"),
    [(0, "10:01 开始报名"), (1, "还有 200 个座位"), (2, "还有 200 个座位"), (3, CLOSED)],
)
def test_a_cached_page_says_what_is_so_at_the_minute(clock, pages, passed, says):
    pages()
    clock.at = NOW + passed * MINUTE

    assert [name for name, text in pages().items() if not re.search(says, text)] == []


def test_an_event_that_is_over_is_no_longer_to_come(clock, pages):
    pages()
    clock.at = NOW + 6 * MINUTE

    assert [name for name, text in pages().items() if re.search(CLOSED, text)] == []


def test_until_then_it_is_read_from_the_cache(client, clock, pages, django_assert_num_queries):
    pages()
    clock.at = NOW + MINUTE / 2

    with django_assert_num_queries(4):
        pages()


@pytest.mark.parametrize(("hours", "is_next"), [(0, True), (1, True), (2, False)])
def test_a_stop_without_an_end_is_the_next_for_two_hours(client, clock, term, hours, is_next):
    series = make_series(EXPRESS)
    make_event(EXPRESS, starts_at=NOW, ends_at=None, place="中央车站")
    client.get(series.public_url)
    clock.at = NOW + timedelta(hours=hours)

    page = client.get(series.public_url).text

    assert ('<h2 id="next">中央车站</h2>' in page) is is_next
