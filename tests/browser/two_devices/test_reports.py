"""From an event that was held to a news draft that waits for a second person, with the steps counted."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from branch.activities.models import ActivityPhoto
from branch.core.files import stored
from branch.news.models import Article
from tests.activities.factories import make_activity
from tests.activities.openings import make_opening, take
from tests.browser.checks import overflow
from tests.factories import make_class, make_member, make_staff, make_student, read_photo


@pytest.fixture
def trip(secretary):
    """A trip of six members with a photo and a pupil's name in its summary."""
    make_student(make_class(), name="林若楠")
    facts = {"title": "中央车站咨询", "summary": "林若楠同学也来帮忙。", "logged_by": secretary}
    activity = make_activity("党员服务直通车", **facts)
    slot = make_opening(activity, served_count=63).slots.get()
    seen = {"confirmed_by": make_staff(), "confirmed_on": "2026-11-21", "hours": Decimal("2")}
    for _ in range(6):
        take(slot, make_member().staff, **seen)
    columns = stored(ActivityPhoto, read_photo())
    activity.photos.create(uploaded_by=secretary, **columns)
    return activity


def test_the_news_of_an_event_is_drafted_and_submitted(page, at, sign_in, steps, secretary, trip):
    sign_in(secretary)
    at(trip.get_absolute_url())

    steps.tap("写成报道")
    expect(page.get_by_label("标题")).to_have_value("党员服务直通车：中央车站咨询")
    steps.tap("保存草稿")
    steps.tap("选用活动照片", "link")
    steps.tap("没有学生", "checkbox")
    steps.tap("选用的照片里，认得出的老师和来宾都同意公开", "checkbox")
    steps.tap("加入图集")
    expect(page.get_by_text("6 名党员参加，服务 63 人次")).to_be_visible()
    expect(page.get_by_text("某学生也来帮忙。")).to_be_visible()
    assert overflow(page) == 0
    steps.tap("送审")

    expect(page.get_by_text("待审核").first).to_be_visible()
    article = Article.objects.get()
    assert (article.state, len(article.photos.all()), steps.count) == ("submitted", 1, 7)


def test_the_draft_is_undone_from_its_message(page, at, sign_in, secretary, trip):
    sign_in(secretary)
    at(trip.get_absolute_url())
    page.get_by_role("button", name="写成报道").click()

    page.get_by_role("button", name="撤销").click()

    expect(page.get_by_role("button", name="写成报道")).to_be_visible()
    assert not Article.objects.exists()
