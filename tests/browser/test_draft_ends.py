"""Drafts that pile up or whose record has ended, and what a form without a network says: on a phone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.accounts.models import Role
from branch.walkins.actions import stop_proposal
from branch.walkins.models import PairingProposal
from tests.browser.steps import PHONE
from tests.conftest import TODAY
from tests.factories import make_member, make_need, make_pairing, make_student
from tests.walkins.students.factories import make_proposal

FORM = reverse("walkins:contact-create")
pytestmark = pytest.mark.usefixtures("term")


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | PHONE


@pytest.fixture
def pairing():
    return make_pairing(student=make_need(make_student(name="张晓雨")).student)


def write(page, live_server, text):
    page.goto(live_server.url + FORM)
    page.get_by_label("简要情况").filter(visible=True).fill(text)
    expect(page.locator("[data-draft-saved]")).to_contain_text("已存在")


def test_the_desk_counts_drafts_on_one_card_and_offers_tell_them_apart(
    page, live_server, sign_in, pairing
):
    sign_in(pairing.member.staff.user)
    write(page, live_server, "一起打了球")
    write(page, live_server, "一起整理了错题本")
    page.goto(live_server.url + "/desk/")

    cards = page.locator("[data-draft-desk] li")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("有 2 份没有提交的草稿")
    expect(cards).not_to_contain_text("错题本")
    page.goto(live_server.url + FORM)
    expect(page.locator("[data-draft-offer]")).to_contain_text(
        ["“一起整理了错题本”", "“一起打了球”"]
    )


def test_what_was_taken_out_again_leaves_no_draft(page, live_server, sign_in, pairing):
    sign_in(pairing.member.staff.user)
    write(page, live_server, "一起打了球")
    page.get_by_label("简要情况").filter(visible=True).fill("")
    expect(page.locator("[data-draft-saved]")).to_have_text("")

    page.reload()

    expect(page.locator("[data-draft-bar]")).to_be_attached()
    expect(page.locator("[data-draft-offer]")).to_have_count(0)


def test_the_desk_leads_to_what_was_typed_about_a_proposal_that_was_stopped(
    page, live_server, sign_in
):
    committee = make_member(Role.COMMITTEE).staff.user
    proposal = make_proposal(accepted_on=TODAY, proposed_on=TODAY)
    sign_in(committee)
    page.goto(live_server.url + proposal.get_absolute_url())
    page.get_by_label("学生同意的日期").fill(str(TODAY))
    expect(page.locator("[data-draft-saved]")).to_contain_text("已存在")
    version = PairingProposal.objects.get().version
    stop_proposal(proposal, version=version, on=TODAY, by=committee)

    page.goto(live_server.url + "/desk/")
    page.get_by_role("link", name="继续写").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("这一页已经不能再写")
    expect(page.locator("main")).to_contain_text(str(TODAY))


def test_a_long_page_says_at_its_button_that_there_is_no_network(
    page, context, live_server, sign_in, the_day
):
    member, *_ = (make_member() for _ in range(5))
    for _ in range(12):
        make_pairing(member=member, student=make_need().student)
    sign_in(make_member(Role.COMMITTEE).staff.user)
    page.goto(live_server.url + reverse("walkins:handover-detail", args=[member.pk]))
    context.set_offline(True)

    page.get_by_role("button", name=re.compile("^提出")).first.click()

    says = page.get_by_role("row").filter(has=page.get_by_role("alert"))
    expect(says).to_have_count(1)
    expect(page.get_by_text("现在没有网络，没有发出去。")).to_be_in_viewport()
