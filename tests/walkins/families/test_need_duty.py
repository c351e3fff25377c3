"""When a difficulty is a gap of its duty, whose it is, and what the desk says before."""

from datetime import date

import pytest

from branch.core.models import AccessRecord, Figure
from branch.coverage.status import count_unassigned, statuses
from branch.walkins.duties import DifficultiesInTime
from tests.factories import (
    make_class,
    make_family_need,
    make_family_pairing,
    make_head,
    make_staff,
    make_student,
)

pytestmark = pytest.mark.django_db
PAST = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """Everything is read on 2026-11-24, a Tuesday."""


@pytest.fixture
def child():
    return make_student(make_class(number=3), name="张晓雨")


def status_of(user, on=date(2026, 11, 24)):
    return statuses(user, on=on, only=[DifficultiesInTime()])[0]


def titles(user):
    return [gap.title for gap in status_of(user).gaps]


def desk_of(client, user):
    client.force_login(user)
    return client.get("/desk/")


def test_an_open_difficulty_is_bound_and_met_until_its_day_is_over(committee, child):
    need = make_family_need(child.family, due_on=PAST)
    make_family_need(child.family, kind="place", due_on=PAST, outcome="solved", closed_on=PAST)
    make_family_need(kind="medical")

    on_the_day, now = status_of(committee, PAST), status_of(committee)

    assert (on_the_day.whole.bound, on_the_day.whole.met) == (2, 2)
    assert (now.whole.bound, now.whole.met) == (2, 1)
    (gap,) = now.gaps
    assert (gap.subject, gap.since, gap.due_on) == (need, PAST, date(2026, 11, 29))
    assert (gap.title, gap.group) == ("写张晓雨家的办理情况", "初二（3）班")
    assert gap.says == "完成时限 11-20，写明进展，改定日期"
    assert (gap.user_ids, gap.student_ids) == ({need.owner.user_id}, {child.pk})


def test_a_holiday_pauses_nothing(committee):
    make_family_need(due_on=date(2027, 2, 10), owner=make_staff())

    assert len(status_of(committee, date(2027, 2, 11)).gaps) == 1


def test_it_is_seen_by_those_who_read_the_difficulty(committee, child):
    need = make_family_need(child.family, due_on=PAST)
    pair = make_family_pairing(family=child.family).member.staff
    head = make_head(child.enrolments.get().school_class)
    readers = [committee, pair.user, head.user, need.owner.user]
    others = [make_staff().user, make_head(make_class()).user]

    assert [len(titles(user)) for user in readers + others] == [1, 1, 1, 1, 0, 0]


def test_a_head_teacher_reads_the_name_of_the_own_child(child):
    brother = make_student(make_class(entry_year=2026), name="张晓雷", family=child.family)
    make_family_need(child.family, due_on=PAST)
    head = make_head(brother.enrolments.get().school_class)

    (gap,) = status_of(head.user).gaps

    assert (gap.title, gap.student_ids) == ("写张晓雷家的办理情况", {brother.pk})


def test_one_without_an_owner_who_can_act_is_the_committee_s(committee):
    for owner in (make_staff(until_on=PAST), make_staff(with_user=False), make_staff()):
        make_family_need(owner=owner, due_on=PAST)

    status = status_of(committee)

    assert count_unassigned([status])[DifficultiesInTime.key].open == 2
    assert sorted(len(gap.user_ids) for gap in status.gaps) == [0, 0, 1]


def test_the_desk_reminds_the_owner_a_week_ahead_without_the_kind(client, child):
    owner = make_staff()
    days = [PAST, date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 2)]
    for kind, day in zip(["place", "care", "medical", "living"], days, strict=True):
        make_family_need(child.family, kind=kind, due_on=day, owner=owner)

    page = desk_of(client, owner.user)

    todos = [(todo.due_on, todo.tag) for todo in page.context["todos"]]
    assert todos == [
        (date(2026, 11, 24), "今天"),
        (date(2026, 11, 29), "本周内"),
        (date(2026, 12, 1), "12-01 前"),
    ]
    assert page.text.count("写张晓雨家的办理情况</h3>") == 3
    assert not [kind for kind in ("学习场所", "照护不足", "就医") if kind in page.text]
    assert AccessRecord.objects.get().subjects == {"student": [child.pk]}


def test_the_desk_of_a_colleague_has_none_of_it(client, committee, child):
    make_family_need(child.family, due_on=date(2026, 11, 27))

    for user in (committee, make_staff().user):
        assert "张晓雨" not in desk_of(client, user).text


def test_how_many_days_ahead_is_a_figure(client, child, secretary):
    need = make_family_need(child.family, due_on=date(2026, 12, 8))
    assert "张晓雨" not in desk_of(client, need.owner.user).text
    Figure.objects.create(
        key="walkins.difficulty_days", value=14, from_on=PAST, why="试行", set_by=secretary
    )

    assert "张晓雨" in desk_of(client, need.owner.user).text
