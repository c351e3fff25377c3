"""Signing up for an event, entering pupils and confirming the hours; on a phone and on a computer."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from branch.activities.models import Opening, Registration, ServiceStatement
from tests.activities.factories import at as moment
from tests.activities.openings import make_event, make_opening, take, take_pupil
from tests.browser.checks import barriers, overflow
from tests.factories import make_class, make_head, make_staff, make_student

MINE = reverse("activities:service-own")


@pytest.fixture
def coming(the_day, term):
    return make_opening(places=[3, 1], leaders=[make_staff()], with_plan=True)


@pytest.fixture
def held(the_day, term):
    start = moment(2026, 11, 21, 9)
    times = {"opens_at": start - timedelta(days=9), "closes_at": start}
    opening = make_opening(make_event(starts_at=start), places=[3, 2], **times)
    for name in ("何建平", "沈秋荷"):
        take(opening.slots.first(), make_staff(name=name))
    return opening


def named(words, of):
    """The name of a button, link or tick, the end of which only a screen reader is told."""
    return re.compile(rf"{words}\s*：{of}")


def expect_said(page, words):
    expect(page.get_by_role("status").first).to_contain_text(words)


def test_a_colleague_signs_up_in_two_taps_and_waits_in_one_more(
    page, at, steps, coming, sign_in, teacher
):
    take(coming.slots.last())
    sign_in(teacher)
    at("/desk/")
    steps.tap(named("报名", "社区服务"), "link")
    steps.tap(named("我要报名", "家庭教育咨询"))
    expect_said(page, "已报名：家庭教育咨询。")
    assert (steps.count, Registration.objects.placed().count()) == (2, 2)
    steps.tap("取消报名")
    expect_said(page, "报名已取消。")
    steps.tap(named("登记候补", "亲子阅读1"))
    expect_said(page, "您排第 1 位")
    assert (steps.count, overflow(page), barriers(page)) == (4, 0, [])


def test_the_organiser_opens_an_activity_in_five_steps(
    page, at, steps, the_day, term, sign_in, committee
):
    sign_in(committee)
    at(make_event().get_absolute_url())
    steps.tap("开放志愿报名", "link")
    steps.fill("名称：岗位 1", "亲子阅读")
    steps.fill("名额：岗位 1", "6")
    steps.tap(named("学生可参加", "岗位 1"), "checkbox")
    steps.tap("保存")
    expect_said(page, "报名已开放")
    assert (steps.count, Opening.objects.get().slots.get().places) == (5, 6)
    assert (overflow(page), barriers(page)) == (0, [])


def test_what_was_typed_is_still_there_after_an_error(
    page, at, steps, the_day, term, sign_in, committee
):
    sign_in(committee)
    at(reverse("activities:opening-create", args=[make_event().pk]))
    steps.fill("名称：岗位 1", "亲子阅读")
    steps.tap("保存")
    expect(page.get_by_text("请填写名额。").first).to_be_visible()
    expect(page.get_by_label("名称：岗位 1")).to_have_value("亲子阅读")


def test_a_head_teacher_enters_a_pupil_in_three_steps(page, at, steps, coming, sign_in):
    school_class = make_class(number=3)
    head = make_head(school_class)
    make_student(school_class, name="何子墨")
    coming.slots.update(places=2)
    sign_in(head.user)
    at(coming.get_absolute_url())
    steps.tap("登记学生", "link")
    steps.tap(named("参加，监护人已同意", "何子墨"), "checkbox")
    assert (overflow(page), barriers(page)) == (0, [])
    steps.tap("登记")
    expect_said(page, "已登记学生 1 名。")
    expect(page.get_by_text("何子墨").first).to_be_visible()
    assert steps.count == 3


def test_the_organiser_confirms_the_hours_in_three_steps(page, at, steps, held, sign_in, committee):
    sign_in(committee)
    at("/desk/")
    steps.tap("确认时长", "link")
    expect(page.get_by_text("都按 2 小时填好了，只改不一样的")).to_be_visible()
    expect(page.locator("[data-hours]")).to_have_text("4")
    steps.tap(named("未到", "沈秋荷"), "checkbox")
    expect(page.locator("[data-hours]")).to_have_text("2")
    steps.tap("确认 1 名的时长")
    expect_said(page, "服务时长已确认。")
    names = [str(row.staff) for row in Registration.objects.confirmed()]
    assert (names, steps.count) == (["何建平"], 3)


def test_a_statement_is_printed_and_looked_up(page, at, steps, held, sign_in, committee):
    row = Registration.objects.get(staff__name="何建平")
    facts = {"hours": 2, "confirmed_by": committee.staff, "confirmed_on": timezone.localdate()}
    Registration.objects.filter(pk=row.pk).update(**facts)
    sign_in(row.staff.user)
    at(MINE)
    steps.tap("生成 2026年情况说明")
    expect(page.get_by_role("heading", name="服务记录情况说明")).to_be_visible()
    assert (steps.count, overflow(page)) == (1, 0)
    number = ServiceStatement.objects.get().number
    at(reverse("activities:statement-check"))
    steps.fill("编号", number)
    steps.fill("日期", timezone.localdate().isoformat())
    steps.tap("查验")
    expect_said(page, "有。")
    assert (overflow(page), barriers(page)) == (0, [])


def test_the_pages_fit_and_have_no_barrier(page, at, coming, held, sign_in, committee):
    take_pupil(coming.slots.last(), make_student())
    take(held.slots.first(), entered_by=make_staff(), state="added", hours=2)
    sign_in(committee)
    names = ("opening-detail", "opening-update", "colleague-add", "plan-store")
    pages = [reverse(f"activities:{name}", args=[coming.activity_id]) for name in names]
    names = ("opening-detail", "hours-confirm", "late-add")
    pages += [reverse(f"activities:{name}", args=[held.activity_id]) for name in names]
    lists = ("opening-list", "service-own", "proposal-list")
    for address in [*pages, *(reverse(f"activities:{name}") for name in lists)]:
        at(address)
        assert (address, overflow(page), barriers(page)) == (address, 0, [])
