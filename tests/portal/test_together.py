"""服务社区 and 家校社共育: series with their events, articles and published numbers, for everybody."""

import pytest
from django.urls import reverse

from branch.core.models import PublishedFigure
from branch.core.public import touch
from branch.service.models import Series
from tests.activities.factories import at, make_activity, make_planned
from tests.news.factories import make_column, make_draft, make_published
from tests.service.outings.rows import make_series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
SERVICE, HOME_SCHOOL = reverse("portal:service"), reverse("portal:home-school")
BUS = "党员服务直通车"


def lines_of(client, address):
    return {
        line.programme.name: (line.next and line.next.name, [event.name for event in line.held])
        for line in client.get(address).context["lines"]
    }


def test_each_series_has_its_next_event_and_the_last_ones(client):
    facts = {"is_announced": True}
    make_planned(BUS, title="春晖社区广场", **facts)
    make_planned(BUS, title="更晚的一站", starts_at=at(2026, 12, 20), **facts)
    for day in (1, 2, 3, 4):
        make_activity(BUS, title=f"第{day}站", starts_at=at(2026, 11, day), **facts)
    make_planned("家长学校", title="讲座", **facts)

    assert lines_of(client, SERVICE) == {
        BUS: ("春晖社区广场", ["第4站", "第3站", "第2站"]),
        "社区大讲堂": (None, []),
    }
    assert lines_of(client, HOME_SCHOOL)["家长学校"] == ("讲座", [])


def test_a_series_leads_to_its_page_while_that_is_shown(client):
    series = make_series()
    assert series.public_url in client.get(SERVICE).text

    Series.objects.update(is_shown=False)
    touch()
    assert series.public_url not in client.get(SERVICE).text


def test_what_was_not_announced_or_is_not_public_is_not_told(client):
    make_planned(BUS, title="没有公布的一站")
    make_planned("“党团员志愿者在行动”", title="内部的活动", is_announced=True)
    make_activity(BUS, title="没有公布的一场")

    text = client.get(SERVICE).text

    hidden = ("没有公布的一站", "内部的活动", "没有公布的一场", "党团员志愿者在行动")
    assert [word for word in hidden if word in text] == []
    assert "近期没有安排" in text


def test_articles_of_the_columns_and_published_numbers_stand_beside(client):
    make_published(title="直通车开进车站", column=make_column(BUS))
    make_published(title="怎么陪", column=make_column("家长学校"))
    make_draft(title="没有发布的", column=make_column(BUS))
    PublishedFigure.objects.create(key="service.express", month="2026-10-01", value=63)

    service, home_school = (client.get(address).text for address in (SERVICE, HOME_SCHOOL))

    assert ("直通车开进车站" in service, "63 人次" in service) == (True, True)
    assert ("怎么陪" in service, "没有发布的" in service) == (False, False)
    assert ("怎么陪" in home_school, "63 人次" in home_school) == (True, False)


@pytest.mark.parametrize("address", [SERVICE, HOME_SCHOOL])
def test_every_page_says_that_nothing_is_paid(client, address):
    assert "公益、自愿、不收费" in client.get(address).text


@pytest.mark.parametrize("count", [1, 6])
def test_the_pages_cost_the_same_for_one_and_for_many(client, count, django_assert_num_queries):
    for day in range(1, count + 1):
        make_activity(BUS, starts_at=at(2026, 11, day), is_announced=True)
        make_published(title=f"第{day}篇", column=make_column(BUS))
    client.get(SERVICE)

    with django_assert_num_queries(4):
        client.get(SERVICE + "?n=1")
