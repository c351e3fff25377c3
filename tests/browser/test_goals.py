"""A goal set, a tap on 有进步, a band recorded: on a phone, on a computer, without a script."""

import pytest
from playwright.sync_api import expect

from branch.walkins.models import Goal, Progress
from tests.browser.checks import barriers, overflow
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.factories import make_student
from tests.walkins.goals import make_learner, make_subject

DEVICES = pytest.mark.parametrize(
    "on",
    [
        pytest.param(name, marks=pytest.mark.browser_context_args(**device))
        for name, device in (
            ("computer", COMPUTER),
            ("phone", PHONE),
            ("no_script", {**PHONE, "java_script_enabled": False}),
        )
    ],
)


@pytest.fixture
def opened(page, live_server, sign_in, the_day, term):
    """The page of a pairing for learning, opened by its member."""
    pairing = make_learner(student=make_student(name="张晓雨"))
    make_subject()
    sign_in(pairing.member.staff.user)
    page.goto(live_server.url + pairing.get_absolute_url())
    return page


@DEVICES
def test_a_goal_is_set_in_three_steps_and_stepped_by_one_tap(opened, on):
    steps = Steps(opened)
    steps.tap("定一个目标", "link")
    steps.tap("错题当天订正", "radio")
    steps.tap("定下目标")
    expect(opened.get_by_role("heading", name="错题当天订正")).to_be_visible()
    assert steps.count == 3

    steps.tap("有进步")

    expect(opened.get_by_role("button", name="有进步")).to_have_attribute("aria-pressed", "true")
    expect(opened.locator("#goals")).to_be_in_viewport()
    assert steps.count == 4
    assert [step.state for step in Goal.objects.get().steps.all()] == ["not_yet", "better"]


@DEVICES
def test_a_wrong_tap_is_undone_beside_the_goal(opened, on):
    steps = Steps(opened)
    steps.tap("定一个目标", "link")
    steps.fill("或者自己写", "每天背十个词")
    steps.tap("定下目标")
    steps.tap("做到了")
    expect(opened.locator("#goals")).to_contain_text("现在没有在做的目标。")

    opened.locator("#goals").get_by_role("button", name="撤销").click()

    expect(opened.get_by_role("button", name="还没有")).to_have_attribute("aria-pressed", "true")


@DEVICES
def test_a_band_takes_three_inputs(opened, on):
    Steps(opened).tap("记一次学习情况", "link")
    steps = Steps(opened)
    steps.fill("学科", "数学")
    steps.tap("基本跟上", "radio")
    steps.tap("保存")

    expect(opened.get_by_role("img", name="数学：11月24日基本跟上")).to_be_visible()
    assert steps.count == 3
    assert Progress.objects.get().band == "mostly"
    opened.get_by_text("看表格").click()
    expect(opened.get_by_role("cell", name="2026-11-24")).to_be_visible()


@pytest.mark.browser_context_args(**PHONE)
def test_the_cards_have_no_barrier_and_fit_a_phone(opened):
    steps = Steps(opened)
    steps.tap("定一个目标", "link")
    assert (barriers(opened), overflow(opened)) == ([], 0)
    steps.tap("错题当天订正", "radio")
    steps.tap("定下目标")
    steps.tap("记一次学习情况", "link")
    assert (barriers(opened), overflow(opened)) == ([], 0)
    steps.fill("学科", "数学")
    steps.tap("基本跟上", "radio")
    steps.tap("保存")
    expect(opened.get_by_role("img", name="数学：")).to_be_visible()

    assert (barriers(opened), overflow(opened)) == ([], 0)
