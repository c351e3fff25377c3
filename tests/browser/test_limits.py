"""The counter of a text with a limit."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.members.models import FlagPage
from tests.browser.checks import barriers
from tests.factories import make_member


@pytest.fixture
def pledge(page, live_server, sign_in, term):
    """The text of at most 120 characters on a member's page."""
    sign_in(make_member().staff.user)
    page.goto(live_server.url + reverse("members:mine-edit"))
    return page.get_by_label("公开承诺")


def test_the_counter_appears_near_the_limit_and_turns_at_it(page, pledge):
    counter = page.locator("#id_pledge_limit")

    pledge.fill("写" * 89)
    expect(counter).to_be_hidden()
    pledge.fill("写" * 93 + "😀")
    expect(counter).to_have_text("还可以写 26 字")
    pledge.fill("写" * 60 + "\n" + "写" * 73)
    expect(counter).to_have_text("最多 120 字，请删去 14 字。")
    expect(pledge).to_have_attribute("aria-invalid", "true")
    assert barriers(page) == []
    pledge.fill("写")
    expect(pledge).to_have_attribute("aria-invalid", "false")


def test_a_text_too_long_is_refused_once_and_whole(page, pledge):
    text = "写" * 134
    for label, words in (("示范岗名称", "示范岗"), ("身份", "英语教师")):
        page.get_by_label(label).fill(words)

    pledge.fill(text)
    page.get_by_role("button", name="保存并预览").click()

    expect(page.get_by_role("alert")).to_contain_text("最多 120 字，请删去 14 字。")
    expect(pledge).to_have_value(text)
    expect(page.locator(".gq-field").get_by_text("请删去")).to_have_count(1)
    assert not FlagPage.objects.exists()
