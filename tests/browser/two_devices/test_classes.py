"""联系班级 and the page of a class, read by its three readers, on a phone and on a computer, with steps counted."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.walkins.models import ClassPosting
from tests.browser.checks import barriers, overflow
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_posting,
    make_staff,
    make_student,
    make_visit,
)
from tests.walkins.classes.rows import make_session

LIST = reverse("walkins:classposting-list")


@pytest.fixture
def school_class(the_day, term):
    """初二（3）班: 张晓雨 is paired with the member beside it, 林若楠 waits for a pairing and for a visit."""
    school_class = make_class(number=3)
    school_class.head = make_head(school_class, staff=make_staff(name="韩若溪"))
    school_class.linked = make_member(staff=make_staff(name="周文静"))
    make_posting(member=school_class.linked, school_class=school_class)
    paired, waiting = (make_student(school_class, name=name) for name in ("张晓雨", "林若楠"))
    make_pairing(student=make_need(paired).student, member=school_class.linked)
    make_visit(paired)
    make_need(waiting, raised_on=date(2026, 10, 8))
    make_session(school_class, school_class.head)
    return school_class


@pytest.fixture
def open_class(page, live_server, sign_in, steps, device):
    """From the desk by the menu to the page of the class."""

    def opened(user):
        sign_in(user)
        page.goto(live_server.url + reverse("portal:desk"))
        # a long menu is folded by its sections
        is_folded = bool(page.locator("summary").filter(has_text="三走进").count())
        if device == "phone":
            steps.tap("菜单", "link")
        elif is_folded:
            steps.unfold("三走进")
        steps.tap("联系班级", "link")
        steps.tap("初二（3）班", "link")
        expect(page.get_by_role("heading", level=1)).to_have_text("初二（3）班")
        return 3 if device == "phone" or is_folded else 2

    return opened


def fine(page):
    """Whether the page has no barrier and is not wider than the screen."""
    return barriers(page) == [] and overflow(page) == 0


def test_the_head_teacher_finds_who_is_to_be_visited(page, steps, open_class, school_class):
    taps = open_class(school_class.head.user)
    assert steps.count == taps

    expect(page.get_by_role("heading", name="接下来")).to_be_visible()
    steps.tap("待家访 1", "link")
    rows = page.get_by_role("table", name="初二（3）班名册").get_by_role("row")
    expect(rows.filter(has_text="林若楠")).to_be_visible()
    expect(rows.filter(has_text="张晓雨")).to_have_count(0)
    steps.tap(re.compile("^记一次家访.*林若楠"), "link")

    expect(page.get_by_role("heading", name="记一次家访")).to_be_visible()
    assert steps.count == taps + 2


def test_the_linked_member_reads_counts_and_the_own_pupil(page, open_class, school_class):
    open_class(school_class.linked.staff.user)

    expect(page.locator("main")).to_contain_text("班主任 韩若溪")
    expect(page.locator("main")).to_contain_text("少于5名")
    expect(page.get_by_role("link", name="张晓雨")).to_be_visible()
    expect(page.get_by_text("林若楠")).to_have_count(0)
    expect(page.get_by_role("heading", name="名册")).to_have_count(0)


def test_the_committee_reads_the_roll_of_every_class(page, open_class, school_class, committee):
    open_class(committee)

    expect(page.get_by_role("table", name="初二（3）班名册")).to_contain_text("林若楠")
    expect(page.get_by_text("请从推荐的党员里建议一名。")).to_be_visible()


@pytest.mark.parametrize("who", ["head", "linked"])
def test_the_page_has_no_barrier(
    browser, live_server, browser_context_args, school_class, who, sign_in, context
):
    staff = school_class.head if who == "head" else school_class.linked.staff
    sign_in(staff.user)
    reader = browser.new_context(**browser_context_args | {"bypass_csp": True})
    reader.add_cookies(context.cookies())
    page = reader.new_page()
    page.goto(live_server.url + reverse("walkins:class-detail", args=[school_class.pk]))

    assert fine(page)
    reader.close()


def test_a_posting_is_added_in_three_steps(
    page, live_server, sign_in, steps, committee, term, the_day
):
    school_class = make_class(number=5)
    make_member(staff=make_staff(name="周文静"))
    sign_in(committee)
    page.goto(live_server.url + LIST)

    steps.tap("：初二（5）班", "link")
    steps.fill("联系党员", "周文静")
    steps.tap("安排联系党员")

    expect(page.get_by_role("status").first).to_contain_text("已安排周文静联系初二（5）班")
    posting = ClassPosting.objects.get()
    assert steps.count == 3
    assert (posting.school_class, posting.from_on) == (school_class, TODAY)


def test_a_posting_is_ended_and_that_is_undone(
    page, live_server, sign_in, steps, committee, school_class
):
    sign_in(committee)
    page.goto(live_server.url + LIST)

    steps.tap("：初二（3）班 周文静", "link")
    steps.tap("结束联系")
    expect(page.get_by_role("status").first).to_contain_text("周文静不再联系初二（3）班")
    assert steps.count == 2
    assert ClassPosting.objects.get().until_on == TODAY

    steps.tap("撤销")
    expect(page.get_by_role("status").first).to_contain_text("已撤销")
    assert ClassPosting.objects.get().until_on is None
