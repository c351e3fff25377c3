"""Ledger 12: its columns, whose line it shows, and what counts in the year."""

from datetime import date

import pytest
from django.urls import reverse

from branch.core.periods import Period, year
from branch.ledgers.ledger import Ledger
from tests.conftest import TODAY
from tests.factories import make_member
from tests.service.registers.rows import (
    make_community,
    make_content,
    make_deed,
    make_late_deed,
    make_receipt,
    make_registration,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
TITLES = (
    "姓名｜居住社区｜报到日期｜回执（有/无）｜认领岗位或项目｜最近服务日期｜服务内容"
    "｜本年度服务次数｜本年度服务时长（小时）｜社区评价"
)


def ledger():
    return Ledger.of("residence")


def line_of(member, user, on=TODAY):
    period = Period(date(2020, 1, 1), on, "")
    rows = ledger().rows(user, period=period, filters=None)
    return ledger().cells(next(row for row in rows if row == member))[1:]


def test_it_has_the_columns_that_inspectors_ask_for():
    assert "｜".join(column.title for column in ledger().columns) == TITLES


def test_a_line_says_where_and_what_was_done_in_the_year(member, secretary):
    row = make_registration(member, community=make_community("春晖社区"), post="课后阅读")
    make_receipt(row)
    reading, help_out = make_content("课后阅读"), make_content("邻里互助")
    for day, content, minutes in (
        (date(2025, 12, 20), help_out, 240),
        (date(2026, 3, 5), reading, 90),
        (date(2026, 11, 14), help_out, 60),
        (date(2026, 11, 21), reading, 30),
    ):
        make_deed(member, happened_on=day, content=content, minutes=minutes)
    make_late_deed(member, minutes=300)

    assert line_of(member, secretary) == [
        "春晖社区",
        date(2026, 9, 26),
        "有",
        "课后阅读",
        date(2026, 11, 21),
        "课后阅读、邻里互助",
        3,
        3,
        None,
    ]


def test_a_past_day_is_as_it_was(member, secretary):
    make_registration(member)
    make_deed(member, happened_on=date(2026, 11, 14))

    assert line_of(member, secretary, on=date(2026, 9, 1)) == [None] * 4 + [None, None, 0, 0, None]


def test_a_member_reads_their_own_line(member, client):
    make_registration(member)
    other = make_registration(make_member()).member
    client.force_login(member.staff.user, "branch.accounts.backends.RoleBackend")
    text = client.get(reverse("ledgers:ledger-detail", args=["residence"])).text

    assert "本人" in text
    assert (member.staff.name in text, other.staff.name in text) == (True, False)


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_the_same_for_one_and_for_many(count, secretary, django_assert_num_queries):
    for _ in range(count):
        make_deed(make_registration().member)
    secretary.has_perm("members.view_member")

    with django_assert_num_queries(3):
        period = year(TODAY).until(TODAY)
        rows = ledger().rows(secretary, period=period, filters=None)
        assert len([ledger().cells(row) for row in rows]) == count + 1
