"""What a phone loads first: nothing moves that is read, and each picture says the width at which it is shown."""

import pytest

from branch.core.files import stored_with_webp
from branch.demo.activities import picture
from branch.news import actions
from tests.browser.checks import shift, told_and_shown
from tests.news.factories import AT, add_picture, make_draft, make_editor, make_public

PHONE = {"viewport": {"width": 412, "height": 915}, "device_scale_factor": 2.625, "is_mobile": True}
# The right end of the head moves as the rest of its line is read, on a busy machine: at most 0.003 was
# measured at 27 times less speed. A picture without a size, or a bar put in later, moves all below it.
STILL = 0.005
WIDTHS = [320, 390, 412, 800, 1000, 1150, 1280]


@pytest.fixture
def addresses(live_server):
    """The home page and an article, both with its picture."""
    editor = make_editor()
    draft = make_draft(by=editor, body="<p>正文。</p>" * 9)
    add_picture(draft, editor, store=stored_with_webp, upload=picture("hall"))
    draft.refresh_from_db()
    article = make_public(actions.submit(draft, version=draft.version, by=editor, at=AT))
    return [live_server.url + path for path in ("/", article.public_url)]


def test_nothing_moves_while_a_page_loads_on_a_phone(browser, addresses):
    context = browser.new_context(**PHONE)
    shifts = []
    for address in addresses:
        page = context.new_page()
        page.goto(address)
        shifts.append(shift(page))
    context.close()

    assert [read for read, _ in shifts] == [0, 0]
    assert max(head for _, head in shifts) < STILL


@pytest.mark.parametrize("width", WIDTHS)
def test_a_picture_says_the_width_at_which_it_is_shown(page, addresses, width):
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for address in addresses:
        page.goto(address)
        found += told_and_shown(page.locator("img[sizes]"))

    assert [told for told, _ in found] == [pytest.approx(shown, abs=3) for _, shown in found]
    assert len(found) == 2


def test_a_phone_loads_a_small_file_that_is_wide_enough(browser, addresses):
    """Of 976 pixels, which the picture of 1,200 is shown on."""
    context = browser.new_context(**PHONE)
    names, sizes = [], []
    for address in addresses:
        page = context.new_page()
        page.goto(address)
        page.wait_for_load_state()
        name = page.locator("picture img").first.evaluate("picture => picture.currentSrc")
        names.append(name.rpartition("-")[2])
        sizes.append(len(context.request.get(name).body()))
    context.close()

    assert names == ["1080.webp"] * 2
    assert max(sizes) <= 25_000
