"""Everything important works with scripts switched off."""

import pytest
from playwright.sync_api import expect

from branch.accounts.models import User
from branch.accounts.passwords import DEMO_PASSWORD
from branch.activities.models import Activity
from branch.news.models import Article
from branch.walkins.models import Contact
from tests.browser.steps import PHONE

pytestmark = pytest.mark.browser_context_args(**PHONE, java_script_enabled=False)


@pytest.fixture
def transactional_db(lasting_school):
    """Share one demo school; no test depends on rows of another."""


@pytest.fixture
def at(page, live_server, sign_in):
    """`at(address, person)` opens the page as that person."""

    def opened(address, person=None):
        if person:
            sign_in(User.objects.get(username=person))
        page.goto(live_server.url + address)

    return opened


def tap(page, name, role="button"):
    page.get_by_role(role, name=name).filter(visible=True).first.click()


def test_signing_in_and_out(at, page):
    at("/desk/")
    page.fill("[name=username]", "member")
    page.fill("[name=password]", DEMO_PASSWORD)
    tap(page, "登录")
    expect(page.get_by_role("heading", name="待办事项")).to_be_visible()

    tap(page, "菜单", "link")
    with page.expect_navigation():
        tap(page, "退出登录")
    at("/desk/")

    expect(page.get_by_role("heading", name="工作登录")).to_be_visible()


def test_a_contact_is_recorded(at, page):
    at("/desk/", "member")

    tap(page, "快速记录", "link")
    page.get_by_role("group", name="学生").get_by_role("checkbox").first.check(force=True)
    page.get_by_role("radio", name="心灵关怀").check(force=True)
    page.get_by_label("简要情况").fill("午间散步，聊了聊近况")
    tap(page, "保存记录")

    expect(page.get_by_role("status").first).to_contain_text("本月已联系")
    assert Contact.objects.filter(fact="午间散步，聊了聊近况").count() == 1


def test_an_activity_is_logged_with_two_absent(at, page):
    at("/desk/activities/", "secretary")

    tap(page, "新建活动", "link")
    tap(page, "党员大会", "link")
    page.get_by_label("活动名称").fill("审议冬训安排")
    page.get_by_label("时间", exact=True).fill("2026-11-23T16:00")
    page.get_by_label("地点").fill("党员活动室")
    for place, reason in ((0, "病假"), (1, "公出")):
        page.get_by_label("缺席：").nth(place).check(force=True)
        page.get_by_label("的缺席原因").filter(visible=True).nth(place).select_option(reason)
    tap(page, "保存记录")

    expect(page.get_by_role("heading", name="审议冬训安排")).to_be_visible()
    away = Activity.objects.get(title="审议冬训安排").attendances.exclude(reason="")
    assert sorted(row.get_reason_display() for row in away) == ["公出", "病假"]


def test_an_article_is_written_in_plain_text(at, page):
    at("/desk/news/", "editor")

    tap(page, "写文章", "link")
    page.get_by_label("标题", exact=True).fill("冬日读书角开放")
    page.get_by_label("栏目").select_option(label="学习园地 › 读书荐书")
    page.get_by_label("正文").fill("第一段。\n\n第二段。")
    tap(page, "保存草稿")

    expect(page.get_by_role("heading", name="冬日读书角开放")).to_be_visible()
    assert Article.objects.get(title="冬日读书角开放").body == "<p>第一段。</p><p>第二段。</p>"


def test_the_display_changes_and_stays(at, page):
    at("/about/")

    tap(page, "长者模式", "link")
    tap(page, "高对比", "link")
    expect(page.locator("html[data-contrast=high]")).to_have_count(1)
    at("/news/")

    expect(page.locator("html[data-size=xl][data-contrast=high]")).to_have_count(1)
    expect(page.get_by_role("link", name="标准字号")).to_be_visible()


def test_the_menu_of_a_phone_opens(at, page):
    at("/")
    column = page.get_by_role("navigation", name="主导航").get_by_role("link", name="心育之窗")
    expect(column).to_be_hidden()

    page.locator("summary", has_text="菜单").click()
    column.click()

    expect(page.get_by_role("heading", name="心育之窗", level=1)).to_be_visible()


def test_a_list_is_narrowed(at, page):
    at("/desk/news/", "committee")

    page.get_by_label("状态").select_option(label="待审核")
    tap(page, "筛选")

    rows = page.locator("tbody tr")
    expect(rows).to_have_count(Article.objects.filter(state=Article.State.SUBMITTED).count())
    tap(page, "去掉筛选", "link")
    expect(page.get_by_label("状态")).to_have_value("")


def test_a_ledger_is_printed_and_exported(at, page):
    at("/desk/ledgers/organisation-life/", "secretary")

    with page.expect_download() as download:
        tap(page, "导出表格", "link")
    tap(page, "打印", "link")

    assert download.value.suggested_filename.endswith(".xlsx")
    expect(page.get_by_role("heading", name="“三会一课”登记表")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")
