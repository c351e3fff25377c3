"""The public page of the three walk-ins: whole school, what was done, by finished month."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.urls import reverse

from branch.core.models import PublishedFigure
from branch.core.publishing import correct_figure, publish_finished
from tests.factories import (
    make_contact,
    make_need,
    make_pairing,
    make_posting,
    make_session,
    make_visit,
)
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
PAGE = reverse("portal:walk-ins")
OCTOBER = date(2026, 10, 12)


@pytest.fixture
def work():
    """In October six contacts, six sessions and seven visits; in November more; six pairs and classes; one gap."""
    pairs = [make_pairing() for _ in range(6)]
    for pair in pairs:
        make_contact(pair, happened_on=OCTOBER)
        make_contact(pair, happened_on=date(2026, 11, 5))
    for _ in range(6):
        school_class = make_posting().school_class
        make_session(school_class, starts_at=datetime(2026, 10, 15, 7, 50, tzinfo=UTC))
    for _ in range(7):
        make_visit(happened_on=OCTOBER)
    make_need()


def publish():
    publish_finished(at=datetime(2026, 11, 1, 4, tzinfo=UTC))


def test_before_the_first_month_is_over_there_is_a_sentence(client):
    assert "本学年的数字从第一个月结束后开始公布。" in client.get(PAGE).text


def test_what_was_done_is_told_and_nothing_else(client, work):
    publish()
    page = client.get(PAGE)

    assert [(walk.name, walk.number) for walk in page.context["walks"]] == [
        ("走进学生", 6),
        ("走进班级", 6),
        ("走进家庭", 7),
    ]
    assert "各月开展帮扶：10月 6 次" in page.text
    assert "截至 10月" in page.text
    assert not [
        text for text in ("6/7", "6 / 7", "差 1", "应落实", "%", "11月 6") if text in page.text
    ]


def test_a_month_is_named_once_it_is_published(client, work, monkeypatch):
    """On the first of a month, before `tick` has run, the numbers are those of the month before the last."""
    publish()
    at = datetime(2026, 12, 1, 0, 1, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    assert "截至 10月" in client.get(PAGE).text
    publish_finished(at=at)
    assert "截至 11月" in client.get(PAGE).text


def test_the_home_page_has_the_three_figures_as_published(client, work):
    publish()
    make_visit(happened_on=OCTOBER)

    page = client.get("/")

    assert [(walk.name, walk.number, walk.main.unit) for walk in page.context["front"].walks] == [
        ("走进学生", 6, "对结对"),
        ("走进班级", 6, "个班有联系党员"),
        ("走进家庭", 7, "户次走访"),
    ]
    assert f'href="{PAGE}"' in page.text


def test_a_correction_shows_at_once(client, work, secretary):
    publish()
    client.get(PAGE)
    row = PublishedFigure.objects.get(key="walkins.visits", month=date(2026, 10, 1))
    correct_figure(row, value=30, by=secretary)

    assert "30<small>" in client.get(PAGE).text


def test_the_page_costs_four_queries_and_one_when_cached(client, work, django_assert_num_queries):
    publish()
    cache.clear()

    with django_assert_num_queries(4):
        client.get(PAGE)
    with django_assert_num_queries(1):
        client.get(PAGE)


def test_the_committee_corrects_a_month_from_the_desk(client, work, as_committee):
    publish()
    row = PublishedFigure.objects.get(key="walkins.visits", month=date(2026, 10, 1))
    address = reverse("coverage:figure-correct", args=[row.pk])
    assert address in as_committee.get(reverse("coverage:published-list")).text

    assert "只改这里，下个月会按记录补回来" in as_committee.get(address).text
    for value, says in [("8", "和公布过的 7 相差不满 5"), ("9" * 20, "请核对这个数，最多 99999。")]:
        refused = as_committee.post(address, filled(as_committee, address) | {"value": value})
        assert says in refused.text
    page = as_committee.post(address, filled(as_committee, address) | {"value": "30"}, follow=True)

    assert "已更正为 30" in page.text
    assert "30<small>" in client.get(PAGE).text
    assert as_committee.get(address).status_code == 404
