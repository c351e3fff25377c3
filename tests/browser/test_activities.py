"""Logging a meeting in a real browser, on a computer and on a phone."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from branch.activities.models import Activity
from branch.core.models import HeldFile
from tests.activities.factories import make_activity, make_planned
from tests.browser.checks import overflow
from tests.factories import make_member


def photo(name):
    out = BytesIO()
    Image.new("RGB", (3200, 1600), "teal").save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.mark.parametrize("width", [390, 1280])
def test_a_meeting_is_logged_in_eight_steps(page, live_server, sign_in, secretary, width):
    ill, yesterday = make_member(), timezone.localtime() - timedelta(days=1)
    sign_in(secretary)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + reverse("activities:activity-list"))
    steps = [
        page.get_by_role("link", name="新建活动").click,
        page.get_by_role("link", name="党员大会").click,
        lambda: page.get_by_label("活动名称").fill("审议支部工作计划"),
        lambda: page.get_by_label("时间", exact=True).fill(f"{yesterday:%Y-%m-%dT16:00}"),
        lambda: page.get_by_label("地点").fill("党员活动室"),
        lambda: page.get_by_label(f"缺席：{ill.staff}").check(force=True),
        lambda: page.get_by_label(f"{ill.staff}的缺席原因").select_option("病假"),
        page.get_by_role("button", name="保存记录").click,
    ]
    for step in steps:
        step()
    assert len(steps) == 8
    expect(page.get_by_role("heading", name="审议支部工作计划")).to_be_visible()
    expect(page.get_by_text("应到 2 名，实到 1 名", exact=True)).to_be_visible()
    assert overflow(page) == 0


def test_those_present_are_counted_while_the_absent_are_ticked(
    page, live_server, sign_in, secretary
):
    away = make_member()
    sign_in(secretary)
    page.goto(live_server.url + reverse("activities:activity-create"))
    page.get_by_role("link", name="党员大会").click()
    reason = page.get_by_label(f"{away.staff}的缺席原因")
    expect(page.locator("[data-present]")).to_have_text("2")
    expect(reason).to_be_hidden()
    page.get_by_label(f"缺席：{away.staff}").check(force=True)
    expect(page.locator("[data-present]")).to_have_text("1")
    expect(reason).to_be_visible()


def test_photos_are_resized_before_sending_and_may_be_removed(
    page, live_server, sign_in, secretary
):
    sign_in(secretary)
    page.goto(live_server.url + reverse("activities:activity-create"))
    page.get_by_role("link", name="党课", exact=True).click()
    page.get_by_label("照片").set_input_files([photo("一.jpg"), photo("二.jpg")])
    expect(page.get_by_text("已传上")).to_have_count(2)
    page.get_by_role("button", name="移除：二.jpg").click()
    expect(page.get_by_alt_text("二.jpg")).to_have_count(0)
    (held,) = HeldFile.objects.all()
    assert (held.original_name, held.width, held.height) == ("一.jpg", 1600, 800)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_kinds_stand_in_one_line(page, live_server, sign_in, secretary, width):
    sign_in(secretary)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + reverse("activities:activity-list"))
    kinds = page.get_by_role("navigation", name="按类别查看").get_by_role("link")

    expect(kinds.last).to_have_text("共建项目")
    tops = {round(kind.bounding_box()["y"]) for kind in kinds.all()}
    assert (len(tops), overflow(page)) == (1, 0)


def test_rows_that_are_folded_on_the_screen_are_printed(page, live_server, sign_in, secretary):
    monday = timezone.now() - timedelta(days=7 + timezone.localdate().weekday())
    for n in range(3):
        make_activity("班级团辅", title=f"团辅{n}", starts_at=monday + timedelta(hours=n))
    sign_in(secretary)
    page.goto(f"{live_server.url}{reverse('activities:activity-list')}?month=")
    row = page.get_by_role("heading", name="团辅0", include_hidden=True)

    expect(row).to_be_hidden()
    page.emulate_media(media="print")
    expect(row).to_be_visible()


def test_a_planned_activity_is_closed_with_two_taps_from_the_list(
    page, live_server, sign_in, secretary
):
    planned = make_planned(starts_at=timezone.now() - timedelta(days=1))
    sign_in(secretary)
    page.goto(live_server.url + reverse("activities:activity-list") + "?month=")
    page.get_by_role("link", name="补充记录").click()
    page.get_by_role("button", name="按计划办结").click()
    expect(page.get_by_text("已按计划办结")).to_be_visible()
    assert Activity.objects.get(pk=planned.pk).is_done
