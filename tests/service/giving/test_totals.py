"""The sums of a school year by series, on the desk, and what of them the public is told."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from branch.activities.models import Kind
from branch.core.models import PublishedFigure
from branch.core.periods import school_year
from branch.core.publishing import publish_finished
from branch.service.giving.reading import told_hours, told_people
from tests.activities.factories import at, make_activity
from tests.activities.openings import make_opening, take
from tests.factories import make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
BUS, TALK = "党员服务直通车", "社区大讲堂"
YEAR = school_year(date(2026, 11, 24))
IN_DECEMBER = datetime(2026, 12, 3, 3, tzinfo=ZoneInfo("Asia/Shanghai"))


def hold(name, *hours, month=10, year=2026, served=None, **fields):
    """An event held on the 10th, with these confirmed hours of members."""
    activity = make_activity(name, starts_at=at(year, month, 10), **fields)
    opening = make_opening(activity, served_count=served)
    for each in hours:
        seen = {"confirmed_by": make_staff(), "confirmed_on": date(2026, 11, 1)}
        take(opening.slots.get(), make_member().staff, hours=Decimal(each), **seen)
    return activity


def rows_of(client, query=""):
    context = client.get(reverse("service:series-totals") + query).context
    rows = [*context["series"], context["total"]]
    return [(row.name, row.events, row.served, row.members, row.hours) for row in rows]


def test_series_are_added_up_by_school_year(client, as_committee):
    hold(BUS, "2.5", "2.5", served=63)
    hold(BUS, "2", month=9, served=41)
    hold(TALK, audience_count=48)
    hold(BUS, "9", year=2025, served=7)
    make_activity("党课")

    assert rows_of(client) == [
        (BUS, 2, 104, 3, 7),
        (TALK, 1, 48, 0, 0),
        ("合计", 3, 152, 3, 7),
    ]
    assert rows_of(client, "?year=2025") == [(BUS, 1, 7, 1, 9), ("合计", 1, 7, 1, 9)]
    assert rows_of(client, "?year=1999") == rows_of(client)


def test_a_year_without_events_says_so(client, as_committee):
    assert "还没有办过服务活动" in client.get(reverse("service:series-totals")).text


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_costs_the_same_for_one_and_for_many(
    client, as_committee, count, django_assert_max_num_queries
):
    for _ in range(count):
        hold(BUS, "2", served=9)

    with django_assert_max_num_queries(12):
        client.get(reverse("service:series-totals"))


def test_an_event_that_reached_fewer_than_five_is_no_part_of_a_public_sum():
    hold(BUS, served=63)
    hold(BUS, served=4)
    hold(BUS, audience_count=50, served=52)

    assert told_people(Kind.SERVICE_EXPRESS, YEAR) == 113


def test_hours_are_whole_and_those_of_all_colleagues():
    hold(BUS, "2.5", "2")

    assert told_hours(YEAR) == 4


def test_the_public_reads_finished_months_and_no_small_difference(client):
    hold(BUS, "2", served=63, month=9)
    hold(BUS, "2", served=41)
    hold(TALK, served=4)
    publish_finished(at=IN_DECEMBER)

    rows = PublishedFigure.objects.filter(key__startswith="service.").order_by("key", "month")
    assert [(row.key, row.month.month, row.value) for row in rows if row.value] == [
        ("service.express", 9, 63),
        ("service.express", 10, 41),
    ]
