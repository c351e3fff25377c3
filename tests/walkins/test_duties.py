from datetime import date, timedelta
from itertools import product

import pytest
from django.core.cache import cache

from branch.core.models import Figure
from branch.coverage.duty import MET, Duty
from branch.coverage.models import Excuse
from branch.coverage.status import count_unassigned, statuses
from branch.members.models import Member
from branch.walkins.actions import end_pairing
from branch.walkins.duties import EveryMemberPairs, EveryNeedIsMet, KeepInTouch
from branch.walkins.models import Pairing, members_to_pair
from tests.factories import (
    make_class,
    make_contact,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_student,
    make_user,
)

pytestmark = pytest.mark.django_db
DUTIES = [KeepInTouch, EveryMemberPairs, EveryNeedIsMet]


@pytest.fixture(autouse=True)
def _in_term(term):
    """A term, so that school days are counted."""


@pytest.fixture
def school(committee):
    """One met and one unmet case of each duty, and one excused pairing."""
    recent, waiting, excused = make_pairing(), make_pairing(), make_pairing()
    make_contact(recent)
    make_need()
    make_need().student.enrolments.update(until_on=date(2026, 10, 1))
    Excuse.objects.create(
        duty_key=KeepInTouch.key,
        subject_type="walkins.pairing",
        subject_id=excused.pk,
        reason="学生病假",
        from_on=date(2026, 11, 1),
        set_by=committee,
    )
    return {"recent": recent, "waiting": waiting, "excused": excused}


def status_of(duty, user, today):
    return statuses(user, on=today, only=[duty()])[0]


@pytest.mark.parametrize(
    ("who", "duty"),
    [
        *product(["secretary", "committee", "member", "pair"], DUTIES),
        *product(["head"], [KeepInTouch, EveryNeedIsMet]),
    ],
)
def test_everyone_bound_is_met_excused_or_a_gap_and_only_one(request, school, duty, who, today):
    if who == "pair":
        user = school["waiting"].member.staff.user
    else:
        person = request.getfixturevalue(who)
        user = getattr(getattr(person, "staff", person), "user", person)
    status = status_of(duty, user, today)
    met = status.rows.filter(standing=MET).values_list("pk", flat=True)
    gaps = [gap.subject.pk for gap in status.gaps]
    excused = [gap.subject.pk for gap, _ in status.excused]

    bound = (
        duty()
        .seen_by(duty().bound(on=today), user, on=today, today=today)
        .values_list("pk", flat=True)
    )
    assert sorted([*met, *gaps, *excused]) == sorted(bound)
    assert len({*met, *gaps, *excused}) == status.whole.bound


def test_a_pairing_waits_in_words_about_the_student(school, committee, today):
    status = status_of(KeepInTouch, committee, today)

    (gap,) = status.gaps
    waiting = school["waiting"]
    assert (status.whole.met, len(status.excused)) == (1, 1)
    assert (gap.subject, gap.student_ids) == (waiting, {waiting.student_id})
    assert gap.title == f"联系结对学生{waiting.student}"
    assert gap.says == "结对 70 天，还没有联系记录"
    assert gap.url == f"/desk/contacts/new/?pairing={waiting.pk}"
    assert gap.user_ids == {waiting.member.staff.user_id}
    assert gap.due_on == date(2026, 11, 29)


def test_a_pairing_whose_member_left_is_to_be_handed_over(committee, today):
    pairing = make_pairing()
    pairing.member.staff.until_on = today - timedelta(days=1)
    pairing.member.staff.save()

    found = {duty.key: status_of(duty, committee, today) for duty in DUTIES}

    (gap,) = found[KeepInTouch.key].gaps
    assert (gap.user_ids, gap.title) == (frozenset(), f"交接结对学生{pairing.student}")
    assert gap.says == "结对党员已离校或转出，请别的党员接手"
    assert gap.url == f"/desk/handovers/{pairing.member_id}/"
    assert count_unassigned(list(found.values()))[KeepInTouch.key].open == 1
    assert [gap.subject for gap in found[EveryNeedIsMet.key].gaps] == [pairing.student]
    assert [gap.subject for gap in found[EveryMemberPairs.key].gaps] == [committee.staff.member]
    assert list(members_to_pair(today)) == [committee.staff.member]
    assert list(Member.objects.voting_on(today)) == [committee.staff.member]
    assert list(Member.objects.present_on(today)) == [committee.staff.member]


def test_the_last_contact_is_named_by_its_days(committee, today):
    make_contact(happened_on=date(2026, 9, 30))

    (gap,) = status_of(KeepInTouch, committee, today).gaps

    assert gap.says == "上次联系：55 天前"


def test_holidays_do_not_count_as_days_without_contact(committee, today):
    """30 calendar days over the winter are not 30 school days."""
    make_contact(happened_on=date(2027, 1, 28))

    assert status_of(KeepInTouch, committee, date(2027, 3, 1)).gaps == []


@pytest.mark.parametrize("last_on", [date(2026, 9, 30), date(2026, 10, 9)])
def test_a_pairing_is_overdue_the_day_after_its_window_is_over(secretary, last_on):
    Figure.objects.create(
        key="walkins.contact_days", value=8, from_on=last_on, why="试行", set_by=secretary
    )
    cache.clear()
    make_contact(happened_on=last_on)

    due_on = KeepInTouch.window.due_on(last_on, last_on=last_on)

    assert not Pairing.objects.overdue_on(due_on).exists()
    assert Pairing.objects.overdue_on(due_on + timedelta(days=1)).exists()


def test_a_student_in_need_waits_since_the_need_was_raised(committee, today):
    student = make_need(raised_on=date(2026, 10, 8)).student
    make_need(student=student, kind="living", raised_on=date(2026, 11, 1))
    make_need(until_on=date(2026, 11, 1), close_reason="met")

    status = status_of(EveryNeedIsMet, committee, today)

    (gap,) = status.gaps
    assert (gap.subject, gap.student_ids) == (student, {student.pk})
    assert (gap.says, gap.group) == ("提出已 47 天", student.class_name_on(today))
    assert gap.url == f"/desk/proposals/new/?student={student.pk}"
    assert gap.user_ids == frozenset()


def test_a_pairing_ended_today_counts_for_no_duty_today(secretary, today):
    """In every duty and in the table of classes."""
    pairing = make_pairing()
    end_pairing(
        pairing, on=today, reason="on_request", outcome="handed_over", version=1, by=secretary
    )

    found = {duty.key: status_of(duty, secretary, today) for duty in DUTIES}

    assert found[KeepInTouch.key].whole.bound == 0
    assert pairing.member in [gap.subject for gap in found[EveryMemberPairs.key].gaps]
    assert [gap.subject for gap in found[EveryNeedIsMet.key].gaps] == [pairing.student]
    heat = EveryNeedIsMet().heat(found[EveryNeedIsMet.key].tallies, on=today)
    (cell,) = [cell for row in heat["rows"] for cell in row.cells if cell]
    assert (cell.tally.done, cell.tally.needed) == (0, 1)


def test_yesterday_still_shows_who_was_paired(secretary, today):
    pairing = make_pairing(
        until_on=today - timedelta(days=1), end_reason="on_request", outcome="handed_over"
    )

    yesterday = status_of(EveryNeedIsMet, secretary, today - timedelta(days=1))

    assert list(yesterday.rows.filter(standing=MET)) == [pairing.student]
    assert yesterday.gaps == []


def test_a_list_can_be_narrowed_to_a_class_and_to_those_in_none(committee, today):
    here, gone = make_pairing(), make_pairing()
    gone.student.enrolments.update(until_on=date(2026, 10, 1))

    status = status_of(KeepInTouch, committee, today)

    names = (here.student.class_name_on(today), "未在班")
    narrowed = [status.narrowed_to(name) for name in names]
    assert [[gap.subject for gap in status.gaps] for status in narrowed] == [[here], [gone]]
    assert [status.whole.bound for status in narrowed] == [1, 1]
    assert status.narrowed_to("初三（30）班").gaps == []


def test_a_student_who_left_the_school_is_no_gap(committee, today):
    gone = make_need().student
    gone.enrolments.update(until_on=date(2026, 10, 1))

    assert status_of(EveryNeedIsMet, committee, today).whole.bound == 0


def test_a_member_without_a_student_is_a_gap_of_the_committee(committee, today):
    pairing = make_pairing()
    newcomer = make_member()

    status = status_of(EveryMemberPairs, committee, today)

    by_subject = {gap.subject: gap for gap in status.gaps}
    assert set(by_subject) == {newcomer, committee.staff.member}
    assert by_subject[newcomer].url == f"/desk/proposals/new/?member={newcomer.pk}"
    assert by_subject[newcomer].user_ids == frozenset()
    assert status.whole.met == Pairing.objects.filter(pk=pairing.pk).count()


def test_a_head_teacher_sees_gaps_of_the_own_class_only(today):
    school_class = make_class()
    head = make_head(school_class)
    mine = make_need(make_student(school_class)).student
    make_need()
    make_pairing()

    assert [gap.subject for gap in status_of(EveryNeedIsMet, head.user, today).gaps] == [mine]
    assert status_of(KeepInTouch, head.user, today).whole.bound == 0


def test_a_head_teacher_has_the_duty_of_members_only_as_a_member(head, today):
    assert statuses(head.user, on=today, only=[EveryMemberPairs()]) == []
    member = make_member(staff=make_head(make_class(number=5)))

    assert [gap.subject for gap in status_of(EveryMemberPairs, member.staff.user, today).gaps] == [
        member
    ]


def test_a_user_without_the_permission_has_no_status(counsellor, today):
    make_need()

    for user in (counsellor, make_user()):
        assert statuses(user, on=today, only=[duty() for duty in DUTIES]) == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("duty", DUTIES)
def test_a_duty_is_counted_in_one_query_and_listed_in_another(
    committee, today, duty, count, django_assert_num_queries
):
    for _ in range(count):
        make_pairing()
        make_need()
        make_member()
    assert status_of(duty, committee, today).gaps

    with django_assert_num_queries(2):
        assert status_of(duty, committee, today).gaps


def test_the_three_duties_are_registered():
    assert {duty.key for duty in DUTIES} <= set(Duty.registry)
