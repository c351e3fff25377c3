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
    """(met, excused, gaps)"""
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
def test_a_month_before_the_year_is_over_the_branch_is_reminded(
    secretary, probationer, on, expected
):
    assert counts(ProbationEnds(), secretary, on) == expected


def test_a_gap_says_when_and_leads_to_the_form_and_to_those_in_charge(
    secretary, probationer, today
):
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
def test_who_can_no_longer_write_it_down_leaves_the_gap_to_the_committee_a_minute_later(
    secretary, committee, probationer, today, lose
):
    Office.objects.create(member=secretary.staff.member, kind="secretary", from_on=VOTED)
    assert who_is_asked(committee, today) == {secretary.pk}

    lose(secretary)
    cache.clear()

    assert who_is_asked(committee, today) == set()


def who_is_asked(reader, today):
    (status,) = statuses(reader, on=today, only=[ProbationEnds()])
    return status.gaps[0].user_ids


def test_an_earlier_seat_is_counted_from_a_minute_later(secretary):
    make_seats(date(2026, 9, 5))
    on = date(2028, 9, 5)
    assert counts(CommitteeTerm(), secretary, on) == (1, 0, 0)

    Office.objects.create(member=make_member(), kind="youth", from_on=date(2025, 9, 5))
    cache.clear()

    assert counts(CommitteeTerm(), secretary, on) == (0, 0, 1)


def test_one_of_two_is_reminded_of(secretary, probationer, today):
    make_member(status=PROBATIONARY, since=today, joined_on=today)

    assert counts(ProbationEnds(), secretary, today) == (1, 0, 1)


def test_whoever_is_away_is_still_to_be_voted_on(secretary, probationer, today):
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
def test_half_a_year_before_the_term_is_over_the_election_is_due(secretary, on, expected):
    make_seats(date(2025, 9, 5), date(2026, 11, 1))

    assert counts(CommitteeTerm(), secretary, on) == expected


def make_seats(*days):
    for kind, day in zip(("secretary", "youth", "publicity"), days, strict=False):
        Office.objects.create(member=make_member(), kind=kind, from_on=day)


def test_an_election_begins_the_years_again_and_is_seen_at_once(secretary):
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
def test_only_the_committee_is_asked(member, probationer, today, duty):
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
