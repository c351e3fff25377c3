"""班级团辅登记表: its columns, whose rows, and that it has no feedback."""

from datetime import UTC, date, datetime

import pytest

from branch.core.periods import Period
from branch.ledgers.ledger import Ledger
from tests.costs import cost_of
from tests.factories import (
    make_class,
    make_member,
    make_posting,
    make_session,
    make_staff,
    read_photo,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), "11月")


def lines(user, period=NOVEMBER):
    ledger = Ledger.of("class-sessions")
    return [ledger.texts(row) for row in ledger.rows(user, period=period, filters={})]


def test_the_columns_are_those_inspectors_ask_for():
    titles = [column.title for column in Ledger.of("class-sessions").columns]

    assert titles == [
        "日期",
        "班级",
        "主题",
        "组织教师",
        "协助党员",
        "地点",
        "参加人数",
        "资料名称",
    ]


def test_a_line_names_leaders_helping_members_and_photos(committee, school_class, head):
    helper, teacher = make_member(staff=make_staff(name="周文静")), make_staff(name="方晓晨")
    session = make_session(
        school_class, leaders=[head], companions=[helper.staff, teacher], feedback_line="愿意开口"
    )
    session.activity.photos.create(uploaded_by=head.user, **read_photo())

    assert lines(committee) == [
        [
            "2026-11-12",
            "初二（3）班",
            "同桌之间",
            "韩若溪",
            "周文静",
            "本班教室",
            "37",
            "现场照片 1 张",
        ]
    ]


def test_planned_and_cancelled_ones_and_other_months_are_left_out(committee, school_class):
    make_session(school_class, state="planned")
    make_session(school_class, state="cancelled")
    make_session(school_class, starts_at=datetime(2026, 10, 12, 7, 50, tzinfo=UTC))

    assert lines(committee) == []


def test_each_reader_has_the_lines_of_the_sessions_they_may_read(head, member, school_class):
    for place in (school_class, make_class(), make_class()):
        make_session(place)
    make_posting(school_class=school_class, member=member)

    assert [len(lines(user)) for user in (head.user, member.staff.user)] == [1, 1]
    ledger, on = Ledger.of("class-sessions"), date(2026, 11, 24)
    scopes = [ledger.scope_of(user, on=on) for user in (head.user, member.staff.user)]
    assert scopes == ["本人、本班", "本人、联系的班级"]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_long(committee, school_class, head, count):
    for day in range(9, 9 + count):
        starts_at = datetime(2026, 11, day, 7, 50, tzinfo=UTC)
        make_session(school_class, leaders=[head], starts_at=starts_at)

    found, cost = cost_of(lines, committee)

    assert (len(found), cost) == (count, 3)
