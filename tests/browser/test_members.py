"""A member's public page is written on a phone, approved, read and withdrawn."""

import pytest
from playwright.sync_api import expect

from branch.accounts.models import User
from branch.members.models import FlagPage, Member
from tests.browser.steps import PHONE, Steps

PLEDGE = "我愿先听完再说话，答应的事当天有回音。"


@pytest.fixture
def transactional_db(lasting_school):
    """Share one demo school; no other test reads the page written here."""


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | PHONE


@pytest.fixture
def writer():
    """A colleague who has no page yet."""
    pages = FlagPage.objects.values("member")
    return Member.objects.exclude(pk__in=pages).select_related("staff__user").last()


@pytest.fixture
def go(page, live_server, sign_in):
    """`go(address, user)` opens the page as that user, or as a stranger."""

    def opened(address, user=None):
        page.context.clear_cookies()
        if user:
            sign_in(user)
        return page.goto(live_server.url + address)

    return opened


def test_a_page_is_written_approved_read_and_withdrawn(page, go, writer):
    own, steps = writer.staff.user, Steps(page)
    address = f"/members/{writer.pk}/"

    go("/desk/members/mine/", own)
    steps.tap("写我的公开页", "link")
    steps.fill("身份", "语文教师")
    steps.fill("公开承诺", PLEDGE)
    steps.tap("保存并预览")
    expect(page.locator("blockquote")).to_contain_text(PLEDGE)
    steps.tap("我同意把这一页和登记的荣誉在支部网站公开", "checkbox")
    steps.tap("送审")
    expect(page.get_by_role("status")).to_contain_text("已送审")
    assert steps.count == 6
    assert go(address).status == 404

    go("/desk/", User.objects.get(username="secretary"))
    page.get_by_role("link", name=f"审核公开页：{writer}").click()
    page.get_by_role("button", name="同意公开").click()
    expect(page.get_by_role("status")).to_contain_text("已公开")

    go("/members/")
    page.get_by_role("link", name=str(writer)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(writer))
    expect(page.locator("blockquote")).to_contain_text(PLEDGE)

    go("/desk/members/mine/", own)
    page.get_by_role("button", name="撤下").click()
    expect(page.get_by_role("status")).to_contain_text("已撤下")
    assert go(address).status == 404
