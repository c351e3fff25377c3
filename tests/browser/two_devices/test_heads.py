"""A member without the hours becomes head teacher: the form asks, the duty stays, on a phone and on a computer."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.school.models import HeadTeacherPost
from branch.walkins.models import HeadTeacherWaiver
from tests.activities.factories import at, make_planned
from tests.browser.checks import barriers, overflow
from tests.factories import make_class, make_member, make_staff
from tests.walkins.classes.heads import make_member_head, make_training, make_waiver

SAYS = "韩若溪的心理健康教育学时：现有 4，应有 6，还差 2。"
REASON = "8 月下旬接任，带队参加比赛。"


@pytest.fixture
def place(the_day, term):
    return make_class(number=3)


@pytest.fixture
def lacking(place):
    """A member with four of six hours, who may attend two more in December."""
    member = make_member(staff=make_staff(name="韩若溪"))
    make_training(member.staff, psychology_hours=4, title="我的快乐谁做主")
    make_planned(title="倾听的练习", starts_at=at(2026, 12, 18), hours=2, psychology_hours=2)
    return member


@pytest.fixture
def at_page(page, live_server):
    """Open an address of the portal."""
    return lambda address: page.goto(live_server.url + address)


@pytest.fixture
def appointed(sign_in, at_page, place, steps, lacking):
    """The administrator has sent the form once, in three steps from the page of the class."""
    sign_in(make_staff("admin").user)
    at_page(place.get_absolute_url())
    steps.tap("任命班主任", "link")
    steps.fill("班主任", "韩若溪")
    steps.tap("任命")
    return place


def test_a_post_with_hours_missing(page, at_page, sign_in, steps, appointed, lacking):
    """Three steps more than without; then the board of the committee and the desk of the head teacher."""
    expect(page.get_by_text(SAYS).first).to_be_visible()
    assert (overflow(page), barriers(page)) == (0, [])
    steps.fill("先上岗后补学的原因", REASON)
    steps.fill("补学期限", "2026-12-31")
    steps.tap("任命")
    expect(page.get_by_role("status").first).to_contain_text(SAYS)

    waiver = HeadTeacherWaiver.objects.get()
    assert steps.count == 6
    assert (waiver.post.staff, waiver.reason) == (lacking.staff, REASON)
    assert waiver.make_up_by == date(2026, 12, 31)

    sign_in(make_member("committee").staff.user)
    at_page(f"{reverse('coverage:board')}?duty=walkins.head_hours")
    says = "现有 4，应有 6，还差 2。先上岗后补学：至 12月31日。下一场：12月18日 倾听的练习"
    expect(page.get_by_text(says)).to_be_visible()

    sign_in(lacking.staff.user)
    at_page("/desk/")
    expect(page.get_by_text(says)).to_be_visible()
    steps.tap("查看学时", "link")
    expect(page.get_by_text("2026-08-27 我的快乐谁做主（4）")).to_be_visible()
    expect(page.get_by_role("link", name="倾听的练习")).to_be_visible()


def test_the_reason_is_written_later_from_the_board(page, at_page, sign_in, steps, appointed):
    steps.tap("原因以后补", "checkbox")
    steps.tap("任命")
    expect(page.get_by_role("status").first).to_contain_text("已登记")
    assert (HeadTeacherPost.objects.count(), HeadTeacherWaiver.objects.count()) == (1, 0)
    assert steps.count == 5

    sign_in(make_member("committee").staff.user)
    at_page(reverse("coverage:board"))
    steps.count = 0
    steps.tap(re.compile("^党员班主任学时"), "link")
    steps.tap("写原因", "link")
    steps.fill("先上岗后补学的原因", REASON)
    steps.fill("补学期限", "2026-12-31")
    steps.tap("保存")
    expect(page.get_by_role("heading", name="落实情况")).to_be_visible()
    assert HeadTeacherWaiver.objects.get().reason == REASON
    assert steps.count == 5


def test_what_was_typed_is_still_there_after_an_error(page, steps, appointed):
    steps.fill("先上岗后补学的原因", REASON)
    steps.tap("任命")

    expect(page.get_by_text("请填写补学期限。").first).to_be_visible()
    expect(page.get_by_label("先上岗后补学的原因")).to_have_value(REASON)
    expect(page.get_by_role("combobox", name="班主任")).to_have_value("韩若溪")


def test_the_pages_fit_and_have_no_barrier(page, at_page, sign_in, lacking):
    waiver = make_waiver(make_member_head(school_class=make_class(number=4)))
    make_training(make_member_head(school_class=make_class(number=5)).staff)
    bare = make_member_head(school_class=make_class(number=6))
    sign_in(make_member("committee").staff.user)
    pages = [
        reverse("walkins:head-list"),
        f"{reverse('walkins:head-list')}?on=2026-11-24",
        f"{reverse('walkins:head-list')}?on=2010-05-01",
        reverse("walkins:head-print"),
        reverse("walkins:waiver-create", args=[bare.pk]),
        reverse("walkins:waiver-update", args=[waiver.pk]),
    ]

    for address in pages:
        at_page(address)
        assert (address, overflow(page), barriers(page)) == (address, 0, [])


def test_the_reason_is_offered_again_together_with_its_field(page, appointed, at_page):
    reason = page.get_by_label("先上岗后补学的原因")
    reason.fill(REASON)
    expect(page.locator("[data-draft-saved]")).to_contain_text("已存在")
    at_page(appointed.get_absolute_url())
    at_page(reverse("school:head-appoint", args=[appointed.pk]))
    expect(reason).to_have_count(0)

    page.get_by_text("恢复", exact=False).filter(visible=True).first.click()

    expect(reason).to_have_value(REASON)
