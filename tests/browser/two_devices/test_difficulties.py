"""A difficulty of a family from the form to its outcome, on a phone and on a computer."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.walkins.models import FamilyNeed
from tests.browser.checks import barriers, overflow
from tests.factories import make_class, make_family_need, make_guardian, make_head, make_student

LIST = reverse("walkins:familyneed-list")


@pytest.fixture
def child(the_day, term, sign_in):
    """A child of the class of the head teacher who is signed in."""
    school_class = make_class(number=3)
    child = make_student(school_class, name="张晓雨")
    make_guardian(child)
    child.head = make_head(school_class)
    sign_in(child.head.user)
    return child


def expect_said(page, words):
    expect(page.get_by_role("status").first).to_contain_text(words)


def test_a_difficulty_to_its_outcome(page, at, steps, child):
    """Raised in five steps from the page of the family, closed in three more."""
    at(child.family.get_absolute_url())

    steps.tap("登记困难", "link")
    steps.tap("照护不足", "radio")
    steps.fill("完成时限", "2026-12-15")
    steps.tap("联系社区托管", "radio")
    steps.tap("登记困难")
    expect_said(page, "困难已登记")
    steps.tap("办结", "link")
    steps.tap("已解决，家长确认", "radio")
    steps.tap("办结这件困难")
    expect_said(page, "困难已办结")

    need = FamilyNeed.objects.get()
    assert steps.count == 8
    assert (need.owner, need.measure, need.outcome) == (child.head, "after_school", "solved")


def test_a_closing_is_undone_by_one_tap(page, at, steps, child):
    need = make_family_need(child.family)
    at(reverse("walkins:familyneed-close", args=[need.pk]))
    steps.tap("登记有误", "radio")
    steps.tap("办结这件困难")

    steps.tap("撤销")

    expect(page.get_by_role("link", name="写办理情况")).to_be_visible()
    need.refresh_from_db()
    assert need.is_open


def test_a_day_that_passed_is_moved_from_the_list(page, at, steps, child):
    need = make_family_need(child.family, owner=child.head, due_on=date(2026, 11, 20))
    at(LIST)
    expect(page.get_by_text("1 件。写明进展，改定日期")).to_be_visible()

    steps.tap("写办理情况", "link")
    steps.fill("完成时限", "2026-12-18")
    steps.tap("保存")

    expect_said(page, "办理情况已保存")
    assert steps.count == 3
    need.refresh_from_db()
    assert need.due_on == date(2026, 12, 18)


def test_what_was_typed_is_still_there_after_an_error(page, at, steps, child):
    at(f"{reverse('walkins:familyneed-create')}?student={child.pk}")

    steps.fill("内部备注", "妈妈夜班到九点")
    steps.tap("登记困难")

    expect(page.get_by_text("请选择困难类别。").first).to_be_visible()
    expect(page.get_by_label("内部备注")).to_have_value("妈妈夜班到九点")


def test_the_pages_fit_and_have_no_barrier(page, at, child):
    make_family_need(child.family, kind="place", due_on=date(2026, 11, 20))
    need = make_family_need(child.family, measure="talk")
    make_family_need(child.family, kind="medical", outcome="solved", closed_on=date(2026, 11, 2))
    pages = [reverse(f"walkins:familyneed-{step}", args=[need.pk]) for step in ("update", "close")]

    for address in (LIST, f"{LIST}?state=closed", need.get_absolute_url(), *pages):
        at(address)
        assert (address, overflow(page), barriers(page)) == (address, 0, [])
