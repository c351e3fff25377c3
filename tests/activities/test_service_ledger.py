"""Ledger 11: events of service in numbers, hours that are confirmed, and who was a member on the day."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from branch.activities.models import Partner
from branch.activities.service_ledgers import ServiceLedger
from branch.core.periods import Period
from tests.activities.factories import at, attend, make_activity
from tests.activities.openings import make_opening, take
from tests.factories import make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
AUTUMN = Period(date(2026, 9, 1), date(2026, 11, 30), "本学期")
TITLES = (
    "日期｜活动名称｜服务系列｜地点｜共建单位｜负责人｜参加党员（名）｜参加团员和学生（名）｜服务对象（人次）"
    "｜每人服务时长（小时）｜合计时长（小时）｜佐证材料名称"
)
BUS = "党员服务直通车"


def rows_for(user):
    return ServiceLedger().rows(user, period=AUTUMN, filters=None)


def printed(user):
    return [ServiceLedger().cells(row) for row in rows_for(user)]


def give(activity, *hours, staff=None, **facts):
    """Confirmed hours of colleagues, members unless one is given."""
    opening = make_opening(activity, **{"confirmed_on": date(2026, 11, 21), **facts})
    for each in hours:
        give_to(opening, make_member().staff, each)
    return opening


def give_to(opening, staff, hours, **facts):
    seen = {"confirmed_by": make_staff(), "confirmed_on": date(2026, 11, 21)}
    return take(opening.slots.get(), staff, hours=Decimal(hours), **{**seen, **facts})


def test_the_columns_are_those_inspectors_ask_for():
    assert "｜".join(column.title for column in ServiceLedger.columns) == TITLES


def test_a_line_of_an_event_with_confirmed_hours(committee):
    partner = Partner.objects.create(name="中央车站", kind="unit")
    facts = {"title": "家庭教育咨询", "place": "候车厅", "partner": partner}
    trip = make_activity(BUS, host=make_staff(name="主持甲"), **facts)
    give(trip, "2.5", "2.5", pupil_count=3, served_count=63, evidence="照片 4 张")

    who = ["中央车站", "主持甲", 2, 3, 63]
    assert printed(committee) == [
        [date(2026, 11, 20), "家庭教育咨询", BUS, "候车厅", *who, Decimal("2.5"), 5, "照片 4 张"]
    ]


def test_only_members_of_the_day_and_confirmed_hours_count(committee):
    opening = give(make_activity(BUS), "2", "1.5")
    joined_later = make_member(since=date(2026, 11, 21)).staff
    give_to(opening, joined_later, "2")
    give_to(opening, make_staff(), "2")
    give_to(opening, make_member().staff, "2", confirmed_by=None, confirmed_on=None)
    take(opening.slots.get(), make_member().staff, is_absent=True)

    assert [row[6:11] for row in printed(committee)] == [
        [2, None, None, "1.5–2", Decimal("3.5")],
    ]


def test_while_nobody_has_confirmed_the_list_the_line_is_empty(committee):
    opening = make_opening(make_activity(BUS))
    take(opening.slots.get(), make_member().staff)

    assert [row[6:11] for row in printed(committee)] == [[None] * 5]


def test_an_event_without_sign_up_is_listed_by_who_was_there(committee):
    talk = make_activity("社区大讲堂", audience_count=48)
    attend(talk, make_member().staff)
    attend(talk, make_staff())
    attend(talk, make_member().staff, "absent")

    assert [row[6:11] for row in printed(committee)] == [[1, None, 48, None, None]]


def test_events_of_service_are_listed_and_others_only_with_hours(committee):
    make_activity(BUS, title="服务", starts_at=at(2026, 9, 1, 0))
    make_activity("家长学校", title="没有志愿者的讲座")
    give(make_activity("家长学校", title="有志愿者的讲座"), "2")
    make_activity("党员大会", title="开会")
    make_activity(BUS, title="计划中", state="planned")
    make_activity(BUS, title="期外", starts_at=at(2026, 12, 1, 0))

    assert [row[1] for row in printed(committee)] == ["服务", "有志愿者的讲座"]


def test_the_sum_adds_up_the_columns(committee):
    give(make_activity(BUS), "2", "1.5", pupil_count=18, served_count=41)
    give(make_activity(BUS), "2", pupil_count=2)
    make_activity("社区大讲堂", audience_count=48)

    assert ServiceLedger().summary(rows_for(committee)) == (
        "合计：3 场，参加党员 3 人次，团员和学生 20 人次，服务对象 89 人次，时长 5.5 小时"
    )


def test_an_empty_period_has_no_sum(committee):
    assert ServiceLedger().summary(rows_for(committee)) == ""


def test_a_member_does_not_open_it(client, member):
    give(make_activity(BUS), "2")
    client.force_login(member.staff.user, "branch.accounts.backends.RoleBackend")

    assert client.get(reverse("ledgers:ledger-detail", args=["service"])).status_code == 403


@pytest.mark.parametrize("rows", [1, 4])
def test_the_ledger_costs_the_same_at_any_length(committee, rows, django_assert_num_queries):
    for _ in range(rows):
        give(make_activity(BUS, host=make_staff()), "2", "2")
    committee.has_perm("activities.view_activity")

    with django_assert_num_queries(2):
        assert len(printed(committee)) == rows
