"""The style guide is accessible and not too wide, in every mode and on every screen."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.core.display import COOKIE
from branch.portal.views.styleguide import PAGES
from tests.browser.checks import barriers, overflow

SIZES = ["..m", "l..m", "xl.high.l"]
MODES = ["..m", "xl..m", ".high.m"]
WIDE, PHONE, SMALL = (1280, 900), (390, 844), (320, 640)


@pytest.fixture(autouse=True)
def _in_development(settings):
    settings.DEBUG = True


@pytest.fixture
def reader(browser, live_server):
    """Opens a page in a mode and a screen size, without the policy, which blocks the styles of axe."""
    contexts = []

    def opened(name, mode, screen):
        size = {"width": screen[0], "height": screen[1]}
        contexts.append(browser.new_context(bypass_csp=True, viewport=size))
        contexts[-1].add_cookies([{"name": COOKIE, "value": mode, "url": live_server.url}])
        page = contexts[-1].new_page()
        page.goto(live_server.url + reverse("portal:styleguide-page", args=[name]))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("mode", MODES)
def test_the_style_guide_is_accessible(reader, mode, name):
    assert barriers(reader(name, mode, WIDE)) == []
    assert barriers(reader(name, mode, PHONE)) == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("mode", SIZES)
def test_no_part_is_too_wide_for_a_small_screen(reader, mode, name):
    assert overflow(reader(name, mode, SMALL)) == 0


def test_the_menu_opens_without_a_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(live_server.url + reverse("portal:styleguide-page", args=["public"]))

    page.locator("summary", has_text="菜单").click()

    expect(page.get_by_role("link", name="心育之窗").first).to_be_visible()
    context.close()


def test_the_summary_of_errors_has_the_focus_and_links_to_the_field(page, live_server):
    page.goto(live_server.url + reverse("portal:styleguide-page", args=["form"]))

    expect(page.locator(".gq-err").first).to_be_focused()
    page.get_by_role("link", name="请选择走访方式。").click()
    expect(page.locator("#id_way_0")).to_be_focused()


def test_a_page_from_the_browser_cache_is_reloaded_only_if_its_form_was_sent(page, live_server):
    address = live_server.url + reverse("portal:styleguide-page", args=["form"])
    page.goto(address)
    page.route(
        address,
        lambda route: (
            route.fulfill(status=204) if route.request.method == "POST" else route.continue_()
        ),
    )
    fetched = []
    page.on("request", lambda request: fetched.append((request.method, request.url)))
    come_back = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"

    page.evaluate(come_back)
    page.evaluate("document.querySelector('main form').requestSubmit()")
    expect(page.locator(".gq-bar button")).to_be_disabled()
    with page.expect_navigation():
        page.evaluate(come_back)

    documents = [method for method, url in fetched if url == address]
    assert documents == ["POST", "GET"]


def test_a_form_is_sent_once_and_says_so(page, live_server):
    page.goto(live_server.url + reverse("portal:styleguide-page", args=["form"]))
    sent = []
    page.route(
        "**/styleguide/form/",
        lambda route: sent.append(route.request.method) or route.fulfill(status=204),
    )

    page.evaluate("document.querySelector('main form').requestSubmit()")
    expect(page.locator(".gq-bar button")).to_be_disabled()
    page.evaluate("document.querySelector('main form').requestSubmit()")

    expect(page.locator(".gq-bar button")).to_have_text("提交中…")
    assert sent == ["POST"]
