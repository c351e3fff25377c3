"""From the bell to the work in two taps, on a phone and on a computer."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.coverage.actions import notify
from branch.coverage.models import Notice
from branch.walkins.notices import DifficultyOwned, PairingStarted
from tests.browser.checks import barriers, overflow
from tests.factories import make_family_need, make_pairing, make_user

# where the bell is: in the head of a phone, in the side bar of a computer
BELL = {"phone": ".gq-top .gq-bell", "computer": ".gq-side li a[href^='/desk/coverage/notices']"}
LIST = reverse("coverage:notice-list")


@pytest.fixture
def bell(page, device):
    return page.locator(BELL[device])


@pytest.fixture
def pairing(the_day, term, member, sign_in):
    """A pairing of the member who is signed in, who is told of it and of a difficulty."""
    pairing, by = make_pairing(member=member), make_user(name="陈立群")
    need = make_family_need(owner=member.staff)
    notify(kind=PairingStarted, users=[member.staff.user], subject=pairing, by=by)
    notify(kind=DifficultyOwned, users=[member.staff.user], subject=need, by=by)
    sign_in(member.staff.user)
    return pairing


def test_from_the_bell_to_the_work(page, at, steps, bell, pairing):
    at(reverse("portal:desk"))
    expect(bell).to_have_text("通知2 条未读")

    bell.click()
    steps.tap("查看结对")

    expect(page.get_by_role("heading", level=1)).to_contain_text(pairing.student.name)
    expect(bell).to_have_text("通知1 条未读")
    assert steps.count == 1


def test_all_are_marked_as_read(page, at, steps, bell, pairing):
    at(LIST)
    expect(page.locator(".gq-new")).to_have_count(2)

    steps.tap("全部标为已读")

    expect(page.get_by_role("status").first).to_contain_text("已全部标为已读")
    expect(page.locator(".gq-new")).to_have_count(0)
    expect(bell).to_have_text("通知")
    assert Notice.objects.unread().count() == 0


def test_the_list_stays_within_the_screen_and_has_no_barrier(page, at, pairing):
    at(LIST)

    assert (overflow(page), barriers(page)) == (0, [])


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"java_script_enabled": False}

    def test_a_notice_leads_to_the_work(self, page, at, steps, bell, pairing):
        at(LIST)

        steps.tap("查看结对")

        expect(page.get_by_role("heading", level=1)).to_contain_text(pairing.student.name)
        expect(bell).to_have_text("通知1 条未读")
