"""What a home visit is, counts for and refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from branch.core.models import AuditEvent
from branch.walkins.actions import (
    complete_visit,
    miss_visit,
    plan_visit,
    record_visit,
    revise_visit,
    withdraw_visit,
)
from branch.walkins.models import Contact, HomeVisit
from tests.factories import (
    make_class,
    make_hardship,
    make_head,
    make_member,
    make_pairing,
    make_staff,
    make_student,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
SATURDAY = date(2026, 11, 21)


@pytest.fixture
def head():
    school_class = make_class()
    staff = make_head(school_class)
    staff.child = make_student(school_class)
    return staff


def visit_of(staff, child=None, **facts):
    facts = {"happened_on": SATURDAY, "mode": "home", **facts}
    return record_visit(
        student=child or staff.child, visitor=staff, on=TODAY, by=staff.user, **facts
    )


def children_of(visit):
    return [share.student for share in visit.shares.select_related("student")]


def test_a_visit_is_to_all_children_of_the_family(head):
    sister = make_student(family=head.child.family)
    assert children_of(visit_of(head)) == [head.child, sister]


def test_a_visit_by_the_paired_member_is_a_contact_of_the_pairing():
    member = make_member()
    pairing = make_pairing(member=member)
    visit = visit_of(member.staff, pairing.student, mode="phone")
    (contact,) = Contact.objects.filter(visit=visit)
    assert (contact.member, contact.mode, contact.minutes) == (member, "phone", None)
    assert list(contact.pairings.all()) == [pairing]


def test_a_correction_moves_the_contact_and_a_withdrawal_deletes_it():
    member = make_member()
    pairing = make_pairing(member=member)
    visit = visit_of(member.staff, pairing.student)
    friday = date(2026, 11, 20)
    facts = {"happened_on": friday, "mode": "online", "on": TODAY, "by": member.staff.user}
    visit = revise_visit(visit, version=visit.version, **facts)
    assert [share.happened_on for share in pairing.shares.all()] == [friday]
    assert [share.happened_on for share in visit.shares.all()] == [friday]
    withdraw_visit(visit, reason="twice", version=2, on=TODAY, by=member.staff.user)
    assert (Contact.objects.count(), HomeVisit.objects.count()) == (0, 0)
    assert AuditEvent.objects.filter(verb="visit.withdrawn", says="重复记录").count() == 1


def test_a_companion_who_is_paired_has_the_contact_too(head):
    companion = make_member()
    pairing = make_pairing(member=companion, student=head.child)
    visit_of(head, companions=[companion.staff])
    assert pairing.shares.count() == 1


def test_the_family_s_hardship_of_that_school_year_is_kept_with_the_visit(head):
    make_hardship(make_student(family=head.child.family))
    assert visit_of(head).kind_says == "困难家庭"
    make_hardship(other := make_student(head.child.enrolments.get().school_class), first_year=2025)
    assert visit_of(head, other).kind_says == "普访"


def test_a_planned_visit_is_none_until_it_is_made(head):
    visit = plan_visit(student=head.child, visitor=head, happened_on=TODAY, on=TODAY, by=head.user)
    assert not HomeVisit.objects.counted(with_phone=True).exists()
    complete_visit(visit, happened_on=TODAY, mode="home", version=1, on=TODAY, by=head.user)
    assert HomeVisit.objects.counted(with_phone=False).get() == visit


def test_a_visit_recorded_anew_takes_the_place_of_the_one_planned_for_the_day(head):
    planned = plan_visit(
        student=head.child, visitor=head, happened_on=TODAY, on=TODAY, by=head.user
    )
    assert visit_of(head, happened_on=TODAY) == planned
    assert HomeVisit.objects.get().state == "done"


def test_a_missed_visit_is_planned_again_for_another_day(head):
    companion = make_staff()
    visit = plan_visit(
        student=head.child,
        visitor=head,
        companions=[companion],
        happened_on=TODAY,
        on=TODAY,
        by=head.user,
    )
    saturday = date(2026, 11, 28)
    again = miss_visit(visit, reason="moved", again_on=saturday, version=1, on=TODAY, by=head.user)
    visit.refresh_from_db()
    assert (visit.state, visit.get_miss_reason_display()) == ("missed", "改期")
    assert (again.state, again.happened_on) == ("planned", saturday)
    assert list(again.companions.all()) == [companion]


def test_a_telephone_call_counts_only_if_the_figure_says_so(head):
    visit_of(head, mode="phone")
    assert not HomeVisit.objects.counted(with_phone=False).exists()
    assert HomeVisit.objects.counted(with_phone=True).exists()


@pytest.mark.parametrize(
    ("facts", "field", "says"),
    [
        (
            {"happened_on": date(2026, 11, 25)},
            "happened_on",
            "这一天还没有到。还没有走访的，请点“约一次家访”。",
        ),
        (
            {"topics": ["none", "care"]},
            "topics",
            "选了“暂无困难”，就不要再勾别的困难。",
        ),
        ({"topics": ["poverty"]}, "topics", "请从列出的选项里选。"),
        ({"photos_awaited": 2}, "may_photograph", "家长同意拍照，才能传照片。"),
    ],
)
def test_bad_input_is_refused_at_its_field(head, facts, field, says):
    with pytest.raises(ValidationError) as refusal:
        visit_of(head, **facts)
    assert refusal.value.message_dict == {field: [says]}


def test_the_same_visit_is_not_stored_twice(head):
    visit_of(head)
    with pytest.raises(ValidationError, match="没有再存一遍"):
        visit_of(head)


def test_a_stranger_s_family_cannot_be_visited(head):
    with pytest.raises(ValidationError, match="这名学生现在不能选"):
        visit_of(head, make_student())


def test_a_member_names_no_other_visitor():
    member, colleague = make_member(), make_staff()
    pairing = make_pairing(member=member)
    with pytest.raises(ValidationError) as refusal:
        record_visit(
            student=pairing.student,
            visitor=colleague,
            happened_on=SATURDAY,
            mode="home",
            on=TODAY,
            by=member.staff.user,
        )
    assert refusal.value.message_dict == {"visitor": ["请选择走访教师。"]}
