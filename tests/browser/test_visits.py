"""A home visit recorded on a phone at a kitchen table: few steps, a lost network, a closed page, late photos."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.core.models import HeldFile
from branch.walkins.models import FamilyNeed, HomeVisit
from tests.browser.checks import overflow, wait_until
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.browser.test_contact import DRAFTED
from tests.browser.test_uploads import photo
from tests.factories import make_class, make_head, make_student


@pytest.fixture(params=["phone", "computer"])
def device(request):
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, device):
    return browser_context_args | (PHONE if device == "phone" else COMPUTER)


@pytest.fixture
def head(term):
    school_class = make_class()
    staff = make_head(school_class)
    staff.child = make_student(school_class, name="张晓雨")
    make_student(school_class, name="林若楠")
    return staff


@pytest.fixture
def form(page, live_server, sign_in, head):
    sign_in(head.user)
    open_form(page, live_server, head)
    return page


def open_form(page, live_server, head):
    address = reverse("walkins:visit-create")
    page.goto(f"{live_server.url}{address}?student={head.child.pk}")
    expect(page.get_by_role("combobox", name="走访家庭")).to_have_value("张晓雨")


def submit(page):
    page.get_by_role("button", name="提交记录").click()


def is_recorded(page):
    expect(page.get_by_text("家访已记录")).to_be_visible()


def test_a_visit_with_a_difficulty_takes_five_steps(form, head):
    steps = Steps(form)
    steps.tap("入户", "radio")
    steps.tap("照护不足", "checkbox")
    steps.unfold("补充")
    steps.fill("困难完成时限", "2026-12-15")
    assert overflow(form) == 0
    steps.tap("提交记录")
    is_recorded(form)

    assert steps.count == 5
    assert HomeVisit.objects.get().visitor == head
    assert FamilyNeed.objects.get().kind == "care"
    assert overflow(form) == 0


def test_without_a_network_nothing_is_sent_and_nothing_is_lost(form, context, head):
    context.set_offline(True)
    form.get_by_role("radio", name="入户").check(force=True)
    form.get_by_label("走访情况").fill("看了学习的地方")
    submit(form)
    expect(form.get_by_text("现在没有网络，照常写。")).to_be_visible()
    assert not HomeVisit.objects.exists()

    context.set_offline(False)
    submit(form)
    is_recorded(form)

    assert HomeVisit.objects.get().fact == "看了学习的地方"


def test_the_browser_keeps_nothing_of_a_visit_once_it_is_stored(form):
    form.get_by_role("radio", name="入户").check(force=True)
    form.get_by_label("走访情况").fill("看了学习的地方")
    for text in ("看了学习的地方", "张晓雨"):
        wait_until(form, DRAFTED, arg=text)

    submit(form)
    is_recorded(form)

    for text in ("看了学习的地方", "张晓雨"):
        wait_until(form, f"text => !({DRAFTED})(text)", arg=text)


def test_a_killed_page_brings_text_and_choices_back_but_not_the_photos(
    form, context, live_server, head
):
    form.get_by_label("家长同意拍照").check()
    form.route("**/visits/new/**", lambda route: route.abort(), times=1)
    form.locator("[name=new_photos]").set_input_files([photo("一.jpg")])
    form.get_by_role("radio", name="线上").check(force=True)
    form.get_by_label("走访情况").fill("看了学习的地方")
    expect(form.get_by_role("button", name="重试")).to_have_count(1)
    expect(form.locator("[data-draft-saved]")).to_contain_text("已存在")
    form.close()

    again = context.new_page()
    open_form(again, live_server, head)
    again.get_by_text("恢复", exact=False).filter(visible=True).first.click()
    again.wait_for_load_state()
    expect(again.get_by_label("走访情况")).to_have_value("看了学习的地方")
    expect(again.get_by_role("radio", name="线上")).to_be_checked()
    expect(again.locator("[data-held-item]")).to_have_count(0)


def test_the_record_is_stored_first_and_each_photo_follows_on_its_own(form, head):
    form.get_by_label("家长同意拍照").check()
    form.route("**/visits/new/**", lambda route: route.abort(), times=3)
    form.locator("[name=new_photos]").set_input_files([photo(f"{n}.jpg") for n in "一二三"])
    expect(form.get_by_role("button", name="重试")).to_have_count(3)
    form.get_by_role("radio", name="入户").check(force=True)
    form.route("**/photos/", lambda route: route.abort(), times=2)
    submit(form)
    expect(form.get_by_text("记录已保存。")).to_be_visible()
    expect(form.locator("[data-held-item]")).to_have_count(2)
    expect(form.get_by_role("button", name="重试")).to_have_count(2)
    assert len(HomeVisit.objects.get().photos.all()) == 1

    for _ in range(2):
        form.get_by_role("button", name="重试").first.click()
    is_recorded(form)

    visit = HomeVisit.objects.get()
    assert (len(visit.photos.all()), visit.photos_awaited) == (3, 0)


def test_a_page_closed_too_early_is_told_by_the_record(form, context, live_server, head):
    form.get_by_label("家长同意拍照").check()
    form.route("**/visits/new/**", lambda route: route.abort(), times=2)
    form.locator("[name=new_photos]").set_input_files([photo("一.jpg"), photo("二.jpg")])
    expect(form.get_by_role("button", name="重试")).to_have_count(2)
    form.get_by_role("radio", name="入户").check(force=True)
    form.route("**/photos/", lambda route: route.abort())
    submit(form)
    expect(form.get_by_text("记录已保存。")).to_be_visible()
    expect(form.get_by_role("button", name="重试")).to_have_count(2)
    form.close()

    again = context.new_page()
    again.goto(live_server.url + HomeVisit.objects.get().get_absolute_url())
    expect(again.get_by_text("还有 2 张照片没有传上")).to_be_visible()
    again.get_by_role("link", name="再选一次").click()
    again.locator("[name=new_photos]").set_input_files([photo("一.jpg"), photo("二.jpg")])
    expect(again.get_by_text("已传上")).to_have_count(2)
    submit(again)
    expect(again.get_by_text("更正已保存。")).to_be_visible()

    visit = HomeVisit.objects.get()
    assert (len(visit.photos.all()), visit.photos_awaited) == (2, 0)


def test_a_refused_form_keeps_its_photos_and_says_why(form, head):
    form.locator("[name=new_photos]").set_input_files([photo("一.jpg")])
    expect(form.get_by_text("排队", exact=True).filter(visible=True)).to_have_count(1)
    assert not HeldFile.objects.exists()
    form.get_by_role("radio", name="入户").check(force=True)
    submit(form)
    expect(form.get_by_role("alert").filter(has_text="家长同意拍照").first).to_be_visible()
    form.get_by_label("家长同意拍照").check()
    submit(form)
    is_recorded(form)

    assert len(HomeVisit.objects.get().photos.all()) == 1
