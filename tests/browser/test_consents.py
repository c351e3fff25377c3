"""A head teacher copies the papers of a class into the list of 肖像同意, on a computer and on a phone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from branch.school.actions import record_consents
from branch.school.consents import answers_in
from branch.school.models import PortraitConsent
from tests.browser.checks import barriers, overflow
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.conftest import TODAY
from tests.factories import make_class, make_head, make_member, make_student

DEVICES = pytest.mark.parametrize(
    "on",
    [
        pytest.param(name, marks=pytest.mark.browser_context_args(**device))
        for name, device in (("computer", COMPUTER), ("phone", PHONE))
    ],
)


class List(Steps):
    """The list on the screen; a choice is one step."""

    def answer(self, name, answer):
        return self.page.get_by_role("group", name=name).get_by_label(answer, exact=True)

    def choose(self, name, answer):
        self.count += 1
        self.answer(name, answer).check(force=True)


@pytest.fixture
def place(the_day, term):
    school_class = make_class(entry_year=2025, number=3)
    for name in ("蔡明轩", "古丽米热·阿卜杜热合曼", "李明远", "张晓雨"):
        make_student(school_class, name=name)
    return school_class


@pytest.fixture
def steps(page, live_server, sign_in, place):
    sign_in(make_head(place).user)
    page.goto(f"{live_server.url}{place.get_absolute_url()}")
    return List(page)


def stored():
    rows = PortraitConsent.objects.filter(until_on=None)
    return dict(rows.values_list("student__name", "answer"))


@DEVICES
def test_a_class_is_filled_checked_and_corrected(steps, page, on):
    steps.tap("肖像同意", role="link")
    expect(steps.answer("张晓雨", "未答复")).to_be_checked()
    for name, answer in (("蔡明轩", "同意"), ("李明远", "同意"), ("张晓雨", "不同意")):
        steps.choose(name, answer)
    steps.tap("保存名单")
    says = "请逐份核对纸质同意书，再勾选。您选的都还在。"
    expect(page.get_by_role("alert").get_by_role("link", name=says)).to_be_visible()
    expect(steps.answer("蔡明轩", "同意")).to_be_checked()
    expect(steps.answer("张晓雨", "不同意")).to_be_checked()
    steps.tap("我已逐份核对纸质同意书", role="checkbox")
    steps.tap("保存名单")
    expect(page.get_by_text("名单已保存。")).to_be_visible()
    assert stored() == {"蔡明轩": "yes", "李明远": "yes", "张晓雨": "no"}
    assert steps.count == 7

    steps.choose("李明远", "未答复")
    steps.tap("我已逐份核对纸质同意书", role="checkbox")
    steps.tap("保存名单")

    expect(page.get_by_text("名单已保存。1 名学生的家长不再同意")).to_be_visible()
    assert stored() == {"蔡明轩": "yes", "张晓雨": "no"}
    assert steps.count == 10
    assert (overflow(page), barriers(page)) == (0, [])


@DEVICES
def test_the_second_of_two_writers_sees_the_other_s_answer(steps, page, place, on):
    steps.tap("肖像同意", role="link")
    steps.choose("蔡明轩", "同意")
    steps.choose("李明远", "同意")
    other = make_member("committee").staff.user
    rows = [(row, "no") for row in answers_in(place, on=TODAY) if row.name == "蔡明轩"]
    at = datetime(2026, 11, 24, 2, tzinfo=UTC)
    record_consents(place, rows=rows, on=TODAY, by=other, at=at)
    steps.tap("我已逐份核对纸质同意书", role="checkbox")
    steps.tap("保存名单")

    expect(page.get_by_role("alert").get_by_text("肖像同意现为“不同意”")).to_be_visible()
    expect(steps.answer("蔡明轩", "同意")).to_be_checked()
    expect(steps.answer("李明远", "同意")).to_be_checked()
    steps.tap("保存名单")

    expect(page.get_by_text("名单已保存。")).to_be_visible()
    assert stored() == {"蔡明轩": "yes", "李明远": "yes"}


@pytest.mark.browser_context_args(**COMPUTER)
def test_arrow_keys_choose_an_answer(steps, page):
    steps.tap("肖像同意", role="link")
    steps.answer("蔡明轩", "未答复").focus()
    page.keyboard.press("ArrowLeft")

    expect(steps.answer("蔡明轩", "不同意")).to_be_checked()


@pytest.mark.browser_context_args(**PHONE)
def test_a_list_half_filled_is_offered_again(steps, page):
    steps.tap("肖像同意", role="link")
    steps.choose("张晓雨", "不同意")
    expect(page.get_by_text("已存在这台手机上")).to_be_visible()
    page.reload()
    expect(steps.answer("张晓雨", "未答复")).to_be_checked()

    page.get_by_role("button", name="恢复").click()

    expect(steps.answer("张晓雨", "不同意")).to_be_checked()
