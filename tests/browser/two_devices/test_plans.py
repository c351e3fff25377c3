"""A plan of which member is linked to which class: solved, locked, solved again, published, taken back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.accounts.models import Role
from branch.walkins.models import ClassPosting, PlanLock
from tests.browser.checks import barriers, overflow
from tests.browser.steps import Steps
from tests.factories import make_guardian, make_staff, make_student, make_term
from tests.operations.jobs import work
from tests.walkins.plans.conftest import NEXT_TERM, School

# A4 without its margins
PAPER = {"width": 688, "height": 1000}


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def school(the_day, term, sign_in):
    """A school with two classes and two members, read by the committee, which is no member."""
    sign_in(make_staff(Role.COMMITTEE).user)
    return School(term, make_term(**NEXT_TERM))


def test_a_plan_from_the_first_solution_to_its_undo(page, at, school):
    """Two steps to a plan, two to lock and solve it again, one to publish it and one to take it back."""
    steps = Steps(page)
    at(reverse("walkins:plan-list"))
    steps.tap("新建方案", "link")
    steps.tap("计算方案")
    expect(page.get_by_text("正在计算，每 2 秒自动刷新。")).to_be_visible()
    work()
    expect(page.get_by_text("教初二（3）班数学")).to_be_visible(timeout=20_000)
    assert (barriers(page), overflow(page)) == ([], 0)

    steps.tap(f"初二（3）班 {school.members[0].staff.name}", "checkbox")
    steps.tap("重新计算")
    expect(page.get_by_text("正在计算，每 2 秒自动刷新。")).to_be_visible()
    work()
    tick = page.get_by_role("checkbox", name="初二（3）班")
    expect(tick).to_be_checked(timeout=20_000)
    expect(page.get_by_text("正在计算")).to_have_count(0, timeout=20_000)
    assert PlanLock.objects.count() == 1

    steps.tap("发布方案")
    expect(page.get_by_text("方案已发布，从今天起执行")).to_be_visible()
    assert ClassPosting.objects.count() == 2
    assert overflow(page) == 0

    steps.tap("撤销")
    expect(page.get_by_role("button", name="发布方案")).to_be_visible()
    assert (ClassPosting.objects.count(), steps.count) == (0, 6)


def test_the_paper_names_no_rule_about_a_child(page, at, school, context):
    for phone, member in enumerate(school.members):
        child = make_student(school.classes[0])
        make_guardian(child, staff=member.staff, phone=f"1390000001{phone}")
    at(reverse("walkins:plan-create"))
    page.get_by_role("button", name="计算方案").click()
    expect(page.get_by_text("正在计算，每")).to_be_visible()
    work()
    rule = page.get_by_text("子女在这个班").first
    expect(rule).to_be_visible(timeout=20_000)

    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)

    expect(rule).to_be_hidden()
    expect(page.get_by_text("没有排上").first).to_be_visible()
    assert overflow(page) == 0
