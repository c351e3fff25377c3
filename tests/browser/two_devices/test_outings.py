"""The stall on a phone in WeChat: taps without a network, an undo, a closed page, two phones; each joins the tally once."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Error, expect

from branch.activities.models import ActivityPart
from branch.service.models import ConsultTally, ConsultTap
from tests.browser.checks import barriers, overflow
from tests.browser.two_devices.test_parents import WECHAT
from tests.conftest import TODAY
from tests.factories import make_staff
from tests.service.factories import NOW, ONE_DAY
from tests.service.outings.rows import make_series, make_stop, make_trip, tally

IN_WECHAT = pytest.mark.browser_context_args(user_agent=WECHAT)
KEPT = "先记在这台手机上，有网后自动上传。"


@pytest.fixture
def trip(the_day, transactional_db):
    """A stop of today, at which a teacher helps."""
    trip = make_trip(starts_at=NOW, state="planned")
    trip.helper = make_staff()
    ActivityPart.objects.create(activity=trip, role="assistant", staff=trip.helper)
    return trip


@pytest.fixture
def stall(at, trip, sign_in):
    """Opens the stall as the helper; its address."""
    address = reverse("service:tally", args=[trip.pk])
    sign_in(trip.helper.user)
    at(address)
    return address


def press(page, name, times=1):
    for _ in range(times):
        page.get_by_role("button", name=f"{name} ").click()


def number(page, name):
    return page.locator(f"[data-tally-{name}]")


def counted():
    """{topic: how many} on the server."""
    rows = ConsultTap.objects.counted().select_related("topic")
    names = [row.topic.name for row in rows]
    return {name: names.count(name) for name in names}


@IN_WECHAT
def test_taps_without_a_network_outlive_their_page_and_join_exactly(page, at, stall, trip):
    """Tapped in one step each; the page reloads without a network, which shows nothing, and again with one."""
    tally(trip, {"家庭教育": 5})
    at(stall)
    assert (overflow(page), barriers(page)) == (0, [])
    page.context.set_offline(True)
    press(page, "家庭教育", 3)
    press(page, "亲子沟通", 2)
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("status")).to_contain_text(f"4 次{KEPT}")
    expect(number(page, "total")).to_have_text("9")
    expect(number(page, "uploaded")).to_have_text("5")
    expect(number(page, "kept")).to_have_text("4")
    assert (overflow(page), barriers(page)) == (0, [])
    with pytest.raises(Error):
        page.reload()
    assert counted() == {"家庭教育": 5}

    page.context.set_offline(False)
    at(stall)
    expect(number(page, "uploaded")).to_have_text("9")
    expect(number(page, "kept")).to_have_text("0")
    assert counted() == {"家庭教育": 8, "亲子沟通": 1}


def test_the_network_comes_back_while_the_page_is_open(page, stall):
    page.context.set_offline(True)
    press(page, "家庭教育", 2)
    expect(page.get_by_text(KEPT)).to_be_visible()

    page.context.set_offline(False)
    expect(page.get_by_text(KEPT)).to_be_hidden()
    expect(number(page, "uploaded")).to_have_text("2")
    page.get_by_role("button", name="撤销").click()
    expect(number(page, "uploaded")).to_have_text("1")
    assert counted() == {"家庭教育": 1}


def test_two_phones_tap_at_once(page, at, stall, trip, browser, live_server):
    with browser.new_context(locale="zh-CN") as other_phone:
        other_phone.add_cookies(page.context.cookies())
        other = other_phone.new_page()
        other.goto(live_server.url + stall)
        page.context.set_offline(True)
        press(page, "家庭教育", 2)
        press(other, "家庭教育", 3)
        expect(number(other, "uploaded")).to_have_text("3")
        page.context.set_offline(False)
        expect(number(page, "uploaded")).to_have_text("5")
        press(other, "亲子沟通")
        expect(number(other, "uploaded")).to_have_text("6")
        expect(number(other, "own")).to_have_text("4")
    assert counted() == {"家庭教育": 5, "亲子沟通": 1}


def test_a_batch_whose_answer_was_lost_is_sent_again_and_counted_once(page, stall):
    page.route("**/taps/", lambda route: (route.fetch(), route.abort()))
    press(page, "家庭教育")
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert counted() == {"家庭教育": 1}

    page.unroute("**/taps/")
    press(page, "亲子沟通")
    expect(number(page, "kept")).to_have_text("0")
    assert counted() == {"家庭教育": 1, "亲子沟通": 1}


def test_a_signed_out_phone_keeps_its_taps_until_somebody_signs_in(page, at, stall, trip, sign_in):
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    press(page, "家庭教育", 2)
    expect(page.get_by_text("登录已到期，照常点。")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("2 次先记在这台手机上")

    sign_in(trip.helper.user)
    at(reverse("service:tally-list"))
    expect(page.get_by_text("2 次还在这台手机上，打开就上传。")).to_be_visible()
    page.locator(f"main a[href='{stall}']").click()
    expect(number(page, "uploaded")).to_have_text("2")
    assert counted() == {"家庭教育": 2}


def test_taps_that_come_too_late_are_told_why_and_stay(page, stall, trip):
    page.context.set_offline(True)
    press(page, "家庭教育", 2)
    ConsultTally.objects.create(activity=trip, closes_on=TODAY - ONE_DAY)
    page.context.set_offline(False)

    expect(page.get_by_role("status")).to_contain_text("11月23日已经截止，后来的没有计入")
    expect(page.get_by_role("status")).to_contain_text("2 次还在这台手机上。")
    assert counted() == {}


def test_minutes_are_of_the_next_tap_alone(page, stall):
    page.locator("summary").filter(has_text="记谈了多久").click()
    page.get_by_role("radio", name="10 分钟").check(force=True)
    press(page, "家庭教育", 2)
    expect(number(page, "uploaded")).to_have_text("2")

    assert sorted(ConsultTap.objects.values_list("minutes", flat=True), key=str) == [10, None]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_a_topic_is_tapped_and_undone_in_two_steps(page, stall, steps):
    steps.tap("家庭教育 ")
    expect(page.get_by_text("刚刚：家庭教育 +1")).to_be_visible()
    expect(number(page, "total")).to_have_text("1")
    assert counted() == {"家庭教育": 1}
    steps.tap("撤销")
    expect(page.get_by_text("已撤销一次。")).to_be_visible()
    assert (steps.count, counted()) == (2, {})


def test_the_committee_writes_a_series_and_a_stop_which_families_read(
    page, at, steps, trip, sign_in, committee
):
    """Four steps; the stop of another series stands on its page."""
    series = make_series()
    make_stop(trip, note="下雨改在室内")
    sign_in(committee)
    at(reverse("service:series-list"))
    steps.tap("“5+2>7”快乐家园", "link")
    steps.fill("做什么", "周末一起读书、做游戏。")
    steps.fill("多久一次", "每月第三个周六")
    steps.tap("保存")
    expect(page.get_by_role("status").first).to_contain_text("系列页已保存")
    assert (steps.count, overflow(page), barriers(page)) == (4, 0, [])

    at(series.public_url)
    expect(page.get_by_text("下雨改在室内")).to_be_visible()
    assert (overflow(page), barriers(page)) == (0, [])
