"""Common tasks in the demo school, on a phone and on a computer, with their steps counted."""

import re

import pytest
from playwright.sync_api import expect

from branch.accounts.models import User
from branch.news.models import Article
from branch.walkins.models import PairingProposal
from tests.browser.checks import type_size


@pytest.fixture
def transactional_db(lasting_school):
    """Share one demo school; no task depends on rows of another."""


@pytest.fixture
def start(page, live_server, sign_in):
    """`start(address, person)` opens the page where a task begins."""

    def started(address, person=None):
        if person:
            sign_in(User.objects.get(username=person))
        page.goto(live_server.url + address)

    return started


def test_the_helpline_is_one_tap_on_the_front_page(start, page, browser_context_args):
    start("/")

    number = page.get_by_role("link", name="12356").first
    line = page.get_by_role("link", name="8555-0120").first
    reach = 1.5 * browser_context_args["viewport"]["height"]

    expect(number).to_have_attribute("href", "tel:12356")
    expect(line).to_have_attribute("href", "tel:8555-0120")
    assert number.bounding_box()["y"] < reach
    assert line.bounding_box()["y"] < reach


def test_the_newest_article_is_one_tap_away(start, page, steps):
    newest = Article.objects.published().order_by("published_on", "pk").last()
    start("/")

    steps.tap(newest.plain_title, "link")

    expect(page.get_by_role("heading", level=1)).to_contain_text(newest.plain_title)
    assert steps.count == 1


def test_a_word_of_two_characters_is_found_in_three_steps(start, page, steps, device):
    start("/")

    if device == "phone":
        steps.unfold("菜单")
    steps.fill("搜索本站", "党课")
    steps.tap("搜索")

    expect(page.get_by_role("heading", name="站内搜索")).to_be_visible()
    expect(page.locator("main mark").first).to_have_text("党课")
    assert steps.count <= 3


def test_larger_type_is_one_tap_and_stays(start, page, steps):
    start("/about/")
    before = type_size(page)

    steps.tap("长者模式", "link")

    expect(page.locator("html[data-size=xl]")).to_have_count(1)
    expect(page).to_have_url(re.compile("/about/$"))
    assert type_size(page) > before
    assert steps.count == 1
    start("/news/")
    assert type_size(page) > before


def test_an_article_is_written_by_one_person_and_published_by_another(start, page, steps, device):
    title = f"冬日里的谈心：{device}"
    start("/desk/", "editor")
    steps.tap("写文章", "link")
    steps.fill("标题", title)
    steps.fill("栏目", "支部动态 › 支部要闻")
    steps.fill("正文", "十一月，老师们和学生谈心。")
    steps.tap("保存草稿")
    steps.tap("送审")
    expect(page.get_by_role("status").first).to_contain_text("已送审")
    assert steps.count == 6

    start("/desk/", "committee")
    steps.tap(re.compile(f"查看文章.*{title}"), "link")
    steps.tap("发布")
    expect(page.get_by_role("status").first).to_contain_text("已发布")
    assert steps.count == 8

    page.context.clear_cookies()
    start("/")
    steps.tap(title, "link")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".gq-body")).to_contain_text("老师们和学生谈心")


def test_a_ledger_is_ready_to_print_in_four_steps(start, page, steps, device):
    start("/desk/", "secretary")

    if device == "phone":
        steps.tap("菜单", "link")
    steps.from_menu("台账")
    steps.tap(re.compile("查看.*三会一课"), "link")
    steps.tap("打印", "link")

    expect(page.get_by_role("heading", name="“三会一课”登记表")).to_be_visible()
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    assert steps.count <= 4


def test_a_member_is_asked_for_a_gap_in_three_steps(start, page, steps):
    start("/desk/coverage/", "secretary")
    before = PairingProposal.objects.open().count()

    steps.tap(re.compile("^学生结对"), "link")
    steps.tap(re.compile("^安排结对"), "link")
    steps.tap("提出建议")

    expect(page.get_by_role("status").first).to_contain_text("等本人接受")
    assert PairingProposal.objects.open().count() == before + 1
    assert steps.count == 3
