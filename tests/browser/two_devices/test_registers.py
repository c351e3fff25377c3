"""A member registers where they live and tells what they did; the committee enters a list and agrees to a late deed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.service.models import CommunityRegistration, ItemTick, ServiceDeed
from tests.browser.checks import barriers, overflow
from tests.conftest import TODAY, stop_clock
from tests.factories import make_member, make_term
from tests.service.registers.rows import (
    make_community,
    make_content,
    make_item,
    make_late_deed,
    make_registration,
)

OWN, ALL = reverse("service:register"), reverse("service:register-list")


@pytest.fixture(autouse=True)
def _lists(monkeypatch, transactional_db):
    """What the branch offers, at ten in the morning of `TODAY`."""
    stop_clock(monkeypatch, TODAY)
    make_term()
    make_community("春晖社区")
    make_content("课后阅读")
    make_item("向社区党组织报到")


def is_sound(page):
    return overflow(page) == 0 and barriers(page) == []


def test_a_member_registers_from_the_desk_in_three_steps(page, at, steps, member, sign_in):
    sign_in(member.staff.user)
    at(reverse("portal:desk"))

    steps.tap("登记报到", role="link")
    assert is_sound(page)
    steps.fill("居住社区", "春晖社区")
    steps.tap("保存报到")

    expect(page.get_by_text("报到已登记。")).to_be_visible()
    assert (steps.count, CommunityRegistration.objects.get().member) == (3, member)
    assert is_sound(page)


def test_a_deed_is_told_in_three_taps_and_withdrawn_and_restored(page, at, steps, member, sign_in):
    make_registration(member)
    sign_in(member.staff.user)
    at(OWN)

    steps.tap("课后阅读", role="radio")
    steps.tap("1.5 小时", role="radio")
    steps.tap("保存记录")
    expect(page.get_by_text("已计入")).to_be_visible()
    assert (steps.count, ServiceDeed.objects.get().minutes) == (3, 90)
    assert is_sound(page)

    steps.tap("撤回")
    expect(page.get_by_text("记录已撤回。")).to_be_visible()
    steps.tap("撤销")
    expect(page.get_by_text("已计入")).to_be_visible()


def test_a_deed_typed_without_a_network_stays_on_the_page(page, at, steps, member, sign_in):
    make_registration(member)
    sign_in(member.staff.user)
    at(OWN)
    page.wait_for_load_state()
    page.context.set_offline(True)

    steps.tap("课后阅读", role="radio")
    steps.tap("2 小时", role="radio")
    steps.tap("保存记录")
    expect(page.get_by_text("现在没有网络，照常写。")).to_be_visible()
    page.context.set_offline(False)
    steps.tap("保存记录")

    expect(page.get_by_text("已计入")).to_be_visible()
    assert ServiceDeed.objects.get().minutes == 120


def test_items_are_ticked_in_two_taps(page, at, steps, member, sign_in):
    sign_in(member.staff.user)
    at(OWN)

    steps.tap("向社区党组织报到", role="checkbox")
    steps.tap("保存事项")

    expect(page.get_by_text("事项已保存。")).to_be_visible()
    assert (steps.count, ItemTick.objects.get().ticked_on) == (2, TODAY)


def test_a_list_is_entered_in_five_steps(page, at, steps, secretary, sign_in):
    make_registration(secretary.staff.member)
    members = [make_member(), make_member()]
    sign_in(secretary)
    at(ALL)
    assert is_sound(page)

    for member in members:
        steps.tap(member.staff.name, role="checkbox")
    page.get_by_label("社区", exact=True).select_option("春晖社区")
    steps.tap("核对名单")
    expect(page.get_by_role("heading", name="2 名党员")).to_be_visible()
    assert is_sound(page)
    steps.tap("登记 2 名报到")

    expect(page.get_by_text("已登记 2 名报到")).to_be_visible()
    assert (steps.count + 1, CommunityRegistration.objects.count()) == (5, 3)


def test_a_late_deed_is_agreed_to_in_two_taps(page, at, steps, secretary, sign_in):
    make_registration(secretary.staff.member)
    make_late_deed()
    sign_in(secretary)
    at(f"{ALL}#waiting")

    steps.tap("去确认", role="link")
    assert is_sound(page)
    steps.tap("确认计入")

    expect(page.get_by_text("已确认，已计入。")).to_be_visible()
    assert (steps.count, ServiceDeed.objects.get().state) == (2, "counted")
