"""The list, the calendar and the page of an activity, and who sees which part of them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.activities.models import Activity
from branch.members.models import PartyGroup
from tests.activities.factories import at, attend, make_activity, make_planned, programme
from tests.activities.page_form import form_of
from tests.factories import make_member, make_staff, make_term, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("activities:activity-list")
ALL = f"{LIST}?month="


def titles(response):
    return [row.title for row in response.context["object_list"]]


def test_every_colleague_sees_the_activities_by_week(as_teacher, yesterday, tomorrow):
    host = make_staff(name="主持甲")
    make_planned(starts_at=tomorrow)
    make_activity(starts_at=yesterday, host=host)
    make_planned(title="没补记的党课", starts_at=yesterday)
    page = as_teacher.get(ALL)
    shown = {
        line.activity.title: (line.status, line.button)
        for week in page.context["weeks"]
        for line in week.shown
    }
    assert shown == {
        "微党课": ("待召开", "查看"),
        "没补记的党课": ("待补记录", "查看"),
        "审议支部工作计划": ("已记录", "查看记录"),
    }
    assert "16:00 党员活动室 · 党员大会　主持 主持甲" in page.content.decode()


def test_the_term_is_counted_above_the_list(as_teacher, yesterday, tomorrow):
    day = timezone.localdate()
    make_term(starts_on=day - timedelta(days=60), ends_on=day + timedelta(days=60))
    make_activity(starts_at=yesterday)
    make_planned(starts_at=yesterday)
    make_planned(starts_at=tomorrow)
    make_activity(starts_at=yesterday, state="cancelled", cancel_reason="停电")
    make_activity(starts_at=yesterday - timedelta(days=90))
    assert as_teacher.get(LIST).context["term_counts"] == {"total": 3, "done": 1, "due": 1}


def test_this_week_is_first_then_what_comes_soonest_and_then_what_was_last(as_teacher, the_day):
    for month, day in (
        (11, 20),
        (12, 11),
        (11, 27),
        (12, 2),
        (11, 23),
        (11, 10),
        (11, 18),
        (12, 4),
    ):
        make_activity(title=f"{day}日", starts_at=at(2026, month, day))
    weeks = as_teacher.get(ALL).context["weeks"]
    assert [(week.label, [line.activity.title for line in week.shown]) for week in weeks] == [
        ("本周　11月23日–29日", ["23日", "27日"]),
        ("下周　11月30日–12月6日", ["2日", "4日"]),
        ("12月7日–13日", ["11日"]),
        ("上周　11月16日–22日", ["20日", "18日"]),
        ("11月9日–15日", ["10日"]),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("month=&state=due", ["没补记"]),
        ("month=&state=done", ["大会"]),
        ("month=&kind=party_lesson", ["没补记"]),
        ("month=&kind=themed_day", ["大会"]),
        ("month=&q=大会", ["大会"]),
        ("month=&q=报告厅", ["没补记"]),
        ("month=2026-10", ["没补记"]),
        ("month=2026-10&kind=themed_day", []),
        ("month=", ["没补记", "大会"]),
        ("on=2026-09-04", ["大会"]),
        ("month=nonsense&state=nonsense&kind=x&on=y&page=1", ["没补记", "大会"]),
    ],
)
def test_the_list_can_be_filtered(as_teacher, query, found):
    meeting = make_activity(title="大会", starts_at=at(2026, 9, 4))
    meeting.also_counts_as.add(programme("主题党日"))
    make_planned(title="没补记", place="报告厅", starts_at=at(2026, 10, 9, 0, 30))
    assert titles(as_teacher.get(f"{LIST}?{query}")) == found


def test_the_list_opens_with_the_weeks_of_the_current_month(as_teacher, the_day):
    for title, day in (("下个月", at(2026, 12, 7)), ("月底", at(2026, 12, 6, 23))):
        make_planned(title=title, starts_at=day)
    for title, day in (("月初", at(2026, 10, 26, 0)), ("上个月", at(2026, 10, 25, 23))):
        make_activity(title=title, starts_at=day)
    page = as_teacher.get(LIST)
    assert titles(page) == ["月底", "月初"]
    assert '<option value="2026-11" selected>2026年11月</option>' in page.content.decode()
    assert titles(as_teacher.get(f"{LIST}?state=planned")) == ["月底"]
    assert titles(as_teacher.get(ALL)) == ["月底", "下个月", "月初", "上个月"]


def test_activities_without_a_record_are_found_in_any_month(as_teacher, the_day, term):
    make_planned(title="没补记", starts_at=at(2026, 9, 11))
    link = f"{LIST}?state=due&amp;month="
    assert f'<a href="{link}">待补 1 场</a>' in as_teacher.get(LIST).content.decode()
    assert titles(as_teacher.get(link.replace("&amp;", "&"))) == ["没补记"]


@pytest.mark.parametrize(
    ("query", "sentence", "leads_to"),
    [
        ("", "11月还没有活动。", "?month="),
        ("?month=2026-10&page=1", "10月还没有活动。", "?month="),
        ("?kind=party_lesson", "11月还没有这样的活动。", "?kind=party_lesson&amp;month="),
        ("?month=&q=没有", "没有找到这样的活动。", LIST),
    ],
)
def test_an_empty_list_says_so_and_has_a_link(as_teacher, the_day, query, sentence, leads_to):
    page = as_teacher.get(LIST + query).content.decode()
    assert f"<p>{sentence}</p>" in page
    assert f'href="{leads_to}"' in page


def test_the_list_says_so_where_no_activity_exists(as_teacher):
    assert "<p>还没有活动。</p>" in as_teacher.get(ALL).content.decode()


def test_a_group_meeting_is_named_by_its_group(as_teacher, the_day):
    for name in ("第一党小组", "第二党小组"):
        group = PartyGroup.objects.create(name=name)
        make_activity("党小组会", party_group=group)
    make_activity("党课")
    page = as_teacher.get(LIST)
    lines = [line.where for week in page.context["weeks"] for line in week.shown]
    assert lines == [
        "16:00 党员活动室 · 第一党小组会",
        "16:00 党员活动室 · 第二党小组会",
        "16:00 党员活动室 · 党课",
    ]
    meeting = Activity.objects.get(party_group__name="第二党小组")
    assert "<p>第二党小组会　" in as_teacher.get(meeting.get_absolute_url()).content.decode()


def test_the_calendar_shows_a_month(as_teacher):
    first = make_activity(starts_at=at(2026, 10, 30))
    make_activity("班级团辅", starts_at=at(2026, 10, 30, 10))
    make_activity("班级团辅", starts_at=at(2026, 10, 30, 14))
    make_activity(starts_at=at(2026, 11, 1))
    page = as_teacher.get(f"{LIST}?view=calendar&month=2026-10")
    days = {day.day: day for week in page.context["month"] for day in week}
    friday = [(event.label, event.tone) for event in days[at(2026, 10, 30).date()].events]
    assert friday == [("班级团辅 2 场", "blue"), ("党员大会", "hot")]
    assert days[at(2026, 10, 30).date()].events[1].url == first.get_absolute_url()


def test_the_calendar_shows_what_is_on_in_the_days_of_the_months_beside_it(as_teacher):
    for day in (at(2026, 9, 27), at(2026, 9, 28), at(2026, 11, 1), at(2026, 11, 2)):
        make_activity(starts_at=day)
    page = as_teacher.get(f"{LIST}?view=calendar&month=2026-10")
    shown = [(day.day, day.is_out) for week in page.context["month"] for day in week if day.events]
    assert shown == [(date(2026, 9, 28), True), (date(2026, 11, 1), True)]


def test_the_calendar_leads_to_the_months_beside_it_and_to_today_with_its_filter(
    as_teacher, the_day
):
    text = as_teacher.get(f"{LIST}?view=calendar&month=2026-10&kind=party_lesson").content.decode()
    for link in (
        "?view=calendar&amp;month=2026-09&amp;kind=party_lesson",
        "?view=calendar&amp;kind=party_lesson",
        "?view=calendar&amp;month=2026-11&amp;kind=party_lesson",
    ):
        assert f'<a href="{link}"' in text


@pytest.mark.parametrize(
    ("month", "leads_to"), [("2025-09", [False, True]), ("2031-05", [False, False])]
)
def test_the_calendar_leads_no_further_than_its_filter_offers(as_teacher, the_day, month, leads_to):
    text = as_teacher.get(f"{LIST}?view=calendar&month={month}").content.decode()
    assert [f'rel="{way}"' in text for way in ("prev", "next")] == leads_to
    assert f'<option value="{month}" selected>' in text


def folds_of(page):
    """The titles shown and the folded rows of each week."""
    return [
        (
            [line.activity.title for line in week.shown],
            [f"{one.label}，{one.says}" for one in week.folds],
        )
        for week in page.context["weeks"]
    ]


def test_many_rows_of_one_programme_in_a_week_are_one_that_opens(as_teacher, the_day):
    for n in (3, 4, 5):
        make_activity("班级团辅", title=f"团辅{n}", starts_at=at(2026, 11, n))
    for n in (2, 3):
        make_activity("党课", title=f"党课{n}", starts_at=at(2026, 11, n))
    page = as_teacher.get(LIST)
    assert folds_of(page) == [(["党课3", "党课2"], ["班级团辅 3 场，均已记录"])]
    assert "<summary>班级团辅 3 场，均已记录</summary>" in page.content.decode()


def test_a_week_is_on_one_page_and_folded_as_a_whole(as_teacher, the_day):
    for n in range(25):
        make_activity("班级团辅", title=f"团辅{n}", starts_at=at(2026, 11, 3 + n % 4))
    make_activity("党课", title="上一周", starts_at=at(2026, 10, 30))
    first, second = (as_teacher.get(LIST, {"month": "", "page": page}) for page in (1, 2))

    assert folds_of(first) == [([], ["班级团辅 25 场，均已记录"])]
    assert folds_of(second) == [(["上一周"], [])]
    assert as_teacher.get(LIST, {"month": "", "page": 3}).status_code == 404


def test_a_row_that_waits_for_the_reader_is_not_folded(as_committee, the_day):
    for n in (3, 4, 5):
        make_activity("党课", title=f"党课{n}", starts_at=at(2026, 11, n))
    make_planned("党课", title="没补记", starts_at=at(2026, 11, 6))
    assert folds_of(as_committee.get(LIST)) == [(["没补记"], ["其他党课 3 场，均已记录"])]


@pytest.mark.parametrize("query", ["kind=party_lesson", "state=done", "on=2026-11-03", "q=党课"])
def test_rows_that_were_asked_for_are_not_folded(as_teacher, the_day, query):
    for _ in range(3):
        make_activity("党课", title="党课", starts_at=at(2026, 11, 3))
    assert folds_of(as_teacher.get(f"{LIST}?{query}")) == [(["党课"] * 3, [])]


def warm(client, url):
    """Open one page first, because the first page of a session stores the session."""
    client.get(url)


def make_rows(count):
    for n in range(count):
        activity = make_activity(title=f"第{n}次", host=make_staff())
        attend(activity)
        attend(activity)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("query", ["?month=", "?view=calendar&month=2026-11"])
def test_the_list_costs_the_same_at_any_length(
    as_teacher, term, rows, query, django_assert_num_queries
):
    make_rows(rows)
    warm(as_teacher, LIST)
    with django_assert_num_queries(8 if "view" in query else 9):
        page = as_teacher.get(LIST + query)
    assert len(titles(page)) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_an_activity_costs_the_same_for_any_attendance(
    client, as_committee, rows, django_assert_num_queries
):
    activity = make_activity(host=make_staff())
    for _ in range(rows):
        attend(activity, state="excused", reason="ill")
    warm(client, LIST)
    with django_assert_num_queries(12):
        page = client.get(activity.get_absolute_url())
    assert len(page.context["roll"].away) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_costs_the_same_for_any_roll(
    client, as_secretary, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_member()
    address = f"{reverse('activities:activity-create')}?programme={programme('党员大会').pk}"
    warm(client, LIST)
    with django_assert_num_queries(10):
        page = client.get(address)
    assert page.content.decode().count('type="checkbox" name="absent"') == rows + 1


def page_of(client, user, activity):
    client.force_login(user)
    return client.get(activity.get_absolute_url()).content.decode()


def test_absences_are_shown_to_the_committee_the_author_and_the_person(client, committee, teacher):
    writer, absent = make_user(), make_member(staff=make_staff(name="缺席甲"))
    make_staff(user=writer)
    activity = make_activity(logged_by=writer)
    attend(activity, absent.staff, "excused", reason="ill")
    attend(activity, make_staff(name="列席乙"), "observer")
    for user in (committee, writer):
        page = page_of(client, user, activity)
        assert "缺席甲（病假）" in page
        assert "列席乙" in page
    page = page_of(client, teacher, activity)
    assert "应到 1 名，实到 0 名" in page
    assert "缺席甲" not in page
    assert "病假" not in page
    assert "列席乙" not in page
    own = page_of(client, absent.staff.user, activity)
    assert "您：请假（病假）" in own
    assert "列席乙" not in own


def test_minutes_of_a_committee_meeting_are_shown_to_the_committee_only(client, committee, teacher):
    secret = make_activity("支委会", agenda="议题甲", summary="经过乙", host=make_staff())
    open_one = make_activity("党课", agenda="议题甲", summary="经过乙")
    hidden = page_of(client, teacher, secret)
    assert "议题甲" not in hidden
    assert "经过乙" not in hidden
    assert "支委会的议题和记录只有支委看得到。" in hidden
    for user, activity in ((committee, secret), (teacher, open_one)):
        shown = page_of(client, user, activity)
        assert "议题甲" in shown
        assert "经过乙" in shown


def test_buttons_to_change_are_shown_only_to_those_who_may(client, committee, teacher, yesterday):
    planned = make_planned(starts_at=yesterday)
    assert "按计划办结" not in page_of(client, teacher, planned)
    page = page_of(client, committee, planned)
    assert "按计划办结" in page
    assert "补充活动记录" in page


def doors_of(activity):
    return [
        ("get", reverse("activities:activity-update", args=[activity.pk])),
        ("post", reverse("activities:activity-update", args=[activity.pk])),
        ("get", reverse("activities:activity-cancel", args=[activity.pk])),
        ("post", reverse("activities:activity-cancel", args=[activity.pk])),
        ("post", reverse("activities:activity-close", args=[activity.pk])),
    ]


def test_a_teacher_cannot_change_an_activity(client, as_teacher, yesterday):
    planned = make_planned(starts_at=yesterday)
    answers = [getattr(client, verb)(url).status_code for verb, url in doors_of(planned)]
    assert answers == [403] * 5
    assert client.get(reverse("activities:activity-create")).status_code == 403
    planned.refresh_from_db()
    assert (planned.is_planned, planned.version) == (True, 1)


def test_a_counsellor_changes_only_what_they_logged(client, counsellor, yesterday):
    others = make_planned(starts_at=yesterday)
    own = make_planned("暑期教师培训", starts_at=yesterday, logged_by=counsellor)
    client.force_login(counsellor)
    answers = [getattr(client, verb)(url).status_code for verb, url in doors_of(others)]
    assert answers == [404] * 5
    page = client.get(own.get_absolute_url())
    client.post(reverse("activities:activity-close", args=[own.pk]), form_of(page))
    own.refresh_from_db()
    assert own.is_done


def test_a_counsellor_is_not_offered_the_committees_meetings(client, as_counsellor):
    chooser = reverse("activities:activity-create")
    address = f"{chooser}?programme={programme('支委会').pk}"
    assert "支委会" not in client.get(chooser).content.decode()
    assert "支委会" not in client.get(address).content.decode()
    assert client.post(address, {"title": "x"}).url == chooser
    assert not Activity.objects.exists()


def test_a_stranger_is_redirected_to_sign_in(client):
    activity = make_activity()
    urls = [LIST, activity.get_absolute_url(), reverse("activities:activity-create")]
    assert {client.get(url).status_code for url in urls} == {302}


def test_the_secretary_edits_reference_data_in_the_admin(client, as_secretary):
    address = reverse("admin:activities_programme_change", args=[programme("党课").pk])
    form = client.get(address).context["adminform"].form
    sent = {name: value for name, value in form.initial.items() if value is not None}
    client.post(address, sent | {"is_active": ""})
    assert programme("党课").is_active is False


def test_the_hints_of_the_page_are_not_printed(as_committee):
    page = as_committee.get(make_activity().get_absolute_url()).text

    assert '<section class="gq-card gq-noprint" aria-labelledby="report">' in page
    assert '<p class="gq-hint gq-mt2 gq-noprint">' in page
