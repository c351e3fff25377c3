"""Chosen photos and files are sent at once and stay through errors, a lost network and a closed page."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from branch.activities.models import Activity
from branch.core.models import HeldFile
from tests import pdfs
from tests.activities.factories import programme
from tests.browser.checks import overflow
from tests.browser.steps import COMPUTER, PHONE
from tests.news.factories import make_draft


def photo(name):
    out = BytesIO()
    Image.new("RGB", (2400, 1600), "teal").save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


PDF = {"name": "讲稿.pdf", "mimeType": "application/pdf", "buffer": pdfs.pdf()}


@pytest.fixture(params=["phone", "computer"])
def device(request):
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, device):
    return browser_context_args | (PHONE if device == "phone" else COMPUTER)


@pytest.fixture
def form(page, live_server, sign_in, secretary):
    """The form of a new activity, without its title."""
    sign_in(secretary)
    open_form(page, live_server)
    page.get_by_label("时间", exact=True).fill(f"{timezone.localtime():%Y-%m-%dT%H:%M}")
    page.get_by_label("地点").fill("党员活动室")
    return page


def open_form(page, live_server):
    address = reverse("activities:activity-create")
    page.goto(f"{live_server.url}{address}?programme={programme('党员大会').pk}")


def photos(page):
    return page.locator("[name=new_photos]")


def sent(page):
    return page.get_by_text("已传上")


def save(page):
    page.get_by_label("活动名称").fill("审议计划")
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_role("heading", name="审议计划")).to_be_visible()


def test_files_stay_through_an_error_and_each_may_be_removed(form):
    photos(form).set_input_files([photo("一.jpg"), photo("二.jpg"), photo("三.jpg")])
    form.locator("summary").filter(has_text="补充").click()
    form.locator("[name=new_files]").set_input_files([PDF])
    expect(sent(form)).to_have_count(4)
    form.get_by_role("button", name="保存记录").click()
    expect(form.get_by_role("alert")).to_contain_text("请填写活动名称。")
    expect(sent(form)).to_have_count(4)
    assert overflow(form) == 0

    form.get_by_role("button", name="移除：二.jpg").click()
    expect(sent(form)).to_have_count(3)
    save(form)

    activity = Activity.objects.get()
    assert [len(rows.all()) for rows in (activity.photos, activity.files)] == [2, 1]
    assert not HeldFile.objects.exists()


def test_without_a_network_photos_wait_and_are_sent_once_there_is_one(form, context):
    context.set_offline(True)
    photos(form).set_input_files([photo("一.jpg"), photo("二.jpg")])
    expect(form.get_by_text("排队，有网再传").filter(visible=True)).to_have_count(2)
    assert not HeldFile.objects.exists()

    context.set_offline(False)
    expect(sent(form)).to_have_count(2)
    save(form)

    assert Activity.objects.get().photos.count() == 2


def test_a_photo_that_fails_on_its_way_is_sent_again_or_with_the_form(form):
    form.route("**/desk/activities/new/**", lambda route: route.abort(), times=2)
    photos(form).set_input_files([photo("一.jpg"), photo("二.jpg")])
    again = form.get_by_role("button", name="重试")
    expect(again).to_have_count(2)

    again.first.click()
    expect(sent(form)).to_have_count(1)
    save(form)

    assert Activity.objects.get().photos.count() == 2


def test_an_activity_is_stored_before_its_photos_that_have_not_arrived(form, context, live_server):
    form.route("**/desk/activities/new/**", lambda route: route.abort(), times=1)
    photos(form).set_input_files([photo("一.jpg"), photo("二.jpg")])
    expect(form.get_by_role("button", name="重试")).to_have_count(1)
    expect(sent(form)).to_have_count(1)
    form.route("**/photos/", lambda route: route.abort())
    form.get_by_label("活动名称").fill("审议计划")
    form.get_by_role("button", name="保存记录").click()
    expect(form.get_by_text("照片还在传")).to_be_visible()
    form.close()

    again = context.new_page()
    activity = Activity.objects.get()
    again.goto(live_server.url + activity.get_absolute_url())
    expect(again.get_by_text("还有 1 张照片没有传上")).to_be_visible()
    assert len(activity.photos.all()) == 1


def test_a_closed_page_brings_its_photos_back_with_the_draft(form, context, live_server):
    photos(form).set_input_files([photo("一.jpg")])
    expect(sent(form)).to_have_count(1)
    expect(form.locator("[data-draft-saved]")).to_contain_text("已存在")
    form.close()

    again = context.new_page()
    open_form(again, live_server)
    photos(again).set_input_files([photo("二.jpg")])
    expect(sent(again)).to_have_count(1)
    again.get_by_text("恢复", exact=False).filter(visible=True).first.click()
    again.wait_for_load_state()
    expect(again.get_by_alt_text("一.jpg")).to_be_visible()


def test_a_photo_that_is_too_large_leaves_the_others(form):
    large = {"name": "大.png", "mimeType": "image/png", "buffer": b"\xff" * (11 * 1024 * 1024)}
    photos(form).set_input_files([photo("一.jpg"), large])

    expect(
        form.get_by_text("“大.png”有 11 MB，请换一张 10 MB 以内的。其他的还在。")
    ).to_be_visible()
    expect(sent(form)).to_have_count(1)
    save(form)

    assert Activity.objects.get().photos.count() == 1


def test_a_marked_document_stays_until_it_is_checked(form):
    form.locator("summary").filter(has_text="补充").click()
    form.locator("[name=new_files]").set_input_files([PDF | {"name": "内部通知.pdf"}])
    expect(form.get_by_text("确实不涉密的，请勾选")).to_be_visible()
    expect(form.get_by_text("保存时一起传").filter(visible=True)).to_have_count(1)

    form.get_by_text("已核对，附件不涉密", exact=True).click()
    save(form)

    assert Activity.objects.get().files.get().original_name == "内部通知.pdf"


def test_a_refused_replacement_leaves_the_document_that_is_held(
    page, live_server, sign_in, secretary
):
    sign_in(secretary)
    address = reverse("news:file-add", args=[make_draft(by=secretary).pk])
    page.goto(f"{live_server.url}{address}")
    upload = page.locator("[name=upload]")
    upload.set_input_files([PDF | {"name": "一.pdf"}])
    expect(sent(page)).to_have_count(1)

    upload.set_input_files([PDF | {"name": "二.pdf", "buffer": b"no document"}])
    expect(page.get_by_text("“二.pdf”")).to_be_visible()
    assert HeldFile.objects.get().original_name == "一.pdf"

    upload.set_input_files([PDF | {"name": "三.pdf"}])
    expect(page.get_by_text("一.pdf")).to_have_count(0)
    expect(sent(page)).to_have_count(1)
    assert HeldFile.objects.get().original_name == "三.pdf"


def test_a_script_that_comes_late_sends_what_was_chosen_before(
    page, live_server, sign_in, secretary
):
    held_back = []
    page.route("**/uploads*.js", lambda route: held_back.append(route))
    sign_in(secretary)
    address = reverse("activities:activity-create")
    form = f"{live_server.url}{address}?programme={programme('党员大会').pk}"
    with page.expect_request("**/uploads*.js"):
        page.goto(form, wait_until="commit")
    photos(page).set_input_files([photo("一.jpg")])

    held_back[0].continue_()

    expect(sent(page)).to_have_count(1)
