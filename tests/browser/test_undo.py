"""What cannot be undone asks first, without scripts too; what can has a button in its message."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from branch.coverage.actions import record_excuse
from branch.coverage.models import Excuse
from branch.members.models import Honour
from tests.browser.steps import COMPUTER, PHONE
from tests.factories import make_member, make_need, make_pairing, make_term

DEVICES = pytest.mark.parametrize(
    "on",
    [
        pytest.param(name, marks=pytest.mark.browser_context_args(**device))
        for name, device in (
            ("computer", COMPUTER),
            ("phone", PHONE),
            ("no_script", {"java_script_enabled": False}),
        )
    ],
)


@pytest.fixture
def opened(page, live_server, sign_in):
    """The page of a member with an honour, an absence and a pairing, opened by the secretary."""
    make_term()
    secretary, member = make_member("secretary").staff.user, make_member()
    row = {"year": 2025, "title": "校师德标兵", "issuer": "广勤中学", "level": "school"}
    Honour.objects.create(member=member, **row)
    make_pairing(member=member, student=make_need().student)
    days = {"from_on": date(2026, 9, 7), "until_on": date(2027, 1, 20)}
    record_excuse(duty_key="", subject=member, reason="支教", by=secretary, **days)
    sign_in(secretary)
    page.goto(f"{live_server.url}{member.get_absolute_url()}")
    return page


@DEVICES
def test_an_honour_is_deleted_after_its_sentence(opened, on):
    expect(opened.get_by_role("button", name="删除荣誉")).to_be_hidden()

    opened.get_by_text("删除", exact=False).first.click()
    expect(opened.get_by_text("从名册和公开页上删去，不能恢复", exact=False)).to_be_visible()
    assert Honour.objects.exists()
    opened.get_by_role("button", name="删除荣誉").click()

    expect(opened.get_by_text("这项荣誉已删除。")).to_be_visible()
    assert not Honour.objects.exists()


@DEVICES
def test_a_return_and_a_release_are_undone(opened, on):
    opened.get_by_role("button", name="已返岗").click()
    assert not Excuse.objects.active_on(timezone.localdate()).exists()
    opened.get_by_role("button", name="撤销").click()
    expect(opened.get_by_text("已撤销，恢复了原样。")).to_be_visible()
    assert Excuse.objects.active_on(timezone.localdate()).exists()

    opened.get_by_role("link", name="登记转出").click()
    expect(opened.get_by_text("回到待结对，请办理交接", exact=False)).to_be_visible()
    opened.get_by_role("button", name="登记转出").click()
    opened.get_by_role("button", name="撤销").last.click()
    expect(opened.get_by_role("link", name="登记转出")).to_be_visible()
