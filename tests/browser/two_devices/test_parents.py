"""Families and the door: a sign-up inside WeChat without scripts, cancelled with the code; arrivals ticked off."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from branch.activities.models import ActivityPart
from branch.service.parents.models import came_of
from tests.browser.checks import barriers, overflow
from tests.factories import make_class, make_staff
from tests.service.factories import NOW, make_event, make_opening, sign_up, states

WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; JKM-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220903 Mobile Safari/537.36 "
    "MicroMessenger/8.0.28.2240(0x28001C57) WeChat/arm64 Weixin NetType/4G Language/zh_CN"
)
IN_WECHAT = pytest.mark.browser_context_args(user_agent=WECHAT, java_script_enabled=False)


@pytest.fixture
def opening(the_day, term, monkeypatch):
    """A lecture that begins in half an hour; the clock stands, so that a form is taken at once."""
    monkeypatch.setattr("branch.service.parents.forms.signups.SOONEST", timedelta(0))
    make_class(entry_year=2025, number=3)
    begins = NOW + timedelta(minutes=30)
    return make_opening(make_event(starts_at=begins, ends_at=None), closes_at=begins)


@IN_WECHAT
def test_a_family_signs_up_and_cancels_with_the_code(page, at, steps, opening):
    """From the calendar to the code in seven steps, three more to cancel on another day."""
    at("/parents/")
    steps.tap("我要报名", "link")
    steps.fill("家长姓名", "古丽娜尔·阿不都克里木")
    steps.fill("手机号", "139 0000 0005")
    steps.fill("孩子所在班级", "初二（3）班")
    steps.tap("2 人", "radio")
    steps.tap("我同意", "checkbox")
    steps.tap("提交报名")
    expect(page.get_by_role("status").first).to_have_text("报名成功，已为您留 2 个座位。")
    row = opening.signups.get()
    expect(page.get_by_text(row.code_says)).to_be_visible()
    expect(page.get_by_alt_text("报名码的二维码")).to_be_visible()
    assert (steps.count, states(opening)) == (7, {1: "confirmed"})

    page.context.clear_cookies()
    at(f"{opening.public_url}find/")
    steps.fill("报名码", row.code_says.lower())
    steps.fill("手机号后四位", "0005")
    steps.tap("查看")
    steps.unfold("取消报名")
    steps.tap("确定取消")

    expect(page.get_by_role("status").first).to_contain_text("报名已经取消")
    assert (steps.count, states(opening)) == (12, {1: "cancelled"})


@IN_WECHAT
def test_what_was_typed_is_there_after_an_error(page, at, steps, opening):
    at(opening.public_url)
    steps.fill("家长姓名", "安晓梅")
    steps.fill("手机号", "1380000123")
    steps.fill("想请主讲人谈什么", "考前睡不着怎么办？")
    steps.tap("提交报名")

    expect(page.get_by_role("alert")).to_contain_text("手机号应是 11 位数字，以 1 开头。")
    expect(page.get_by_label("家长姓名")).to_have_value("安晓梅")
    expect(page.get_by_label("手机号")).to_have_value("1380000123")
    expect(page.get_by_label("想请主讲人谈什么")).to_have_value("考前睡不着怎么办？")


def test_no_page_of_families_is_too_wide_or_shuts_anybody_out(page, at, opening):
    for address in ("/parents/", opening.public_url, f"{opening.public_url}find/"):
        at(address)
        assert (overflow(page), barriers(page)) == (0, [])


def test_the_crew_ticks_a_family_off_in_one_tap_and_finds_another_by_its_code(
    page, at, steps, opening, sign_in
):
    helper = make_staff()
    ActivityPart.objects.create(
        activity=opening.activity, role=ActivityPart.Role.ASSISTANT, staff=helper
    )
    sign_up(opening, name="安晓梅", people_count=2)
    other = sign_up(opening, name="白建国")
    sign_in(helper.user)
    at(f"/desk/doors/{opening.pk}/")
    assert (overflow(page), barriers(page)) == (0, [])
    steps.tap("到了")
    expect(page.get_by_role("status").first).to_contain_text("刚刚：安晓梅，2 人")
    assert (steps.count, came_of(opening)) == (1, 2)

    steps.fill("姓名或报名码", other.code[:4].lower())
    page.get_by_role("main").get_by_role("button", name="查找").click()
    steps.tap("到了")
    expect(page.get_by_role("status").first).to_contain_text("刚刚：白建国，1 人")
    steps.tap("撤销")
    expect(page.get_by_role("status").first).to_contain_text("刚刚：安晓梅")
    steps.tap("加上")

    expect(page.get_by_text("初二　已加 1 人")).to_be_visible()
    assert (steps.count, came_of(opening)) == (5, 3)


def test_the_organiser_opens_an_event_in_three_steps(page, at, steps, opening, sign_in, committee):
    make_event(title="给孩子真正的支持")
    sign_in(committee)
    at("/desk/parents/")
    steps.tap("发布报名", "link")
    steps.fill("座位", "120")
    steps.tap("保存")

    expect(page.get_by_role("status").first).to_contain_text("已发布报名")
    assert (steps.count, overflow(page), barriers(page)) == (3, 0, [])
