from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from branch.core.models import Figure
from branch.coverage.models import Excuse
from branch.coverage.status import statuses
from branch.members import actions
from branch.members.duties import CommitteeTerm, ProbationEnds
from branch.members.models import MemberStatus, Office, PartyGroup
from branch.walkins.duties import EveryMemberPairs
from tests.factories import make_member, make_user

pytestmark = pytest.mark.django_db
PROBATIONARY = MemberStatus.Kind.PROBATIONARY
VOTED = date(2025, 12, 12)
FIRST_DAY = date(2026, 11, 12)  # thirty days before the year is over


@pytest.fixture
def probationer():
    return make_member(status=PROBATIONARY, since=VOTED, joined_on=VOTED)


def counts(duty, user, on):
    """The numbers (met, excused, gaps) of a duty as a user sees it."""
    (status,) = statuses(user, on=on, only=[duty])
    return status.whole.met, len(status.excused), len(status.gaps)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (FIRST_DAY - timedelta(1), (1, 0, 0)),
        (FIRST_DAY, (0, 0, 1)),
        (date(2027, 1, 5), (0, 0, 1)),
    ],
)
def test_the_branch_is_reminded_a_month_before_probation_ends(secretary, probationer, on, expected):
    assert counts(ProbationEnds(), secretary, on) == expected


def test_a_gap_has_its_due_day_the_form_and_those_in_charge(secretary, probationer, today):
    Office.objects.create(member=secretary.staff.member, kind="secretary", from_on=VOTED)

    (status,) = statuses(secretary, on=today, only=[ProbationEnds()])

    (gap,) = status.gaps
    assert (gap.due_on, gap.says) == (date(2026, 12, 12), "预备期到 2026-12-12 满")
    assert gap.url == reverse("members:member-regularise", args=[probationer.pk])
    assert gap.user_ids == {secretary.pk}


def close_account(user):
    user.is_active = False
    user.save()


def end_role(user):
    user.grants.update(until_on=date(2026, 11, 23))


def leave_seat(user):
    user.staff.member.offices.update(until_on=date(2026, 11, 23))


@pytest.mark.parametrize("lose", [close_account, end_role, leave_seat])
def test_who_can_no_longer_record_it_is_no_longer_in_charge_once_the_cache_expires(
    secretary, committee, probationer, today, lose
):
    Office.objects.create(member=secretary.staff.member, kind="secretary", from_on=VOTED)
    assert ids_in_charge(committee, today) == {secretary.pk}

    lose(secretary)
    cache.clear()

    assert ids_in_charge(committee, today) == set()


def ids_in_charge(reader, today):
    (status,) = statuses(reader, on=today, only=[ProbationEnds()])
    return status.gaps[0].user_ids


def test_the_term_is_counted_from_a_new_earlier_seat_once_the_cache_expires(secretary):
    make_seats(date(2026, 9, 5))
    on = date(2028, 9, 5)
    assert counts(CommitteeTerm(), secretary, on) == (1, 0, 0)

    Office.objects.create(member=make_member(), kind="youth", from_on=date(2025, 9, 5))
    cache.clear()

    assert counts(CommitteeTerm(), secretary, on) == (0, 0, 1)


def test_only_the_probation_that_ends_soon_is_a_gap(secretary, probationer, today):
    make_member(status=PROBATIONARY, since=today, joined_on=today)

    assert counts(ProbationEnds(), secretary, today) == (1, 0, 1)


def test_an_absence_does_not_excuse_from_the_vote(secretary, probationer, today):
    Excuse.objects.create(
        subject_type="members.member",
        subject_id=probationer.pk,
        reason="支教",
        from_on=VOTED,
        set_by=secretary,
    )

    assert counts(ProbationEnds(), secretary, today) == (0, 0, 1)


def test_a_longer_probation_and_full_membership_end_the_reminder(secretary, probationer):
    on = date(2026, 12, 15)
    by = make_user()

    actions.extend_probation(probationer, decided_on=on, months=6, version=1, on=on, by=by)
    assert counts(ProbationEnds(), secretary, on) == (1, 0, 0)
    on = date(2027, 6, 15)
    assert counts(ProbationEnds(), secretary, on) == (0, 0, 1)
    actions.regularise(probationer, full_on=date(2027, 6, 12), version=2, on=on, by=by)
    assert counts(ProbationEnds(), secretary, on) == (0, 0, 0)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2028, 3, 4), (1, 0, 0)),
        (date(2028, 3, 5), (0, 0, 1)),
        (date(2029, 1, 1), (0, 0, 1)),
    ],
)
def test_the_election_is_a_gap_half_a_year_before_the_term_ends(secretary, on, expected):
    make_seats(date(2025, 9, 5), date(2026, 11, 1))

    assert counts(CommitteeTerm(), secretary, on) == expected


def make_seats(*days):
    for kind, day in zip(("secretary", "youth", "publicity"), days, strict=False):
        Office.objects.create(member=make_member(), kind=kind, from_on=day)


def test_an_election_restarts_the_term_at_once(secretary):
    make_seats(date(2025, 9, 5))
    on = date(2028, 9, 5)
    assert counts(CommitteeTerm(), secretary, on) == (0, 0, 1)

    actions.elect_committee(
        seats={"secretary": secretary.staff.member}, from_on=on, on=on, by=secretary
    )

    assert counts(CommitteeTerm(), secretary, on) == (1, 0, 0)


def test_the_school_sets_the_length_of_a_term(secretary, today):
    make_seats(date(2024, 9, 5))
    assert counts(CommitteeTerm(), secretary, today) == (1, 0, 0)

    Figure.objects.create(
        key="members.term_years", value=2, from_on=today, why="上级规定", set_by=secretary
    )
    cache.clear()

    assert counts(CommitteeTerm(), secretary, today) == (0, 0, 1)


def test_a_branch_without_a_committee_has_no_term(secretary, today):
    assert counts(CommitteeTerm(), secretary, today) == (0, 0, 0)


@pytest.mark.parametrize("duty", [ProbationEnds(), CommitteeTerm()])
def test_only_the_committee_sees_the_duties(member, probationer, today, duty):
    make_seats(date(2020, 9, 5))

    assert statuses(member.staff.user, on=today, only=[duty]) == []


@pytest.mark.parametrize("duty", [ProbationEnds(), EveryMemberPairs()], ids=lambda duty: duty.key)
def test_a_past_day_counts_a_member_in_the_group_of_that_day(duty, probationer, secretary, today):
    yesterday = today - timedelta(days=1)
    other = PartyGroup.objects.create(name="第二党小组")
    actions.regroup_member(
        probationer, group=other, version=probationer.version, on=today, by=secretary
    )

    (then,), (now,) = (statuses(secretary, on=on, only=[duty]) for on in (yesterday, today))

    assert ("第二党小组",) not in then.tallies
    assert now.tallies["第二党小组",].bound == 1


@pytest.mark.parametrize("duty", [ProbationEnds(), EveryMemberPairs()], ids=lambda duty: duty.key)
def test_a_past_day_is_listed_in_the_order_of_the_groups_of_that_day(duty, secretary, today):
    first, second, last = (PartyGroup.objects.create(name=f"{n}组", order=n) for n in (7, 8, 9))
    moved, stays = (
        make_member(status=PROBATIONARY, since=VOTED, joined_on=VOTED, group=group)
        for group in (first, second)
    )
    actions.regroup_member(moved, group=last, version=1, on=today, by=secretary)

    for on, order in ((today - timedelta(days=1), [moved, stays]), (today, [stays, moved])):
        (status,) = statuses(secretary, on=on, only=[duty])
        found = [getattr(row, "member", row) for row in status.waiting]
        assert [member for member in found if member in order] == order
