"""Small forms keep what was chosen, too: without a network, and after their page was left."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.accounts.models import Role
from branch.core.models import Draft
from branch.walkins.models import ClassPosting
from tests.browser.checks import wait_until
from tests.browser.steps import COMPUTER, PHONE
from tests.factories import make_staff, make_user
from tests.operations.jobs import work
from tests.walkins.plans.conftest import School

OFFLINE = "现在没有网络，没有发出去。"


@pytest.fixture(params=["phone", "computer"])
def browser_context_args(request, browser_context_args):
    return browser_context_args | (PHONE if request.param == "phone" else COMPUTER)


@pytest.fixture
def at(page, live_server):
    return lambda address: page.goto(live_server.url + address)


@pytest.fixture
def plan(page, at, the_day, term, sign_in):
    """The page of a solved plan, and its school."""
    sign_in(make_staff(Role.COMMITTEE).user)
    school = School(term)
    at(reverse("walkins:plan-create"))
    page.get_by_role("button", name="计算方案").click()
    expect(page.get_by_text("正在计算，每")).to_be_visible()
    work()
    expect(page.get_by_role("button", name="发布方案")).to_be_visible(timeout=20_000)
    return school


def tick(page):
    return page.get_by_role("checkbox", name="初二（3）班")


def test_a_lock_outlives_the_network_and_its_page(page, at, plan, context):
    tick(page).check(force=True)
    context.set_offline(True)
    page.get_by_role("button", name="重新计算").click()
    expect(page.get_by_text("现在没有网络，照常写。")).to_be_visible()
    expect(tick(page)).to_be_checked()

    context.set_offline(False)
    page.reload()
    expect(tick(page)).not_to_be_checked()
    page.get_by_text("恢复", exact=False).filter(visible=True).first.click()

    expect(tick(page)).to_be_checked()


def test_a_plan_with_another_lock_says_so_and_keeps_it(page, plan):
    tick(page).check(force=True)
    page.get_by_role("button", name="发布方案").click()

    expect(page.get_by_role("alert").first).to_contain_text("请先点“重新计算”")
    expect(tick(page)).to_be_checked()
    assert not ClassPosting.objects.exists()


def test_a_day_of_the_calendar_is_offered_again(page, at, the_day, term, sign_in):
    sign_in(make_user("admin"))
    address = reverse("school:day-create", args=[term.pk])
    at(address)
    page.get_by_label("说明").fill("期中考试")
    expect(page.locator("[data-draft-saved]")).to_contain_text("已存在")

    at(reverse("school:term-list"))
    at(address)
    page.get_by_text("恢复", exact=False).filter(visible=True).first.click()

    expect(page.get_by_label("说明")).to_have_value("期中考试")


def test_a_form_without_drafts_stays_where_there_is_no_network(page, at, the_day, sign_in, context):
    sign_in(make_user("admin"))
    at(reverse("school:staff-create"))
    name = page.get_by_role("main").get_by_label("姓名")
    name.fill("周文静")
    context.set_offline(True)
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_text(OFFLINE)).to_be_visible()
    expect(name).to_have_value("周文静")
    assert not Draft.objects.exists()
    context.set_offline(False)
    name.fill("")


def test_an_error_of_two_lines_is_text_that_begins_at_its_bullet(page, at, the_day, sign_in):
    """Chromium would draw the bullet of an inline block beside its last line."""
    sign_in(make_user("admin"))
    at(reverse("school:staff-create"))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert").first).to_be_visible()

    page.set_viewport_size({"width": 200, "height": 800})

    wait_until(page, "document.querySelector('.gq-err a').getClientRects().length > 1")
