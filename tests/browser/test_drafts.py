"""Nothing typed is lost: each form with a draft, on both devices, through everything that can happen to a page."""

from dataclasses import dataclass

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from branch.activities.models import Activity
from branch.core.models import Draft
from branch.members.models import FlagPage
from branch.news.models import Article
from branch.walkins.models import Contact
from tests.browser.checks import wait_until
from tests.browser.steps import COMPUTER, PHONE
from tests.factories import PASSWORD, make_member, make_need, make_pairing, make_student, make_user

TEXT = "一起整理数学错题，约好下周再看。"
FRESH = "还没有存下的"
ROUND = 21_000  # milliseconds; a computer stores a draft on the server every 20 seconds


@dataclass
class Form:
    """A form of the portal: where it is, who fills it, its text field, and what saving it stores."""

    address: str
    user: object
    label: str
    button: str
    model: type
    rest: tuple = ()

    def text(self, page):
        if self.model is Article:
            return page.locator(".ProseMirror")
        return page.get_by_label(self.label).filter(visible=True).first

    def open(self, page, root):
        page.goto(root + self.address)
        self.text(page).wait_for()

    def fill(self, page):
        for tick in self.rest:
            tick(page)
        self.text(page).fill(TEXT)

    def spoil(self, page):
        """Take out what the form asks for."""
        if self.model is Contact:
            page.get_by_label("日期").first.fill("")
        else:
            page.get_by_role("textbox").filter(visible=True).first.fill("")

    def expect_filled(self, page, text=TEXT):
        if self.model is Article:
            expect(self.text(page)).to_have_text(text)
        else:
            expect(self.text(page)).to_have_value(text)

    def send(self, page):
        page.get_by_role("button", name=self.button, exact=True).click()

    def expect_stored(self, page):
        expect(page.locator("[data-level=success]")).to_be_visible()
        assert self.model.objects.count() == 1
        assert not Draft.objects.exists()


def chip(name):
    return lambda page: page.get_by_role("radio", name=name).check(force=True)


def typed(label, text):
    return lambda page: page.get_by_label(label, exact=True).first.fill(text)


def chosen(label, text):
    return lambda page: page.get_by_label(label).select_option(label=text)


def contact():
    user = make_pairing(student=make_need(make_student(name="张晓雨")).student).member.staff.user
    rest = (chip("课业辅导"),)
    return Form(reverse("walkins:contact-create"), user, "简要情况", "保存记录", Contact, rest)


def activity():
    address = reverse("activities:activity-create") + "?programme=1"
    rest = (
        typed("活动名称", "审议支部工作计划"),
        typed("时间", f"{timezone.localtime():%Y-%m-%dT%H:%M}"),
        typed("地点", "党员活动室"),
    )
    return Form(address, make_user("secretary"), "过程和效果", "保存记录", Activity, rest)


def article():
    rest = (typed("标题", "读书交流"), chosen("栏目", "学习园地 › 读书荐书"))
    address = reverse("news:article-create")
    return Form(address, make_user("secretary"), "正文", "保存草稿", Article, rest)


def flag_page():
    rest = (typed("示范岗名称", "谈心示范岗"), typed("身份", "英语教师"))
    user = make_member().staff.user
    return Form(reverse("members:mine-edit"), user, "公开承诺", "保存并预览", FlagPage, rest)


FORMS = {"contact": contact, "activity": activity, "article": article, "flag_page": flag_page}


# where a draft is kept makes no difference to these events, so each form meets them on one device
ON_ONE_DEVICE = pytest.mark.parametrize(
    ("form", "device"),
    [
        ("contact", "phone"),
        ("activity", "computer"),
        ("article", "computer"),
        ("flag_page", "phone"),
    ],
    indirect=True,
)


@pytest.fixture(params=FORMS)
def form(request, term):
    form = FORMS[request.param]()
    form.user.set_password(PASSWORD)
    form.user.save()
    return form


@pytest.fixture(params=["phone", "computer"])
def device(request):
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, device):
    return browser_context_args | (PHONE if device == "phone" else COMPUTER)


@pytest.fixture
def opened(page, live_server, sign_in, form):
    """The form, opened by its user, filled, and its draft kept where this device keeps it."""
    sign_in(form.user)
    page.clock.install()
    form.open(page, live_server.url)
    form.fill(page)
    expect(page.locator("[data-draft-saved]")).to_contain_text("已存在")
    return page


def await_the_server(page, device):
    """On a computer, let the next round of the autosave pass, and its answer come."""
    if device == "computer":
        page.clock.fast_forward(ROUND)
        expect(page.locator("[data-draft-saved]")).to_contain_text("已存到工作台")


def take_up(page):
    page.get_by_text("恢复", exact=False).filter(visible=True).first.click()


def save_it(form, page):
    form.expect_filled(page)
    form.send(page)
    form.expect_stored(page)


@ON_ONE_DEVICE
def test_without_a_network_it_is_kept_and_sent_once_there_is_one(opened, context, form):
    context.set_offline(True)
    form.send(opened)
    expect(opened.get_by_text("现在没有网络，照常写。")).to_be_visible()
    assert not form.model.objects.exists()

    context.set_offline(False)
    expect(opened.get_by_text("有网了。您写的还没有提交")).to_be_visible()
    save_it(form, opened)


def test_a_closed_page_offers_it_again(opened, context, live_server, device, form):
    await_the_server(opened, device)
    opened.close()

    again = context.new_page()
    form.open(again, live_server.url)
    take_up(again)

    save_it(form, again)


@ON_ONE_DEVICE
def test_an_expired_session_leads_back_to_it(opened, form):
    Session.objects.all().delete()
    form.send(opened)
    opened.fill("[name=username]", form.user.username)
    opened.fill("[name=password]", PASSWORD)
    opened.keyboard.press("Enter")

    expect(opened.get_by_text("登录到期了，您写的还在。")).to_be_visible()
    save_it(form, opened)


@ON_ONE_DEVICE
def test_back_from_another_page_offers_it_again(opened, live_server, form):
    opened.goto(live_server.url + "/desk/drafts/")
    opened.go_back()
    form.text(opened).wait_for()
    take_up(opened)

    save_it(form, opened)


@ON_ONE_DEVICE
def test_back_after_saving_shows_no_form_to_be_saved_again(opened, form):
    form.send(opened)
    form.expect_stored(opened)

    opened.go_back()
    form.text(opened).wait_for()

    expect(opened.locator("[data-draft-offer]")).to_have_count(0)
    if form.model is not FlagPage:  # the page of a member is there to be revised
        form.expect_filled(opened, "")


@ON_ONE_DEVICE
def test_a_refused_form_keeps_it(opened, live_server, form):
    """What is missing is asked for, the page is left, and the text is still there."""
    form.spoil(opened)
    form.send(opened)
    expect(opened.get_by_role("alert").first).to_be_visible()
    form.expect_filled(opened)

    form.open(opened, live_server.url)
    take_up(opened)

    form.expect_filled(opened)


def test_two_tabs_keep_a_draft_each(opened, context, live_server, device, form):
    await_the_server(opened, device)
    second = context.new_page()
    form.open(second, live_server.url)
    form.text(second).fill("另一页写的")
    expect(second.locator("[data-draft-saved]")).to_contain_text("已存在")

    save_it(form, opened)

    form.open(second, live_server.url)
    take_up(second)
    form.expect_filled(second, "另一页写的")


@pytest.fixture
def written(page, live_server, sign_in, term, device):
    """A contact form with a draft, on either device."""
    form = contact()
    sign_in(form.user)
    form.open(page, live_server.url)
    form.fill(page)
    expect(page.locator("[data-draft-saved]")).to_contain_text("已存在")
    return page


def sign_out(page, live_server, device):
    page.goto(live_server.url + "/desk/")
    if device == "phone":
        page.get_by_role("link", name="菜单", exact=True).click()
    page.get_by_role("button", name="退出").filter(visible=True).first.click()


def test_signing_out_says_what_was_not_sent_and_can_store_it(written, live_server, device):
    sign_out(written, live_server, device)
    expect(written.get_by_role("dialog")).to_contain_text("还有 1 份没有提交：帮扶记录。")

    written.get_by_role("button", name="存到工作台再退出").click()

    expect(written.get_by_role("link", name="登录")).to_be_visible()
    assert Draft.objects.get().values["fact"] == [TEXT]


def test_signing_out_can_clear_it_or_be_left(written, live_server, device):
    sign_out(written, live_server, device)
    written.get_by_role("button", name="不退出").click()
    expect(written.get_by_role("dialog")).to_be_hidden()

    sign_out(written, live_server, device)
    written.get_by_role("button", name="清掉并退出").click()

    expect(written.get_by_role("link", name="登录")).to_be_visible()
    expect_nothing_kept(written)


def expect_nothing_kept(page):
    wait_until(page, "!localStorage.length && !sessionStorage.length")


def test_the_desk_names_what_was_not_sent_without_a_pupil(written, live_server, device):
    written.goto(live_server.url + "/desk/")

    row = written.get_by_role("listitem").filter(has_text="有 1 份没有提交的草稿")
    expect(row).to_contain_text("帮扶记录")
    expect(row).not_to_contain_text("张晓雨")
    row.get_by_role("link", name="继续写").click()
    take_up_if_offered(written)

    expect(written.get_by_label("简要情况").filter(visible=True)).to_have_value(TEXT)


def take_up_if_offered(page):
    """The desk's link to a draft on the server fills the form at once."""
    page.locator("[data-draft-take], [data-draft-restored]").filter(visible=True).first.wait_for()
    if page.locator("[data-draft-take]").is_visible():
        take_up(page)


def test_a_discarded_draft_can_be_brought_back(written, live_server):
    written.reload()
    written.get_by_role("button", name="丢弃").click()
    expect(written.get_by_text("草稿已丢弃")).to_be_visible()

    written.get_by_role("button", name="撤销").click()
    take_up(written)

    expect(written.get_by_label("简要情况").filter(visible=True)).to_have_value(TEXT)


def retype(page, text):
    """Type without waiting for the draft to be stored."""
    page.get_by_label("简要情况").filter(visible=True).fill(text)


def test_what_was_typed_a_moment_before_signing_out_is_asked_for_too(
    written, live_server, device, context
):
    open_contact(written, live_server)
    retype(written, FRESH)
    written.evaluate("document.querySelector('form[action$=\"/logout/\"]').requestSubmit()")

    written.get_by_role("button", name="存到工作台再退出").click()

    expect(written.get_by_role("link", name="登录")).to_be_visible()
    assert FRESH in {draft.values["fact"][0] for draft in Draft.objects.all()}
    expect_nothing_kept(written)


def open_contact(page, live_server):
    page.goto(live_server.url + reverse("walkins:contact-create"))


def test_taking_up_a_draft_keeps_what_was_typed_a_moment_before(written, live_server):
    open_contact(written, live_server)
    retype(written, FRESH)
    take_up(written)

    written.reload()

    expect(written.locator("[data-draft-offer]")).to_have_count(2)


def test_newer_text_of_this_browser_is_shown_over_the_draft_on_the_server(
    written, live_server, device
):
    written.get_by_role("button", name="存草稿").click()
    expect(written.locator("[data-draft-saved]")).to_contain_text("已存到工作台")
    retype(written, "后来又写的")
    expect(written.locator("[data-draft-saved]")).to_contain_text("已存在")
    written.goto(live_server.url + "/desk/")
    written.get_by_role("link", name="继续写").first.click()

    expect(written.get_by_label("简要情况").filter(visible=True)).to_have_value("后来又写的")


def test_a_form_that_met_a_failing_server_is_kept_there_once_it_answers(
    written, context, live_server, device
):
    address = "**" + reverse("walkins:contact-create")
    failing = {"status": 502, "body": "Bad Gateway", "content_type": "text/html"}
    written.route(address, lambda route: route.fulfill(**failing), times=1)
    written.get_by_role("button", name="保存记录").click()
    expect(written.get_by_text("Bad Gateway")).to_be_visible()
    written.close()

    again = context.new_page()
    open_contact(again, live_server)
    take_up(again)

    expect(again.get_by_label("简要情况").filter(visible=True)).to_have_value(TEXT)
