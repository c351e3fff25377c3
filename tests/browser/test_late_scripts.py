"""A script that comes late: what was typed and chosen before it came is kept, and sent."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.accounts.models import Role
from branch.activities.models import Activity
from branch.news.models import Article
from tests.browser.steps import COMPUTER
from tests.factories import PASSWORD, make_member, make_staff
from tests.news.factories import make_editor


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | COMPUTER


@pytest.fixture
def held_back(page):
    """`held_back(name)` keeps a script waiting; what it returns lets it come."""

    def hold(name):
        waiting = []
        page.route(f"**/{name}*", lambda route: waiting.append(route))

        def release():
            if not waiting:
                page.wait_for_event("request", lambda request: f"/{name}" in request.url)
            while waiting:
                waiting.pop().continue_()
            page.unroute(f"**/{name}*")
            page.wait_for_load_state("load")

        return release

    return hold


SCRIPTS = (
    "guard.js",
    "draft.js",
    "limit.js",
    "copy.js",
    "errors.js",
    "uploads.js",
    "attendance.js",
    "combo.js",
)


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_activity_is_stored_as_typed_before_a_script_came(
    script, page, live_server, sign_in, secretary, held_back, the_day, term
):
    host = make_staff(name="唐海平")
    sign_in(secretary)
    release = held_back(script)
    page.goto(
        f"{live_server.url}{reverse('activities:activity-create')}?programme=1", wait_until="commit"
    )
    page.get_by_label("活动名称").fill("审议支部")
    page.get_by_label("地点").fill("党员活动室")
    page.get_by_label("时间", exact=True).first.fill("2026-11-24T10:00")
    page.locator("[name=host]").evaluate("(field, pk) => { field.value = pk; }", str(host.pk))
    page.get_by_label("过程和效果").fill("先写的。")

    release()
    page.get_by_label("活动名称").press("End")
    page.keyboard.type("工作计划")
    expect(page.locator("[data-draft-saved]").first).to_contain_text("已存")
    page.get_by_role("button", name="保存记录").click()

    expect(page.locator("[data-level=success]")).to_be_visible()
    activity = Activity.objects.get()
    assert (activity.title, activity.summary) == ("审议支部工作计划", "先写的。")
    assert activity.parts.get().staff == host


def test_what_was_typed_before_the_script_is_a_draft(page, live_server, sign_in, held_back, term):
    sign_in(make_member().staff.user)
    release = held_back("draft.js")
    page.goto(live_server.url + reverse("members:mine-edit"), wait_until="commit")
    page.get_by_label("公开承诺").fill("认真备课。")

    release()

    expect(page.locator("[data-draft-saved]").first).to_contain_text("已存")


@pytest.mark.parametrize(
    "script", ["editor.js", "editor-paste.js", "editor-photo.js", "configurable.js"]
)
def test_an_article_typed_before_the_editor_came_is_in_it(
    script, page, live_server, sign_in, held_back
):
    sign_in(make_editor())
    release = held_back(script)
    page.goto(live_server.url + reverse("news:article-create"), wait_until="commit")
    page.get_by_label("标题", exact=True).fill("支部开展读书交流")
    page.get_by_label("栏目").select_option(label="学习园地 › 读书荐书")
    page.get_by_label("正文").fill("先写的一段。")

    release()
    page.locator(".ProseMirror").get_by_text("先写的一段。").click()
    page.keyboard.press("End")
    page.keyboard.type("后写的。")
    page.get_by_role("button", name="保存草稿").click()

    expect(page.get_by_role("heading", name="支部开展读书交流")).to_be_visible()
    assert Article.objects.get().body == "<p>先写的一段。后写的。</p>"


def test_the_summary_of_errors_takes_the_focus_from_nobody_who_types(
    page, live_server, sign_in, held_back, term
):
    sign_in(make_member().staff.user)
    page.goto(live_server.url + reverse("members:mine-edit"))
    release = held_back("errors.js")
    page.get_by_role("button", name="保存并预览").click(no_wait_after=True)
    page.get_by_role("alert").wait_for()
    pledge = page.get_by_label("公开承诺")
    pledge.fill("认真")

    release()
    expect(pledge).to_be_focused()
    page.keyboard.type("备课。")

    expect(pledge).to_have_value("认真备课。")


def test_boxes_ticked_before_the_script_stay_ticked(page, live_server, sign_in, held_back, term):
    make_staff(with_user=False)
    sign_in(make_staff(Role.ADMIN).user)
    release = held_back("tick.js")
    page.goto(f"{live_server.url}/desk/signins/", wait_until="commit")
    boxes = page.locator("input[name=staff]")
    boxes.last.wait_for()
    for box in boxes.all():
        box.check()

    release()

    expect(page.get_by_role("checkbox", name="全选本页")).to_be_checked()
    expect(boxes.first).to_be_checked()


def test_a_password_typed_before_the_script_can_be_shown_and_is_sent(
    page, live_server, secretary, held_back, term
):
    secretary.set_password(PASSWORD)
    secretary.save()
    release = held_back("reveal.js")
    page.goto(f"{live_server.url}/accounts/login/", wait_until="commit")
    page.get_by_label("工号或手机号").fill(secretary.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)

    release()
    page.get_by_label("显示密码").check()
    expect(page.get_by_label("密码", exact=True)).to_have_value(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()

    expect(page).to_have_url(f"{live_server.url}/desk/")
