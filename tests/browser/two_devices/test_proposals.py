"""A pairing from the proposal to its beginning, on a phone and on a computer."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.school.models import Subject, Teaching
from branch.walkins.models import Pairing, PairingProposal
from tests.browser.checks import barriers, overflow
from tests.conftest import TODAY
from tests.factories import make_class, make_head, make_member, make_need, make_staff, make_student
from tests.walkins.students.factories import make_proposal


@pytest.fixture
def student(the_day, term):
    school_class = make_class()
    make_head(school_class)
    return make_need(make_student(school_class, name="何子墨")).student


@pytest.fixture
def asked():
    return make_member(staff=make_staff(name="周文静"))


def test_a_member_is_asked_in_two_steps(page, at, steps, sign_in, committee, student, asked, term):
    """周文静 teaches the class, so goes first, and is chosen beforehand."""
    facts = {"staff": asked.staff, "school_class": student.enrolments.get().school_class}
    Teaching.objects.create(**facts, subject=Subject.objects.create(name="英语"), term=term)
    sign_in(committee)
    at("/desk/needs/?state=unpaired")

    steps.tap(re.compile("^建议结对.*何子墨"), "link")
    expect(page.get_by_role("radio", name="周文静（教")).to_be_checked()
    assert (overflow(page), barriers(page)) == (0, [])
    steps.tap("提出建议")

    expect(page.get_by_role("heading", name="请周文静与何子墨结对")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("已请周文静结对，等本人接受。")
    assert steps.count == 2


def test_a_member_accepts_from_the_desk_in_two_taps(page, at, steps, sign_in, student, asked):
    make_proposal(student=student, member=asked)
    sign_in(asked.staff.user)
    at("/desk/")

    steps.tap("查看建议", "link")
    assert (overflow(page), barriers(page)) == (0, [])
    steps.tap("接受结对")

    expect(page.get_by_role("status").first).to_contain_text("已接受")
    assert PairingProposal.objects.get().accepted_on == TODAY
    assert steps.count == 2


def test_the_pairing_begins_with_both_dates(page, at, steps, sign_in, student, asked):
    proposal = make_proposal(student=student, member=asked, accepted_on=TODAY)
    sign_in(asked.staff.user)
    at(proposal.get_absolute_url())

    steps.fill("监护人同意的日期", str(TODAY))
    steps.tap("电话", "radio")
    steps.fill("学生同意的日期", str(TODAY))
    assert (overflow(page), barriers(page)) == (0, [])
    steps.tap("记下")

    expect(page.get_by_role("heading", name="结对帮扶：何子墨")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text(f"从 {TODAY} 起")
    assert Pairing.objects.get().member == asked
    assert steps.count == 4


def test_a_no_takes_a_chip(page, at, steps, sign_in, student, asked):
    proposal = make_proposal(student=student, member=asked)
    sign_in(asked.staff.user)
    at(proposal.get_absolute_url())

    steps.unfold("暂时不能接受")
    steps.tap("时间不够", "radio")
    steps.tap("提交原因")

    expect(page.get_by_role("status").first).to_contain_text("请他们另请党员")
    assert PairingProposal.objects.get().decline_reason == "no_time"
    assert steps.count == 3


def test_a_no_of_the_guardian_says_what_follows_first(page, at, steps, sign_in, student, asked):
    proposal = make_proposal(student=student, member=asked, accepted_on=TODAY)
    sign_in(asked.staff.user)
    at(proposal.get_absolute_url())

    steps.unfold("监护人或学生不同意")
    expect(page.get_by_text("不用说明原因。建议停下")).to_be_visible()
    steps.tap("停下这条建议")

    expect(page.get_by_role("status").first).to_contain_text("不用说明原因")
    assert PairingProposal.objects.get().closed_as == "not_agreed"


def test_the_letter_fits_one_page(page, at, sign_in, student, asked):
    proposal = make_proposal(student=student, member=asked, accepted_on=TODAY)
    sign_in(asked.staff.user)

    at(reverse("walkins:proposal-letter", args=[proposal.pk]))

    expect(page.get_by_role("heading", name="致家长")).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
