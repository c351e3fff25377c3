"""Lines are entered by one and approved by another; they are never edited."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from branch.core.models import AuditEvent, Figure
from branch.core.undo import undo
from branch.coverage.models import Notice
from branch.walkins.actions import (
    approve_aid,
    refuse_aid,
    reverse_aid,
    revise_drive,
    withdraw_aid,
)
from branch.walkins.models import Aid
from tests.factories import make_class, make_guardian, make_staff, make_student, make_user
from tests.walkins.aid.books import TODAY, small
from tests.walkins.families.leavers import leave

pytestmark = pytest.mark.django_db


def reverse_line(line, by, **facts):
    line = Aid.objects.get(pk=line.pk)
    given = {"reason": "receipt", "version": line.version, "on": TODAY, "by": by, **facts}
    return reverse_aid(line, **given)


def test_money_counts_once_another_has_approved_it(books):
    line = books.income(counts=False)
    assert (line.state, books.balance()) == ("waiting", 0)

    books.approve(line)

    assert (books.balance(), books.balance("union")) == (300_000, 300_000)
    line.refresh_from_db()
    assert (line.entered_by, line.decided_by, line.decided_on) == (books.one, books.other, TODAY)


def test_nobody_approves_or_refuses_what_they_entered(books):
    line = books.income(counts=False)

    for step, facts in ((approve_aid, {}), (refuse_aid, {"refusal": "amount"})):
        with pytest.raises(ValidationError, match="登记的人不能自己审核"):
            step(line, version=1, on=TODAY, by=books.one, **facts)
    assert books.balance() == 0


@pytest.mark.parametrize(("amount", "state"), [(20_000, "counted"), (20_001, "waiting")])
def test_goods_up_to_the_figure_count_at_once(books, amount, state):
    books.income()

    line = books.give(amount, **small())

    assert (line.state, line.decided_by) == (state, None)
    assert books.balance() == 300_000 - (amount if state == "counted" else 0)


def test_the_figure_of_the_day_decides(books):
    books.income()
    Figure.objects.create(
        key="walkins.aid_goods_alone", value=50, from_on=TODAY, set_by=make_user(), why="约定"
    )

    assert books.give(5_000, **small()).state == "counted"
    assert books.give(5_001, **small()).state == "waiting"


def test_a_comfort_is_money_or_goods_and_has_an_occasion(books):
    books.income()
    goods = books.give(10_000, **small(kind="comfort", occasion="winter"))
    money = books.give(10_000, kind="comfort", occasion="illness")

    assert [(line.purpose, line.state) for line in (goods, money)] == [
        ("入冬慰问", "counted"),
        ("生病慰问", "waiting"),
    ]
    with pytest.raises(ValidationError, match="慰问请选事由"):
        books.give(10_000, kind="comfort")


def test_a_source_never_goes_below_zero(books):
    books.income(30_000, "union")
    books.income(90_000, "members")
    first, second = books.give(30_000), books.give(30_000)
    books.approve(first)

    with pytest.raises(ValidationError, match=r"只有 0\.00 元，不够支出 300\.00 元"):
        books.approve(second)
    with pytest.raises(ValidationError) as refused:
        books.give(1, **small())
    assert "amount" in refused.value.error_dict
    assert (books.balance("union"), books.balance("members")) == (0, 90_000)


def test_nothing_is_paid_before_the_money_was_there(books):
    books.income(30_000, day=date(2026, 11, 10))

    with pytest.raises(ValidationError, match=r"到 11-09 只有 0\.00 元"):
        books.give(10_000, day=date(2026, 11, 9))
    assert books.give(10_000, day=date(2026, 11, 10)).is_waiting


def test_a_line_before_a_later_one_leaves_that_one_covered(books):
    books.income(30_000)
    books.given(30_000, day=date(2026, 11, 20))

    with pytest.raises(ValidationError, match="不够支出"):
        books.give(10_000, day=date(2026, 11, 5))


def test_the_second_approval_of_a_line_is_refused(books):
    line = books.income(counts=False)
    books.approve(line)
    line.refresh_from_db()

    with pytest.raises(ValidationError, match="已经办过"):
        books.approve(line)
    assert books.balance() == 300_000


def test_a_refused_line_stays_and_counts_nowhere(books):
    line = books.income(counts=False)

    refuse_aid(line, refusal="receipt", version=1, on=TODAY, by=books.other)

    line.refresh_from_db()
    assert (line.state, line.get_refusal_display(), books.balance()) == ("refused", "票据不符", 0)
    assert [notice.title for notice in Notice.objects.filter(user=books.one)] == [
        "您登记的 1 笔帮困助学没有通过审核"
    ]


def test_lines_are_numbered_in_their_drive(books):
    numbers = [books.income().number, books.give().number, books.give(1, **small()).number]

    assert numbers == [1, 2, 3]


def test_a_reversal_leaves_both_lines_and_takes_the_sum_back(books):
    books.income()
    line = books.given(30_000)

    reversal = reverse_line(line, books.one, remark="重新登记")
    assert (reversal.state, books.balance()) == ("waiting", 270_000)
    books.approve(reversal)

    assert books.balance() == 300_000
    rows = books.drive.lines.order_by("number").values_list("number", "state", "flow", "amount")
    assert list(rows) == [
        (1, "counted", 1, 300_000),
        (2, "counted", -1, 30_000),
        (3, "counted", 1, 30_000),
    ]


def test_a_reversal_needs_another_like_its_line(books):
    books.income()
    goods = books.give(10_000, **small())

    assert reverse_line(goods, books.one, reason="returned").state == "counted"
    assert books.balance() == 300_000
    money = reverse_line(books.given(), books.one)
    with pytest.raises(ValidationError, match="不能自己审核"):
        books.approve(money, by=books.one)


def test_a_line_is_reversed_once_and_a_reversal_never(books):
    books.income()
    line = books.given()
    reversal = reverse_line(line, books.one)

    with pytest.raises(ValidationError, match="已经冲正，或者冲正还在审核"):
        reverse_line(line, books.other)
    books.approve(reversal)
    with pytest.raises(ValidationError, match="冲正的一笔不能再冲正"):
        reverse_line(reversal, books.one)
    with pytest.raises(ValidationError, match="不用冲正"):
        reverse_line(books.give(), books.one)


def test_after_a_refused_reversal_another_may_be_entered(books):
    line = books.income()
    reversal = reverse_line(line, books.one)
    refuse_aid(reversal, refusal="other", version=1, on=TODAY, by=books.other)

    books.approve(reverse_line(line, books.one))

    assert books.balance() == 0


def test_an_income_that_is_spent_is_not_reversed(books):
    income = books.income(30_000)
    given = books.given(10_000)

    with pytest.raises(ValidationError, match=r"已经用于支出，“工会”只剩 200\.00 元"):
        reverse_line(income, books.one)
    books.approve(reverse_line(given, books.one))
    books.approve(reverse_line(income, books.one))
    assert books.balance() == 0


def test_what_was_spent_while_a_reversal_waited_stops_it(books):
    reversal = reverse_line(books.income(30_000), books.one)
    books.given(10_000)

    with pytest.raises(ValidationError, match="已经用于支出"):
        books.approve(reversal)
    assert books.balance() == 20_000


def test_a_line_is_withdrawn_by_the_one_who_entered_it_and_waits_again_when_undone(books):
    line = books.income(counts=False)
    with pytest.raises(ValidationError, match="只有登记的人能撤回"):
        withdraw_aid(line, version=1, on=TODAY, by=books.other)
    step = withdraw_aid(line, version=1, on=TODAY, by=books.one)
    with pytest.raises(ValidationError, match="已经办过"):
        books.approve(Aid.objects.get())
    assert not Notice.objects.exists()

    undo(step, on=TODAY, at=timezone.now(), by=books.one)

    assert Notice.objects.get().user == books.other
    books.approve(Aid.objects.get())
    assert books.balance() == 300_000


def test_the_remark_of_a_reversed_income_names_no_colleague(books):
    line = books.income(30_000)

    with pytest.raises(ValidationError, match="不写人名"):
        reverse_line(line, books.one, remark=f"{books.other.staff}多记了")

    assert reverse_line(line, books.one, remark="票据写错").is_waiting


def test_the_rest_of_the_committee_is_told_until_it_is_decided(books):
    line = books.give(10_000) if books.income() else None
    notice = Notice.objects.get()

    assert (notice.user, notice.title) == (books.other, "有 1 笔帮困助学待审核")
    books.approve(line)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 11, 25), "日期不能晚于今天"),
        (date(2026, 11, 1), "不能早于活动开始的 2026-11-02"),
    ],
)
def test_a_line_lies_within_its_drive(books, day, says):
    with pytest.raises(ValidationError, match=says):
        books.income(day=day)


def test_students_are_on_the_roll_each_once(books):
    books.income()
    child, gone = make_student(), leave(make_student())

    assert books.give(10_000, child, child).recipient_count == 1
    with pytest.raises(ValidationError, match="不在籍"):
        books.give(10_000, child, gone)


def test_no_line_names_a_pupil_a_guardian_or_a_donor(books):
    books.income()
    child = make_student(make_class(), name="张晓雨")
    make_guardian(child, name="王秀兰")
    make_staff(name="欧阳明远")

    for facts in ({"goods": "给张晓 雨的书包", **small("给张晓 雨的书包")}, {"payee": "王秀兰"}):
        with pytest.raises(ValidationError, match="请删去"):
            books.give(1_000, child, **facts)
    with pytest.raises(ValidationError, match="写了姓名“欧阳明远”"):
        books.income(payee="欧阳明远代收")


def test_a_drive_ends_when_nothing_waits_and_then_takes_only_reversals(books):
    line, waiting = books.income(), books.income(counts=False)
    facts = {"title": "冬", "started_on": books.drive.started_on, "keeper": books.drive.keeper}
    end = {**facts, "ended_on": TODAY, "version": 1, "on": TODAY, "by": books.one}
    with pytest.raises(ValidationError, match="还有待审核的一笔"):
        revise_drive(books.drive, **end)
    withdraw_aid(waiting, version=1, on=TODAY, by=books.one)
    revise_drive(books.drive, **end)

    with pytest.raises(ValidationError, match="活动已经结束"):
        books.income()
    assert reverse_line(line, books.one).is_waiting


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"started_on": date(2026, 11, 4)}, "started_on"),
        ({"ended_on": date(2026, 11, 2)}, "ended_on"),
        ({"ended_on": date(2026, 11, 25)}, "ended_on"),
        ({"ended_on": date(2026, 11, 1)}, "ended_on"),
    ],
)
def test_the_days_of_a_drive_hold_its_lines(books, days, field):
    books.income(day=date(2026, 11, 3))
    facts = {"title": "冬", "started_on": books.drive.started_on, "keeper": books.drive.keeper}

    with pytest.raises(ValidationError) as refused:
        revise_drive(books.drive, **{**facts, **days}, version=1, on=TODAY, by=books.one)

    assert list(refused.value.error_dict) == [field]


def test_each_step_is_an_audit_event_without_a_name_or_a_sum(books):
    books.income()
    line = books.given()
    reverse_line(line, books.one)

    events = AuditEvent.objects.filter(target_type="walkins.aid").order_by("pk")
    assert [event.verb for event in events] == [
        "aid.entered",
        "aid.approved",
        "aid.entered",
        "aid.approved",
        "aid.reversal_entered",
    ]
    assert {event.says for event in events} == {""}
