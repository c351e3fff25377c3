"""Feedback inside WeChat without scripts, a question at the salon, a book that a second person releases."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.service.models import BookRecommendation
from tests.browser.checks import barriers, overflow
from tests.browser.two_devices.test_parents import IN_WECHAT
from tests.factories import make_staff
from tests.service.factories import NOW, make_event, make_opening
from tests.service.talks.rows import make_book, make_box


@pytest.fixture
def salon(the_day, term, monkeypatch):
    """A salon that has begun; the clock stands, so that a form is taken at once."""
    monkeypatch.setattr("branch.service.parents.forms.signups.SOONEST", timedelta(0))
    event = make_event(starts_at=NOW - timedelta(minutes=30), ends_at=None, format="salon")
    return make_opening(event)


@IN_WECHAT
def test_somebody_says_what_they_think_in_three_steps(page, at, steps, salon):
    box = make_box(salon.activity)

    at(box.public_url)
    steps.tap("5 很有帮助", "radio")
    steps.fill("一句话", "练习的那一段最有用")
    steps.tap("提交")

    expect(page.get_by_role("status").first).to_contain_text("收到了，谢谢您")
    assert (steps.count, box.answers.get().stars) == (3, 5)


def test_no_page_of_feedback_is_too_wide_or_shuts_anybody_out(page, at, sign_in, committee, salon):
    box = make_box(salon.activity)
    sign_in(committee)

    for address in (box.public_url, reverse("service:feedback-print", args=[box.activity_id])):
        at(address)
        assert (overflow(page), barriers(page)) == (0, [])


def test_who_leads_the_salon_adds_a_question_in_two_steps(page, at, steps, sign_in, salon):
    host = make_staff()
    salon.activity.parts.create(role="host", staff=host)
    sign_in(host.user)

    at(reverse("service:questions", args=[salon.pk]))
    steps.fill("现场的问题", "作业写到十一点怎么办？")
    steps.tap("加上")

    expect(page.get_by_role("listitem").filter(has_text="作业写到十一点")).to_be_visible()
    assert (steps.count, len(salon.questions.all())) == (2, 1)
    assert (overflow(page), barriers(page)) == (0, [])
    at(reverse("service:questions-print", args=[salon.pk]))
    assert (overflow(page), barriers(page)) == (0, [])


def test_a_second_person_releases_a_book_in_one_tap(page, at, steps, sign_in, committee, the_day):
    book = make_book()
    sign_in(committee)

    at(reverse("service:book-list"))
    steps.tap("公开")

    expect(page.get_by_text("《孩子，把你的手给我》已公开。")).to_be_visible()
    at("/books/")
    expect(page.get_by_role("heading", name=str(book))).to_be_visible()
    assert (steps.count, BookRecommendation.objects.released().count()) == (1, 1)
