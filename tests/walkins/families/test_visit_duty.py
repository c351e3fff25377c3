"""困难家庭走访: who is to be visited, by whom, and what counts."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from branch.core.models import Figure
from branch.coverage.models import Excuse
from branch.coverage.status import Tally, count_unassigned, statuses
from branch.walkins.duties import EveryHardshipFamilyIsVisited
from tests.factories import (
    make_campaign,
    make_class,
    make_family_pairing,
    make_hardship,
    make_head,
    make_member,
    make_staff,
    make_student,
    make_visit,
)
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
DUTY = EveryHardshipFamilyIsVisited.key
SATURDAY, NEXT_SATURDAY = date(2026, 11, 21), date(2026, 11, 28)


@pytest.fixture
def child(term):
    """A child of a hardship family, in a class with a head teacher."""
    school_class = make_class(number=3)
    head = make_head(school_class, staff=make_staff(name="方晓晨"))
    student = make_hardship(make_student(school_class, name="李明")).student
    student.head = head
    return student


def status_of(user, today):
    cache.clear()
    return statuses(user, on=today, only=[EveryHardshipFamilyIsVisited()])[0]


def standing_of(user, today):
    whole = status_of(user, today).whole
    return whole.met, whole.excused, whole.open


def test_a_family_that_was_not_visited_this_term_is_a_gap(child, committee, today):
    make_student()

    (gap,) = status_of(committee, today).gaps

    assert (gap.subject, gap.title) == (child.family, "走访李明家")
    assert (gap.says, gap.whose) == ("本学期还没有走访", "班主任 方晓晨")
    assert (gap.group, gap.student_ids) == ("初二（3）班", {child.pk})
    assert (gap.since, gap.due_on) == (date(2026, 9, 1), date(2027, 1, 29))
    assert gap.url == f"{reverse('walkins:visit-create')}?student={child.pk}"


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ({"mode": "home"}, (1, 0, 0)),
        ({"mode": "online"}, (1, 0, 0)),
        ({"mode": "phone"}, (0, 0, 1)),
        ({"state": "planned"}, (0, 0, 1)),
        ({"state": "missed", "miss_reason": "nobody"}, (0, 0, 1)),
        ({"happened_on": date(2026, 8, 31)}, (0, 0, 1)),
    ],
)
def test_a_visit_of_this_term_that_was_made_counts(child, committee, today, facts, standing):
    make_visit(child, **facts)

    assert standing_of(committee, today) == standing


def test_a_visit_to_a_sibling_is_one_to_the_family(child, committee, today):
    make_visit(make_student(family=child.family))

    assert standing_of(committee, today) == (1, 0, 0)


def test_a_telephone_call_counts_if_the_school_says_so(child, committee, today):
    make_visit(child, mode="phone")
    _set_figure("walkins.visits_by_phone", 1, committee)

    assert standing_of(committee, today) == (1, 0, 0)


def test_the_school_may_ask_for_two_visits_a_term(child, committee, today):
    _set_figure("walkins.visits_a_term", 2, committee)
    make_visit(child)

    (gap,) = status_of(committee, today).gaps

    assert gap.says == "本学期已走访 1 次，还差 1 次"
    assert status_of(committee, today).whole.done == 1
    make_visit(child, happened_on=SATURDAY)
    assert standing_of(committee, today) == (1, 0, 0)


def _set_figure(key, value, by):
    Figure.objects.create(key=key, value=value, from_on=date(2026, 9, 1), why="试行", set_by=by)


def test_a_planned_visit_is_named_and_does_not_count(child, committee, today):
    make_visit(child, happened_on=NEXT_SATURDAY, state="planned")

    (gap,) = status_of(committee, today).gaps

    assert gap.line == "本学期还没有走访，已约 11月28日，走访后才计入"


def test_the_paired_member_is_to_go_before_the_head_teacher(child, committee, today):
    pairing = make_family_pairing(family=child.family)

    (gap,) = status_of(committee, today).gaps

    pair = pairing.member.staff
    assert (gap.whose, gap.user_ids) == (f"结对党员 {pair}", {pair.user_id})
    assert [found.subject for found in status_of(pair.user, today).own_gaps] == [child.family]
    assert status_of(child.head.user, today).own_gaps == []


def test_without_a_pair_it_is_the_head_teacher_s(child, today):
    (gap,) = status_of(child.head.user, today).own_gaps

    assert (gap.title, gap.user_ids) == ("走访李明家", {child.head.user_id})


@pytest.mark.parametrize("who", ["own", "other"])
def test_a_visit_one_has_planned_is_not_asked_for_twice(child, today, who):
    visitor = child.head if who == "own" else make_staff()
    make_visit(child, visitor=visitor, happened_on=NEXT_SATURDAY, state="planned")

    gaps = status_of(child.head.user, today).own_gaps

    assert [gap.subject for gap in gaps] == ([] if who == "own" else [child.family])


def test_a_family_nobody_is_to_visit_is_the_committee_s(term, committee, today):
    make_hardship()
    own = make_hardship(make_student(make_class(number=5))).student
    make_head(own.enrolments.get().school_class)

    assert count_unassigned([status_of(committee, today)]) == {DUTY: Tally(open=1, missing=1)}


def test_a_head_teacher_reads_the_child_of_the_own_class_alone(child, today):
    sister = make_student(make_class(number=7), name="李悦", family=child.family)
    other_head = make_head(sister.enrolments.get().school_class)
    make_hardship()

    (gap,) = status_of(other_head.user, today).gaps

    assert (gap.title, gap.group) == ("走访李悦家", "初二（7）班")
    assert gap.student_ids == {sister.pk}


def test_a_member_without_a_family_sees_none(child, today):
    assert status_of(make_member().staff.user, today).whole.bound == 0


def test_a_declined_visit_is_excused_until_its_day(client, child, committee, the_day):
    client.force_login(committee)
    address = reverse("coverage:excuse-create", args=[DUTY, child.family_id])

    form = filled(client, address) | {"reason": "家长婉拒", "until_on": "2026-12-31"}
    page = client.post(address, form, follow=True)

    assert "走访李明家" in client.get(reverse("coverage:board"), {"duty": DUTY}).text
    assert "暂缓已登记。" in page.text
    excuse = Excuse.objects.get()
    assert (excuse.subject_type, excuse.subject_id) == ("school.family", child.family_id)
    days = [the_day, excuse.until_on, excuse.until_on + timedelta(days=1)]
    assert [standing_of(committee, day) for day in days] == [(0, 1, 0), (0, 1, 0), (0, 0, 1)]


def test_in_the_holidays_nothing_is_due_and_no_gap_opens(child, committee):
    other = make_hardship(make_student(make_class(number=4))).student
    make_visit(child)
    holiday = date(2027, 2, 10)

    (gap,) = status_of(committee, holiday).gaps

    assert (gap.subject, gap.due_on) == (other.family, None)
    make_visit(other, happened_on=date(2027, 2, 6))
    assert standing_of(committee, holiday) == (2, 0, 0)


def test_a_running_campaign_for_the_family_has_the_window(child, committee, today):
    make_visit(child)
    make_campaign(from_on=date(2026, 11, 16), until_on=date(2026, 12, 31))

    (gap,) = status_of(committee, today).gaps

    assert gap.says == "本次走访活动还没有走访"
    assert (gap.since, gap.due_on) == (date(2026, 11, 16), date(2026, 12, 31))
    make_visit(child, happened_on=SATURDAY)
    assert standing_of(committee, today) == (1, 0, 0)


@pytest.mark.parametrize(
    ("audience", "open_count"), [("grade", 1), ("class", 1), ("chosen", 1), ("other class", 0)]
)
def test_a_campaign_concerns_those_it_is_for(child, committee, today, audience, open_count):
    make_visit(child)
    school_class = child.enrolments.get().school_class
    fields = {
        "grade": {"audience": "grade", "entry_year": school_class.entry_year},
        "class": {"audience": "class", "school_class": school_class},
        "chosen": {"audience": "chosen"},
        "other class": {"audience": "class", "school_class": make_class()},
    }[audience]
    campaign = make_campaign(from_on=date(2026, 11, 16), **fields)
    if audience == "chosen":
        campaign.students.add(child)

    assert status_of(committee, today).whole.open == open_count


def test_once_a_campaign_is_over_the_term_counts_again(child, committee, today):
    make_visit(child)
    make_campaign(from_on=date(2026, 11, 16), until_on=date(2026, 11, 23))

    assert standing_of(committee, today) == (1, 0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_counted_in_one_query_and_listed_in_another(
    child, committee, today, count, django_assert_num_queries
):
    for _ in range(count):
        make_hardship()
    make_campaign(audience="grade", entry_year=2024, from_on=date(2026, 11, 16))
    assert standing_of(committee, today) == (0, 0, count + 1)
    status = status_of(committee, today)

    with django_assert_num_queries(2):
        assert len(status.gaps) == count + 1
