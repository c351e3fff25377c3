"""An address is entered and confirmed, and a reminder answered, on a phone and on a computer."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from branch.coverage.models import Mailbox, OutboxMessage
from branch.coverage.outbox import enqueue
from branch.coverage.reminding import plan_reminders
from branch.walkins.models import Contact
from tests.browser.checks import barriers, overflow
from tests.conftest import stop_clock
from tests.coverage.conftest import MONDAY
from tests.factories import make_member, make_pairing

SETTINGS = reverse("coverage:reminder-settings")
NEW = "zhou@example.com"


@pytest.fixture
def pairing(monkeypatch, term, member, sign_in):
    """One without a contact, of the member who is signed in; it is ten o'clock on a Monday."""
    stop_clock(monkeypatch, MONDAY.date())
    pairing = make_pairing(member=member)
    sign_in(member.staff.user)
    return pairing


def test_an_address_is_entered_and_confirmed(page, at, steps, pairing):
    at(SETTINGS)
    steps.fill("邮箱地址", NEW)
    steps.tap("发送确认链接")
    expect(page.get_by_role("heading", name="新邮箱")).to_be_visible()
    assert (steps.count, overflow(page), barriers(page)) == (2, 0, [])

    at(reverse("coverage:address-confirm", args=[Mailbox.objects.get().token]))
    assert (overflow(page), barriers(page)) == (0, [])
    steps.tap("确认这个邮箱")

    expect(page.get_by_text("已确认 11月23日")).to_be_visible()
    expect(page.get_by_label("邮箱地址")).to_have_value(NEW)
    assert steps.count == 3


def test_e_mail_is_switched_off_in_two_taps(page, at, steps, pairing):
    at(SETTINGS)

    steps.tap("关闭", role="radio")
    steps.tap("保存设置")

    expect(page.get_by_role("status").first).to_contain_text("设置已保存。")
    expect(page.get_by_role("radio", name="关闭")).to_be_checked()
    assert (steps.count, Mailbox.objects.get().is_on) == (2, False)


def test_a_reminder_is_answered(page, at, steps, pairing):
    """From the notice to the record of a contact, in four taps; then nothing is due."""
    plan_reminders(at=timezone.now())
    at(reverse("coverage:notice-list"))
    expect(page.get_by_role("heading", name="本周有 1 件事到期")).to_be_visible()

    steps.tap("查看待办")
    steps.tap("记一次", role="link")
    steps.tap("心灵关怀", role="radio")
    steps.tap("保存记录")

    expect(page.get_by_role("status").first).to_be_visible()
    assert (steps.count, Contact.objects.count()) == (4, 1)


def test_what_was_not_sent_is_put_away(page, at, steps, pairing, secretary, sign_in):
    user = make_member().staff.user
    message = enqueue("week:1", channel="mail", kind="week", user=user, counts={"": 1}, at=MONDAY)
    OutboxMessage.objects.filter(pk=message.pk).update(state="given_up", failure="TimeoutError")
    sign_in(secretary)
    at(reverse("portal:desk"))

    steps.tap("查看原因", role="link")
    expect(page.get_by_text("服务器没有回音")).to_be_visible()
    assert (overflow(page), barriers(page)) == (0, [])
    steps.tap("知道了")

    expect(page.get_by_text("都发出了。")).to_be_visible()
    assert steps.count == 2
