"""The pages of sign-ups: what each reader is shown and may press, and what the forms store."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.activities.models import (
    Activity,
    ActivityPart,
    Attendance,
    Opening,
    Registration,
    ServiceStatement,
)
from branch.core.models import AccessRecord, AuditEvent
from tests.activities.openings import give_plan, make_event, make_opening, take, take_pupil
from tests.activities.page_form import form_of
from tests.factories import make_class, make_head, make_member, make_staff, make_student

pytestmark = pytest.mark.django_db
LIST, MINE = reverse("activities:opening-list"), reverse("activities:service-own")
PROPOSALS, CHECK = reverse("activities:proposal-list"), reverse("activities:statement-check")


def opening_at(start, **fields):
    times = {"opens_at": start - timedelta(days=9), "closes_at": start}
    return make_opening(make_event(starts_at=start), **{**times, **fields})


@pytest.fixture
def coming(tomorrow):
    return opening_at(tomorrow, places=[1, 2])


@pytest.fixture
def held(yesterday):
    return opening_at(yesterday, places=[3, 2])


def host(opening):
    staff = make_staff()
    role = ActivityPart.Role.HOST
    ActivityPart.objects.create(activity=opening.activity, role=role, staff=staff)
    return staff


def buttons(page):
    """The words of the buttons and links that look like one, without what only a screen reader is told."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    text = re.sub(r'<span class="gq-vh">.*?</span>|<svg.*?</svg>', "", main)
    found = re.findall(r'<(?:button|a)[^>]*class="gq-btn[^>]*>([^<]+)<', text)
    return [words.strip() for words in found]


def page_of(client, user, opening):
    client.force_login(user)
    return client.get(opening.get_absolute_url())


def url(name, opening, *keys):
    return reverse(f"activities:{name}", args=[opening.activity_id, *keys])


def test_two_taps_sign_up_from_the_desk(as_teacher, coming):
    desk = as_teacher.get(reverse("portal:desk"))
    assert f'href="{coming.get_absolute_url()}">报名<' in desk.text
    page = as_teacher.get(coming.get_absolute_url())
    assert buttons(page).count("我要报名") == 2
    slot = coming.slots.first()
    after = as_teacher.post(url("registration-create", coming, slot.pk), follow=True)
    assert "已报名：家庭教育咨询。截止以前可以改、可以取消。" in after.text
    assert {"取消报名", "改报这个岗位"} <= set(buttons(after))
    assert "我要报名" not in buttons(after)
    assert ">已报名<" in as_teacher.get(reverse("portal:desk")).text


def test_who_waits_is_told_the_place_and_may_cancel(as_teacher, coming):
    slot = coming.slots.first()
    take(slot)
    take(slot, state="waiting")
    assert "登记候补" in buttons(as_teacher.get(coming.get_absolute_url()))
    after = as_teacher.post(url("registration-create", coming, slot.pk), follow=True)
    assert "已登记候补，您排第 2 位" in after.text
    assert "候补第 2 位" in after.text
    assert "取消候补" in buttons(after)
    gone = as_teacher.post(url("registration-withdraw", coming), follow=True)
    assert "报名已取消。" in gone.text
    assert "登记候补" in buttons(gone)


def test_after_the_closing_time_there_is_no_button(as_teacher, tomorrow):
    closed = opening_at(tomorrow, closes_at=timezone.now() - timedelta(minutes=1))
    page = as_teacher.get(closed.get_absolute_url())
    assert "报名已截止" in page.text
    assert buttons(page) == ["加到手机日历"]
    slot = closed.slots.get()
    after = as_teacher.post(url("registration-create", closed, slot.pk), follow=True)
    assert "报名已经截止。要改，请联系负责人。" in after.text
    assert not Registration.objects.exists()


def test_those_who_run_it_have_their_buttons_and_others_have_not(client, coming, teacher):
    assert buttons(page_of(client, host(coming).user, coming))[:2] == ["代报名", "修改报名"]
    assert "修改报名" not in buttons(page_of(client, teacher, coming))


def test_names_of_pupils_are_shown_to_the_leader_and_recorded(client, coming, teacher, committee):
    leader, pupil = make_staff(), make_student(name="唐小满")
    coming.leaders.add(leader)
    take_pupil(coming.slots.last(), pupil)
    for user in (teacher, committee):
        assert "唐小满" not in page_of(client, user, coming).text
    assert not AccessRecord.objects.exists()
    page = page_of(client, leader.user, coming)
    assert "唐小满" in page.text
    assert AccessRecord.objects.get().subjects == {"student": [pupil.pk]}
    assert "学生志愿者 1 名" in page.text
    assert "团员 " not in page.text


def test_after_the_event_nobody_reads_the_names(client, held):
    leader = make_staff()
    held.leaders.add(leader)
    take_pupil(held.slots.last(), make_student(name="唐小满"), by=leader)
    held.activity.state = "done"
    held.activity.save()
    page = page_of(client, leader.user, held)
    assert "唐小满" not in page.text
    assert "学生志愿者 1 名" in page.text


def opened_by_form(client, event, **typed):
    address = reverse("activities:opening-create", args=[event.pk])
    sent = form_of(client.get(address)) | {"row-1-title": "亲子阅读", "row-1-places": 6} | typed
    return client.post(address, sent, follow=True)


def test_the_organiser_opens_an_activity(as_committee, client, tomorrow):
    event = make_event(starts_at=tomorrow, ends_at=tomorrow + timedelta(minutes=150))
    page = client.get(event.get_absolute_url())
    assert "开放志愿报名" in buttons(page)
    after = opened_by_form(client, event, **{"row-1-takes_pupils": "on"})
    opening = Opening.objects.get()
    slot = opening.slots.get()
    assert "报名已开放，同事在工作台就看得到。" in after.text
    assert (slot.title, slot.places, slot.takes_pupils) == ("亲子阅读", 6, True)
    assert opening.planned_hours == 2.5


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"row-1-title": ""}, "请填写岗位名称，或清空这一行。"),
        ({"row-1-places": ""}, "请填写名额。"),
        ({"row-1-takes_pupils": "on", "row-1-is_consultation": "on"}, "咨询岗位不安排学生。"),
        ({"row-2-title": "亲子阅读", "row-2-places": 2}, "岗位名称重复了。"),
        (
            {"row-1-places": 90, "row-2-title": "现场引导", "row-2-places": 11},
            "各岗位的名额合计不超过 100 名。",
        ),
        ({"closes_at": "2099-01-01T10:00"}, "报名截止不能晚于活动开始的时间。"),
        ({"planned_hours": "0"}, "服务时长要多于 0 小时，不超过 12 小时。"),
        ({"row-1-title": "", "row-1-places": ""}, "至少写一个岗位。"),
    ],
)
def test_a_wrong_role_or_time_is_refused_with_its_sentence(
    as_committee, client, tomorrow, typed, says
):
    page = opened_by_form(client, make_event(starts_at=tomorrow), **typed)
    assert says in page.text
    assert not Opening.objects.exists()


def test_the_last_event_of_the_series_fills_the_form(as_committee, client, held, tomorrow):
    event = make_event(starts_at=tomorrow)
    page = client.get(reverse("activities:opening-create", args=[event.pk]))
    sent = form_of(page)
    assert [sent["row-1-title"], sent["row-2-title"]] == [["家庭教育咨询"], ["亲子阅读1"]]
    assert "已照上一次同一系列的活动填好" in page.text


def test_two_who_change_the_roles_are_shown_both(as_committee, client, coming):
    address = url("opening-update", coming)
    sent = form_of(client.get(address))
    Opening.objects.filter(pk=coming.pk).update(version=2, meeting_point="校门口")
    page = client.post(address, sent | {"meeting_point": "北门"})
    assert page.status_code == 409
    assert "校门口" in page.text
    assert "北门" in page.text


def test_the_organiser_enters_and_takes_off_colleagues(as_committee, client, coming):
    one, slot = make_staff(name="何建平"), coming.slots.first()
    address = url("colleague-add", coming)
    sent = form_of(client.get(address)) | {"slot": slot.pk, "staff": [one.pk]}
    assert "已报名 1 名。" in client.post(address, sent, follow=True).text
    row = Registration.objects.get()
    assert "何建平" in client.get(address).text
    after = client.post(url("colleague-drop", coming, row.pk), follow=True)
    assert "已移出何建平。" in after.text


def test_a_head_teacher_enters_pupils_of_the_class(client, coming):
    school_class = make_class()
    head, pupil = make_head(school_class), make_student(school_class)
    make_student(school_class)
    client.force_login(head.user)
    address = url("pupil-enter", coming)
    assert "现在还不能登记学生" in client.get(address).text
    coming.leaders.add(make_staff())
    give_plan(coming)
    sent = form_of(client.get(address)) | {f"row-{pupil.pk}-is_in": "on"}
    assert "已登记学生 1 名。" in client.post(address, sent, follow=True).text
    row = Registration.objects.get()
    assert (row.student, row.consent_on) == (pupil, timezone.localdate())


def test_a_day_without_a_tick_is_asked_about(client, coming):
    school_class = make_class()
    pupil, head = make_student(school_class), make_head(school_class)
    coming.leaders.add(make_staff())
    give_plan(coming)
    client.force_login(head.user)
    address = url("pupil-enter", coming)
    sent = form_of(client.get(address)) | {f"row-{pupil.pk}-own_day": "2026-11-20"}
    assert "填了日期的，请勾选参加。" in client.post(address, sent).text
    assert not Registration.objects.exists()


def test_hours_are_confirmed_with_differences_only(as_committee, client, held):
    came, absent = take(held.slots.first()), take(held.slots.first())
    desk = client.get(reverse("portal:desk"))
    assert "确认服务时长：社区服务" in desk.text
    address = url("hours-confirm", held)
    sent = form_of(client.get(address)) | {f"row-{absent.pk}-is_absent": "on", "served_count": 63}
    after = client.post(address, sent, follow=True)
    assert "服务时长已确认。" in after.text
    assert list(Registration.objects.confirmed()) == [came]
    assert "确认服务时长：社区服务" not in client.get(reverse("portal:desk")).text
    assert "63 人次" in after.text


def test_who_did_not_come_is_on_no_list(as_committee, client, held):
    here, absent = take(held.slots.first()), take(held.slots.first())
    for row in (here, absent):
        Attendance.objects.create(activity=held.activity, staff=row.staff, state="present")
    address = url("hours-confirm", held)
    sent = form_of(client.get(address)) | {f"row-{absent.pk}-is_absent": "on"}

    after = client.post(address, sent, follow=True)

    assert str(here.staff) in after.text
    assert str(absent.staff) not in after.text
    assert [row.staff for row in held.activity.attendances.all()] == [here.staff]
    assert AuditEvent.objects.get(verb="opening.confirmed").says == "确认服务时长 1 名"


def test_more_served_than_came_are_asked_about_once(as_committee, client, held):
    take(held.slots.first())
    Activity.objects.update(audience_count=60)
    address = url("hours-confirm", held)
    sent = form_of(client.get(address)) | {"served_count": "999"}

    asked = client.post(address, sent)
    assert "活动记录里写着到场 60 人" in asked.text
    assert not Opening.objects.filter(served_count=999).exists()

    client.post(address, form_of(asked) | {"served_checked": "on"})
    assert Opening.objects.get().served_count == 999


def test_hours_that_are_no_choice_are_refused_in_their_row(as_committee, client, held):
    row = take(held.slots.first())
    address = url("hours-confirm", held)
    for typed in ("", "99", "abc"):
        sent = form_of(client.get(address)) | {f"row-{row.pk}-hours": typed}
        page = client.post(address, sent)
        assert (page.status_code, "还有 1 处要改" in page.text) == (200, True)
    assert not Registration.objects.confirmed().exists()


def test_what_one_adds_another_confirms_on_a_page(client, committee, held):
    adder, late = host(held), make_staff(name="曹立人")
    client.force_login(adder.user)
    address = url("late-add", held)
    client.post(address, form_of(client.get(address)) | {"staff": late.pk})
    row = Registration.objects.get()
    assert "没有等您确认的时长。" in client.get(PROPOSALS).text
    client.force_login(committee)
    assert "1 条服务时长还没有确认" in client.get(reverse("portal:desk")).text
    assert "曹立人" in client.get(PROPOSALS).text
    after = client.post(reverse("activities:proposal-confirm", args=[row.pk]), follow=True)
    assert "曹立人的服务时长已确认。" in after.text
    row.refresh_from_db()
    assert row.is_confirmed


def test_a_proposal_that_is_refused_counts_for_nothing(as_committee, client, held):
    row = take(held.slots.first(), entered_by=make_staff(), state="added", hours=2)
    after = client.post(reverse("activities:proposal-refuse", args=[row.pk]), follow=True)
    assert "已退回" in after.text
    assert not Registration.objects.standing().exists()


def test_own_hours_are_shown_by_year_and_a_statement_is_printed(client, held, committee):
    staff, by = make_staff(), committee.staff
    facts = {"hours": 2, "confirmed_by": by, "confirmed_on": timezone.localdate()}
    take(held.slots.first(), staff, **facts)
    client.force_login(staff.user)
    year = timezone.localtime(held.activity.starts_at).year
    page = client.get(f"{MINE}?year={year}")
    assert f"{year}年，已确认 1 次，2 小时。" in page.text
    sent = form_of(page) | {"official_number": "GF-2026-7"}
    paper = client.post(f"{MINE}?year={year}", sent, follow=True)
    statement = ServiceStatement.objects.get()
    assert statement.spaced_number in paper.text
    assert "合计 1 次，2 小时" in paper.text
    assert "以官方系统证明为准" in paper.text


def test_a_reader_is_told_yes_or_no_and_nothing_else(client, held):
    staff = make_staff(name="孟嘉禾")
    lines = [{"on": "2026-12-05", "title": "社区服务", "role": "引导", "hours": "2"}]
    facts = {"year": 2026, "issued_on": timezone.localdate(), "lines": lines}
    ServiceStatement.objects.create(number="112233445566", staff=staff, **facts)
    sent = {"number": "1122 3344 5566", "on": timezone.localdate()}
    yes, no = client.post(CHECK, sent), client.post(CHECK, sent | {"number": "112233445567"})
    assert "<b>有。</b>" in yes.text
    assert "<b>没有。</b>" in no.text
    assert "孟嘉禾" not in yes.text + no.text
    assert "社区服务" not in yes.text
    assert "编号是 12 位数字" in client.post(CHECK, sent | {"number": "12"}).text
    for _ in range(9):
        page = client.post(CHECK, sent)
    assert "查得太多了，请一小时以后再查。" in page.text


def warm(client):
    client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(
    as_teacher, count, tomorrow, yesterday, django_assert_num_queries
):
    for _ in range(count):
        opening_at(tomorrow)
        opening_at(yesterday)
    warm(as_teacher)
    with django_assert_num_queries(12):
        page = as_teacher.get(LIST)
    assert (len(page.context["coming"]), len(page.context["held"])) == (count, count)


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_of_an_event_costs_the_same_for_any_list(
    as_teacher, count, coming, django_assert_num_queries
):
    for number in range(count):
        take(coming.slots.first(), state="placed" if not number else "waiting")
    warm(as_teacher)
    with django_assert_num_queries(14):
        page = as_teacher.get(coming.get_absolute_url())
    assert len(page.context["sheet"].roles[0].waiting) == count - 1


@pytest.mark.parametrize("count", [1, 60])
def test_the_form_of_hours_costs_the_same_for_any_list(
    client, as_committee, count, held, django_assert_num_queries
):
    for _ in range(count):
        take(held.slots.first())
    warm(client)
    with django_assert_num_queries(10):
        page = client.get(url("hours-confirm", held))
    assert page.text.count("data-hours-row") == count


@pytest.mark.parametrize("count", [1, 5])
def test_own_hours_cost_the_same_for_any_number(
    client, count, held, committee, django_assert_num_queries
):
    staff = make_member().staff
    facts = {"hours": 2, "confirmed_by": committee.staff, "confirmed_on": timezone.localdate()}
    for number in range(count):
        one = held if not number else opening_at(held.activity.starts_at)
        take(one.slots.first(), staff, **facts)
    client.force_login(staff.user)
    warm(client)
    with django_assert_num_queries(8):
        page = client.get(MINE)
    assert len(page.context["rows"]) == count
