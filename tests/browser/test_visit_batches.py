"""家访 by the batch and 家访安排 on paper, on a phone and on a computer, with the steps of each task."""

from datetime import date, time
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from branch.core.models import AccessRecord
from branch.walkins.models import HomeVisit
from tests.browser.checks import barriers, overflow
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.factories import (
    make_campaign,
    make_class,
    make_hardship,
    make_head,
    make_student,
    make_visit,
)

on_a_phone = pytest.mark.browser_context_args(**PHONE)
on_a_computer = pytest.mark.browser_context_args(**COMPUTER)
NAMES = ("张晓雨", "李明", "何子墨", "马俊杰", "王小明", "周雨桐", "罗景行", "叶知秋")
A4 = (595, 842)


@pytest.fixture
def head(the_day, term, sign_in):
    """A head teacher, signed in, with eight pupils and one who was called on."""
    school_class = make_class(number=3)
    staff = make_head(school_class)
    staff.pupils = [make_student(school_class, name=name) for name in NAMES]
    make_visit(make_student(school_class, name="郑浩然"))
    sign_in(staff.user)
    return staff


@pytest.fixture
def at(page, live_server):
    """Open an address of the portal."""
    return lambda address: page.goto(live_server.url + address)


def record_eight(page, at):
    at("/desk/visits/")
    steps = Steps(page)
    steps.tap("按批登记", "link")
    for name in NAMES:
        steps.tap(name, "checkbox")
    steps.tap("登记家访")
    expect(page.get_by_role("status").first).to_contain_text("已登记家访 8 户。")
    return steps.count


@on_a_phone
def test_eight_visits_are_recorded_in_ten_taps_on_a_phone(page, at, head):
    assert record_eight(page, at) == 10

    assert HomeVisit.objects.filter(happened_on=date(2026, 11, 24), visitor=head).count() == 8
    assert overflow(page) == 0


@on_a_computer
def test_eight_visits_are_recorded_in_ten_steps_on_a_computer(page, at, head):
    assert record_eight(page, at) == 10

    assert HomeVisit.objects.filter(happened_on=date(2026, 11, 24), visitor=head).count() == 8
    assert barriers(page) == []


@on_a_phone
def test_the_ticks_come_back_when_the_page_is_opened_again(page, at, head):
    at("/desk/visits/batch/")
    page.get_by_role("checkbox", name="张晓雨").check()
    expect(page.locator("[data-draft-saved]")).to_contain_text("已存在")

    at("/desk/visits/batch/")
    page.get_by_role("button", name="恢复").click()

    expect(page.get_by_role("checkbox", name="张晓雨")).to_be_checked()
    assert HomeVisit.objects.count() == 1


def plan_a_round(head):
    for hour, pupil in enumerate(head.pupils, 9):
        pupil.family.address = f"光明路 {hour} 号 302 室"
        pupil.family.save()
        facts = {"happened_on": date(2026, 11, 28), "state": "planned", "visitor": head}
        make_visit(pupil, at_time=time(hour), **facts)


def print_a_round(page, at, head):
    """Return (steps, pages of the print)."""
    plan_a_round(head)
    at("/desk/visits/")
    steps = Steps(page)
    steps.tap("家访安排", "link")
    expect(page.get_by_role("row")).to_have_count(9)
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        sizes = [tuple(round(float(side)) for side in one.mediabox[2:]) for one in paper.pages]
    return steps.count, sizes


@on_a_phone
def test_a_round_is_one_a4_page_after_one_step_on_a_phone(page, at, head):
    assert print_a_round(page, at, head) == (1, [A4])

    assert overflow(page) == 0
    assert AccessRecord.objects.filter(action="print").count() == 8


@on_a_computer
def test_a_round_is_one_a4_page_after_one_step_on_a_computer(page, at, head):
    assert print_a_round(page, at, head) == (1, [A4])

    assert barriers(page) == []


@pytest.mark.parametrize(
    "_device",
    [pytest.param("phone", marks=on_a_phone), pytest.param("computer", marks=on_a_computer)],
)
def test_a_campaign_takes_a_batch_of_three_in_four_steps(page, at, head, _device):
    for pupil in head.pupils[:3]:
        make_hardship(pupil)
    at(make_campaign().get_absolute_url())
    assert barriers(page) == []
    steps = Steps(page)

    for name in NAMES[:3]:
        steps.tap(f"{name}家", "checkbox")
    steps.tap("登记为已走访")

    expect(page.get_by_text("都走访过了")).to_be_visible()
    assert (steps.count, overflow(page)) == (4, 0)
