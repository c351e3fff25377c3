"""What a difficulty of a family is, who may raise and close it, and what each step leaves behind."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branch.core.models import AuditEvent, Stale
from branch.core.undo import undo
from branch.walkins.actions import close_family_need, raise_family_need, revise_family_need
from branch.walkins.models import FamilyNeed
from tests.factories import (
    make_class,
    make_family_need,
    make_family_pairing,
    make_head,
    make_staff,
    make_student,
)

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2026, 11, 24), date(2026, 12, 15)
NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def head():
    school_class = make_class()
    staff = make_head(school_class)
    staff.child = make_student(school_class)
    return staff


def raise_for(staff, child=None, **facts):
    facts = {"kind": "care", "due_on": LATER, **facts}
    return raise_family_need(student=child or staff.child, on=TODAY, by=staff.user, **facts)


def close(need, by, outcome="solved", **facts):
    return close_family_need(need, outcome=outcome, version=need.version, on=TODAY, by=by, **facts)


def refusal_of(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return getattr(refusal.value, "message_dict", refusal.value.messages)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "says"))


def test_a_difficulty_belongs_to_the_family_and_to_its_owner(head):
    need = raise_for(head, remark="放学后到家长下班前")

    assert (need.family, need.owner, need.raised_on) == (head.child.family, head, TODAY)
    assert verbs() == [("familyneed.raised", "")]


def test_a_child_without_a_family_gets_one(head):
    child = make_student(head.child.enrolments.get().school_class, family=None)

    need = raise_for(head, child)

    child.refresh_from_db()
    assert (need.family, child.family is None) == (child.family, False)


def test_a_family_has_one_open_difficulty_of_a_kind(head):
    first = raise_for(head)

    says = ["这个家庭已有一件同类困难在办，请在那一件里写办理情况。"]
    assert refusal_of(raise_for, head) == {"kind": says}
    close(first, head.user)
    assert raise_for(head).pk != first.pk


def test_the_family_is_locked_before_open_ones_are_looked_for(head):
    with CaptureQueriesContext(connection) as queries:
        raise_for(head)

    reads = [row["sql"] for row in queries if row["sql"].startswith("SELECT")]
    locked = next(number for number, sql in enumerate(reads) if "school_family" in sql[:60])
    looked = next(number for number, sql in enumerate(reads) if "walkins_familyneed" in sql)
    assert locked < looked
    has_locks = connection.features.has_select_for_update
    assert any(sql.endswith("FOR UPDATE") for sql in reads[:looked]) is has_locks


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"due_on": date(2026, 11, 23)}, "due_on"),
        ({"kind": "money"}, "kind"),
        ({"remark": "字" * 101}, "remark"),
        ({"measure": "cash"}, "measure"),
    ],
)
def test_a_refusal_is_said_at_its_field(head, facts, field):
    assert list(refusal_of(raise_for, head, **facts)) == [field]


def test_an_owner_works_here(head):
    gone = make_staff(until_on=date(2026, 11, 23))

    assert list(refusal_of(raise_for, head, owner=gone)) == ["owner"]


def test_nobody_raises_one_for_a_family_out_of_reach(head):
    assert list(refusal_of(raise_for, head, make_student())) == ["student"]


def test_a_pair_names_nobody_else_as_owner():
    child = make_student()
    pair = make_family_pairing(family=child.family).member.staff

    assert list(refusal_of(raise_for, pair, child, owner=make_staff())) == ["owner"]
    assert raise_for(pair, child).owner == pair


def test_the_trace_of_a_moved_day_has_the_days_and_no_text(head):
    need = raise_for(head)
    facts = {"measure": "after_school", "remark": "妈妈夜班到九点", "on": TODAY, "by": head.user}

    revise_family_need(need, due_on=date(2026, 12, 20), version=1, **facts)

    need.refresh_from_db()
    assert (need.measure, need.remark, need.version) == ("after_school", "妈妈夜班到九点", 2)
    assert verbs()[1:] == [
        ("familyneed.moved", "完成时限 2026-12-15 改为 2026-12-20"),
        ("familyneed.revised", ""),
    ]


def test_a_day_that_has_passed_stays_or_moves_forward(head):
    need = make_family_need(head.child.family, due_on=date(2026, 11, 20))
    facts = {"version": 1, "on": TODAY, "by": head.user}

    says = ["完成时限不能早于今天。"]
    assert refusal_of(revise_family_need, need, due_on=date(2026, 11, 23), **facts) == {
        "due_on": says
    }
    assert revise_family_need(need, due_on=need.due_on, measure="talk", **facts).measure == "talk"


def test_the_second_of_two_writers_is_refused(head):
    need = raise_for(head)
    facts = {"due_on": LATER, "version": 1, "on": TODAY, "by": head.user}
    revise_family_need(need, **facts)

    with pytest.raises(Stale):
        revise_family_need(need, **facts)
    with pytest.raises(Stale):
        close(need, head.user)


def test_it_closes_only_with_an_outcome_of_the_list(head):
    need = raise_for(head)

    assert list(refusal_of(close, need, head.user, outcome="")) == ["__all__"]
    assert list(refusal_of(close, need, head.user, outcome="fine")) == ["outcome"]
    close(need, head.user, outcome="to_civil_affairs", measure="talk")
    need.refresh_from_db()
    assert (need.outcome, need.measure, need.closed_on) == ("to_civil_affairs", "talk", TODAY)
    assert refusal_of(close, need, head.user) == ["这件困难已经办结。"]


def test_a_closing_is_undone_the_same_day(head):
    need = raise_for(head)
    step = close(need, head.user)

    undo(step, on=TODAY, at=NOON, by=head.user)

    need.refresh_from_db()
    assert (need.is_open, need.outcome) == (True, "")
    assert verbs()[-1] == ("familyneed.reopened", "")


def test_it_is_not_undone_where_another_of_its_kind_is_open(head):
    step = close(raise_for(head), head.user)
    raise_for(head)

    says = ["这个家庭已有一件同类困难在办，请在那一件里写办理情况。"]
    assert refusal_of(undo, step, on=TODAY, at=NOON, by=head.user) == {"__all__": says}


def test_a_user_to_whom_it_was_closed_meanwhile_changes_nothing(head):
    need = raise_for(head)
    stranger = make_staff().user

    facts = {"version": need.version, "on": TODAY, "by": stranger}
    refused = refusal_of(revise_family_need, need, due_on=LATER, measure="talk", **facts)
    assert refused == refusal_of(close, need, stranger)
    assert refused == ["这件困难现在不归您办理，请支委办理。"]
    assert FamilyNeed.objects.filter(measure="", closed_on=None, version=1).count() == 1


def test_only_the_family_s_people_and_the_owner_read_it(head, committee, counsellor):
    need = raise_for(head, owner=make_staff())
    pair = make_family_pairing(family=head.child.family).member.staff
    users = [head.user, committee, pair.user, need.owner.user]
    closed_to = [counsellor, make_staff().user, make_head(make_class()).user]

    def readers(users):
        rows = FamilyNeed.objects
        return [rows.visible_to(user, on=TODAY).filter(pk=need.pk).exists() for user in users]

    assert (readers(users), readers(closed_to)) == ([True] * 4, [False] * 3)
    close(need, committee)
    assert readers(users) == [True, True, True, False]
