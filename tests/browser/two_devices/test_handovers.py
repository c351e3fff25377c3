"""A caseload is handed over, on a phone and on a computer, with its steps counted."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.walkins.models import PairingProposal
from tests.browser.checks import barriers, covering, overflow
from tests.browser.steps import Steps
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_member,
    make_need,
    make_pairing,
    make_staff,
    make_student,
)
from tests.walkins.students.factories import make_proposal


@pytest.fixture
def leaving(the_day, term):
    """许静文, whose last day is today, with two students; 孟嘉禾 could take them over."""
    member = make_member(staff=make_staff(name="许静文", until_on=TODAY))
    for name in ("马锦程", "钱语桐"):
        student = make_need(make_student(make_class(), name=name)).student
        make_pairing(member=member, student=student)
    make_member(staff=make_staff(name="孟嘉禾"))
    return member


def test_all_is_proposed_from_the_desk_in_two_steps(page, live_server, sign_in, committee, leaving):
    sign_in(committee)
    page.goto(live_server.url + "/desk/")
    steps = Steps(page)

    steps.tap("办理交接", "link")
    assert (overflow(page), barriers(page)) == (0, [])
    steps.tap(re.compile("按建议全部提出"))

    expect(page.get_by_role("status").first).to_contain_text("共 2 项，等本人接受。")
    expect(page.get_by_text("已提出 ").first).to_be_visible()
    assert PairingProposal.objects.open().count() == 2
    assert steps.count == 2


def test_one_is_proposed_to_another_than_the_first(page, live_server, sign_in, committee, leaving):
    sign_in(committee)
    page.goto(live_server.url + reverse("walkins:handover-detail", args=[leaving.pk]))
    steps = Steps(page)

    chosen = page.get_by_label("马锦程由谁接手")
    other = chosen.locator("option").last.text_content()
    steps.fill("马锦程由谁接手", other)
    steps.tap(re.compile("^提出.*马锦程"))

    expect(page.get_by_role("status").first).to_contain_text("共 1 项")
    proposal = PairingProposal.objects.get()
    assert (proposal.student.name, other.startswith(proposal.member.staff.name)) == ("马锦程", True)
    assert steps.count == 2


def test_no_button_covers_a_date(page, live_server, sign_in, committee, leaving):
    for pairing in leaving.pairings.all():
        make_contact(pairing, next_on=TODAY + timedelta(days=9))
    declined = leaving.pairings.first()
    make_proposal(
        student=declined.student,
        replaces=declined,
        closed_on=TODAY,
        closed_as="declined",
        decline_reason="no_time",
    )
    sign_in(committee)
    page.goto(live_server.url + reverse("walkins:handover-detail", args=[leaving.pk]))

    acts = page.locator("td.gq-right :is(button, a)")
    expect(acts).to_have_count(3)
    expect(page.get_by_text(re.compile("约在 2026-12-03")).first).to_be_visible()
    assert covering(acts) == 0
