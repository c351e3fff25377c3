"""Who is told of a pairing, a difficulty or a planned visit, and when the notice is gone."""

from datetime import date, timedelta

import pytest

from branch.coverage.models import Notice
from branch.coverage.notices import with_details
from branch.walkins import actions
from branch.walkins.models import HomeVisit
from tests.conftest import TODAY
from tests.factories import (
    make_family_need,
    make_hardship,
    make_member,
    make_need,
    make_staff,
    make_student,
    make_visit,
)
from tests.walkins.pages import agreed

pytestmark = pytest.mark.django_db
SATURDAY = date(2026, 11, 28)
FACTS = {"happened_on": TODAY, "mode": "home"}


@pytest.fixture
def by(committee):
    committee.name = "陈立群"
    committee.save()
    return committee


def told(staff):
    """[(title, line)] of the notices of a colleague, the newest first."""
    rows = list(Notice.objects.visible_to(staff.user))
    with_details(rows, user=staff.user, on=TODAY)
    return [(row.title, row.detail) for row in rows]


def pair(member, by):
    student = make_need().student
    days = {"started_on": TODAY, **agreed(TODAY)}
    return actions.start_pairing(student=student, member=member, on=TODAY, by=by, **days)


def pair_with_family(member, by):
    family = make_hardship().student.family
    days = {"started_on": TODAY, "agreed_on": TODAY, "agreed_by": "mother"}
    return actions.start_family_pairing(family=family, member=member, on=TODAY, by=by, **days)


def raise_for(owner, by):
    facts = {"kind": "care", "due_on": SATURDAY, "owner": owner}
    return actions.raise_family_need(student=make_student(), on=TODAY, by=by, **facts)


def plan(visitor, by, *companions, student=None):
    facts = {"happened_on": SATURDAY, "companions": companions}
    student = student or make_student()
    return actions.plan_visit(student=student, visitor=visitor, on=TODAY, by=by, **facts)


def test_a_member_is_told_of_a_pairing_with_a_student(member, by):
    pair(member, by)

    assert told(member.staff) == [("您与 1 名学生的结对开始了", "陈立群 登记，11月24日 起")]


def test_it_is_gone_with_the_first_contact_with_that_student(member, by):
    first, second = pair(member, by), pair(member, by)

    facts = {"kind": "care", "happened_on": TODAY}
    actions.record_contact(pairings=[first], on=TODAY, by=member.staff.user, **facts)

    assert [row.subject_id for row in Notice.objects.all()] == [second.pk]


def test_it_is_gone_when_the_pairing_ends(member, by):
    pairing = pair(member, by)
    pair(make_member(), by)

    end = {"reason": "other", "outcome": "paused", "version": pairing.version}
    actions.end_pairing(pairing, on=TODAY, by=by, **end)

    assert (told(member.staff), Notice.objects.count()) == ([], 1)


def test_a_member_is_told_of_a_pairing_with_a_family(member, by):
    pairing = pair_with_family(member, by)

    assert told(member.staff) == [("支委安排您结对 1 个家庭", "陈立群 安排，11月24日 起")]

    end = {"reason": "mistaken", "version": pairing.version}
    actions.end_family_pairing(pairing, on=TODAY, by=by, **end)
    assert told(member.staff) == []


@pytest.mark.parametrize("who", ["visitor", "companion"])
def test_both_are_gone_with_the_first_visit_of_the_member(member, by, who):
    pairing = pair_with_family(member, by)
    child, staff, other = pairing.family.students.get(), member.staff, make_staff()
    make_need(child)
    days = {"started_on": TODAY, **agreed(TODAY), "on": TODAY, "by": by}
    actions.start_pairing(student=child, member=member, **days)
    assert len(told(staff)) == 2

    team = (staff, []) if who == "visitor" else (other, [staff])
    facts = {"visitor": team[0], "companions": team[1]}
    actions.record_visit(student=child, on=TODAY, by=by, **FACTS, **facts)

    assert told(staff) == []


def test_a_visit_to_another_family_ends_neither(member, by):
    pair_with_family(member, by)

    actions.record_visit(student=make_student(), visitor=member.staff, on=TODAY, by=by, **FACTS)

    assert len(told(member.staff)) == 1


def test_who_pairs_themselves_is_not_told(by):
    pair(by.staff.member, by)

    assert told(by.staff) == []


def test_the_owner_of_a_difficulty_is_told_by_whom(by):
    owner = make_staff()
    need = raise_for(owner, by)

    assert told(owner) == [("有 1 件实际困难由您负责", "陈立群 交给您办")]

    actions.close_family_need(need, outcome="solved", version=1, on=TODAY, by=owner.user)
    assert told(owner) == []


def test_a_difficulty_that_is_given_on_is_no_longer_the_first_owner_s(by):
    first, second = make_staff(), make_staff()
    need = raise_for(first, by)

    facts = {"due_on": SATURDAY, "version": need.version, "owner": second}
    actions.revise_family_need(need, on=TODAY, by=by, **facts)

    assert (told(first), len(told(second))) == ([], 1)


def test_who_writes_how_a_difficulty_stands_tells_nobody(by):
    owner = make_staff()
    need = make_family_need(owner=owner)

    facts = {"due_on": SATURDAY, "version": need.version, "owner": owner}
    actions.revise_family_need(need, on=TODAY, by=by, **facts)

    assert Notice.objects.count() == 0


def test_the_team_of_a_planned_visit_is_told(by):
    visitor, companion = make_staff(), make_staff()
    plan(visitor, by, companion)

    assert told(visitor) == [("有 1 次家访请您走访", "陈立群 约的，11月28日")]
    assert told(companion) == [("有 1 次家访请您同行", "陈立群 约的，11月28日")]


def test_a_visitor_who_plans_it_tells_the_companion_alone(by):
    companion = make_staff()
    plan(by.staff, by, companion)

    assert (told(by.staff), len(told(companion))) == ([], 1)


@pytest.mark.parametrize("end", ["made", "made_anew", "missed", "withdrawn", "in_a_batch"])
def test_it_is_gone_with_the_visit(by, end):
    visitor, companion, student = make_staff(), make_staff(), make_student()
    visit = plan(visitor, by, companion, student=student)
    HomeVisit.objects.update(happened_on=TODAY)
    visit.shares.update(happened_on=TODAY)
    common = {"on": TODAY, "by": by}
    ends = {
        "made": lambda: actions.complete_visit(visit, version=1, **FACTS, **common),
        "made_anew": lambda: record(student, visitor, by),
        "missed": lambda: actions.miss_visit(visit, reason="nobody", version=1, **common),
        "withdrawn": lambda: actions.withdraw_visit(visit, reason="twice", version=1, **common),
        "in_a_batch": lambda: actions.record_batch(
            students=[student], visitor=visitor, **FACTS, **common
        ),
    }
    plan(make_staff(), by)

    ends[end]()

    assert (told(visitor), told(companion), Notice.objects.count()) == ([], [], 1)


def record(student, visitor, by):
    return actions.record_visit(student=student, visitor=visitor, on=TODAY, by=by, **FACTS)


def test_a_visit_that_is_moved_is_told_anew(by):
    visitor, companion = make_staff(), make_staff()
    visit = plan(visitor, by, companion)

    facts = {"reason": "moved", "again_on": SATURDAY + timedelta(days=7), "version": 1}
    actions.miss_visit(visit, on=TODAY, by=visitor.user, **facts)

    assert told(visitor) == []
    assert told(companion)[0][1] == f"{visitor.user} 约的，12月5日"
    assert Notice.objects.count() == 1


def test_visits_planned_at_once_are_told_by_one_notice(by):
    visitor, companion = make_staff(), make_staff()
    students = [make_student() for _ in range(3)]

    facts = {"visitor": visitor, "happened_on": SATURDAY, "companions": [companion]}
    batch = actions.plan_batch(students=students, on=TODAY, by=by, **facts)

    assert len(batch.visits) == 3
    assert told(visitor) == [("有 3 次家访请您走访", "陈立群 约的，11月28日")]
    assert told(companion) == [("有 3 次家访请您同行", "陈立群 约的，11月28日")]


def test_a_batch_that_plans_nothing_tells_nobody(by):
    student, visitor = make_student(), make_staff()
    make_visit(student, state="planned", happened_on=SATURDAY)

    facts = {"visitor": visitor, "happened_on": SATURDAY}
    actions.plan_batch(students=[student], on=TODAY, by=by, **facts)

    assert Notice.objects.count() == 0


@pytest.mark.parametrize("what", ["pairing", "family", "difficulty", "visit"])
def test_each_leads_its_reader_to_a_page_that_opens(client, member, by, what):
    staff = member.staff
    {
        "pairing": lambda: pair(member, by),
        "family": lambda: pair_with_family(member, by),
        "difficulty": lambda: raise_for(staff, by),
        "visit": lambda: plan(make_staff(), by, staff),
    }[what]()
    notice = Notice.objects.visible_to(staff.user).get()
    client.force_login(staff.user)

    page = client.post(f"/desk/coverage/notices/{notice.pk}/open/", follow=True)

    assert (page.redirect_chain, page.status_code) == ([(notice.url_on(TODAY), 302)], 200)
