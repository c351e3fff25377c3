"""找人: the box offers names while one types; a key or a tap searches for one of them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import COMPUTER, PHONE
from tests.factories import make_class, make_need, make_student

on_a_computer = pytest.mark.browser_context_args(**COMPUTER)


@pytest.fixture
def box(page, live_server, sign_in, committee, the_day, term):
    """The box of the page 查找人员, opened by the committee of a school with three pupils of one beginning."""
    for name in ("曾小明", "曾小雨", "李小明"):
        make_need(make_student(make_class(), name=name))
    sign_in(committee)
    page.goto(f"{live_server.url}/desk/people/")
    return page.locator("#q")


@on_a_computer
def test_arrows_and_enter_search_for_a_name(box, page):
    box.press_sequentially("曾小")
    offered = page.get_by_role("option").filter(visible=True)
    expect(offered).to_have_text(["曾小明", "曾小雨"])

    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(offered.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("Enter")

    expect(page).to_have_url(re.compile(r"/desk/people/\?q="))
    expect(page.get_by_role("heading", name="学生")).to_be_visible()
    expect(page.locator("#q")).to_have_value("曾小雨")


@on_a_computer
def test_pinyin_is_enough_and_escape_takes_the_names_away(box, page):
    box.press_sequentially("zxm")
    offered = page.get_by_role("option").filter(visible=True)
    expect(offered).to_have_text(["曾小明"])

    box.press("Escape")
    expect(offered).to_have_count(0)
    box.press("Enter")

    expect(page).to_have_url(re.compile(r"q=zxm"))


@pytest.mark.browser_context_args(**PHONE, java_script_enabled=False)
def test_without_the_script_it_is_a_search(box, page):
    box.fill("曾小")
    page.get_by_role("button", name="查找").filter(visible=True).click()

    expect(page.get_by_role("main").get_by_text("曾小明")).to_be_visible()
