"""The counts of every duty equal its rows counted one by one, on random small schools."""

from collections import Counter, defaultdict
from contextlib import contextmanager
from datetime import timedelta
from itertools import product

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from branch.accounts.models import Role
from branch.coverage.duty import EXCUSED, MET, OPEN, Duty
from branch.coverage.models import Excuse
from branch.coverage.status import Tally, count_unassigned, load_tallies, statuses
from branch.members.models import MemberStatus, Office, PartyGroup
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_staff,
    make_student,
)
from tests.service.registers.rows import make_registration
from tests.short_transactions import rolled_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
SOME = settings(
    max_examples=8,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
READERS = ["secretary", "member", "head"]
DAYS = [TODAY - timedelta(days=60), TODAY - timedelta(days=7), TODAY]
ANY = {
    "dice": st.randoms(use_true_random=True),
    "who": st.sampled_from(READERS),
    "on": st.sampled_from(DAYS),
}


@contextmanager
def school(dice):
    """Build a random small school and yield its readers by name; rolled back afterwards."""
    cache.clear()
    with rolled_back():
        yield build(dice)


def build(dice):
    people = [make_member(Role.SECRETARY), make_member(), *(a_member(dice) for _ in range(4))]
    classes = [make_class(), make_class()]
    pupils = [a_pupil(dice, classes) for _ in range(6)]
    for pair in dice.sample(list(product(people, pupils)), 9):
        a_pairing(dice, *pair)
    for person in dice.sample(people, 4):
        a_registration(dice, person)
    for kind in dice.sample(Office.Kind.values, 2):
        Office.objects.create(member=dice.choice(people), kind=kind, from_on=a_day(dice, 1200))
    excuse_some(dice, by=people[0].staff.user)
    readers = people[0].staff.user, people[1].staff.user, make_head(classes[0]).user
    return dict(zip(READERS, readers, strict=True))


def a_day(dice, before):
    return TODAY - timedelta(days=dice.randint(0, before))


def a_member(dice):
    day, group = a_day(dice, 420), dice.choice(["第一党小组", "第二党小组"])
    return make_member(
        status=dice.choice(MemberStatus.Kind.values),
        since=day,
        joined_on=day,
        staff=make_staff(with_user=dice.random() < 0.7, until_on=dice.choice([None, day])),
        group=PartyGroup.objects.get_or_create(name=group)[0],
    )


def a_pupil(dice, classes):
    student = make_student(dice.choice(classes))
    if dice.random() < 0.2:
        student.enrolments.update(until_on=a_day(dice, 70))
    for kind in ("company", "learning")[: dice.randint(0, 2)]:
        make_need(student, kind=kind, raised_on=a_day(dice, 90))
    return student


def a_pairing(dice, member, student):
    day = a_day(dice, 130)
    ended = {"until_on": TODAY - timedelta(days=5), "end_reason": "other", "outcome": "done"}
    is_over = dice.random() < 0.3 and day <= ended["until_on"]
    pairing = make_pairing(
        member=member, student=student, started_on=day, **(ended if is_over else {})
    )
    if member.staff.user and dice.random() < 0.5:
        make_contact(pairing, happened_on=a_day(dice, (TODAY - day).days))


def a_registration(dice, member):
    day = a_day(dice, 130)
    ends = {"until_on": max(day, a_day(dice, 60))} if dice.random() < 0.3 else {}
    make_registration(member, from_on=day, **ends)


def excuse_some(dice, *, by):
    for duty, day in product(Duty.every(), DAYS):
        for row in duty.bound(on=day):
            if dice.random() < 0.15:
                Excuse.objects.create(
                    duty_key=dice.choice([duty.key, ""]),
                    subject_type=row._meta.label_lower,
                    subject_id=row.pk,
                    reason="请假",
                    from_on=day,
                    until_on=day + timedelta(days=dice.randint(0, 9)),
                    set_by=by,
                )


def standing_of(row, duty, on):
    """The standing of a subject, computed in Python: met comes before excused."""
    if row.done_count >= row.needed_count:
        return MET
    excuses = Excuse.objects.filter(
        subject_type=row._meta.label_lower, subject_id=row.pk, duty_key__in=["", duty.key]
    )
    is_excused = any(excuse.from_on <= on <= (excuse.until_on or on) for excuse in excuses)
    return EXCUSED if is_excused else OPEN


def statuses_with_rows(readers, who, on):
    """Yield (status, {row: standing}) of every duty of a reader, computed row by row."""
    for status in statuses(readers[who], on=on, today=TODAY):
        duty = status.duty
        rows = duty.seen_by(duty.bound(on=on), readers[who], on=on, today=TODAY)
        rows = duty.with_done(rows, on=on, **dict(status.figures))
        rows = duty.listed(rows, on=on)
        yield status, {row: standing_of(row, duty, on) for row in rows}


@SOME
@given(**ANY)
def test_each_bound_subject_is_either_met_excused_or_open(dice, who, on):
    with school(dice) as readers:
        for status, rows in statuses_with_rows(readers, who, on):
            for standing in (MET, EXCUSED, OPEN):
                found = list(status.rows.filter(standing=standing))
                assert Counter(found) == Counter(row for row in rows if rows[row] == standing)


@SOME
@given(**ANY)
def test_the_tallies_count_the_rows(dice, who, on):
    with school(dice) as readers:
        found = list(statuses_with_rows(readers, who, on))
        load_tallies([status for status, _ in found])
        for status, rows in found:
            tallies = {status.name_of(group): tally for group, tally in status.tallies.items()}
            assert tallies == tallies_of(status, rows)


def tallies_of(status, rows):
    """{group name: Tally}, counted row by row."""
    found = defaultdict(Tally)
    for row, standing in rows.items():
        name = status.duty.gap(row, on=status.on).group
        done, needed = min(row.done_count, row.needed_count), row.needed_count
        missing = needed - done if standing == OPEN else 0
        found[name] += Tally(**{standing: 1}, done=done, needed=needed, missing=missing)
    return found


@SOME
@given(**ANY)
def test_a_user_gets_the_own_gaps_and_the_unassigned_are_counted(dice, who, on):
    with school(dice) as readers:
        found, reader = list(statuses_with_rows(readers, who, on)), readers[who]
        unassigned = count_unassigned([status for status, _ in found])
        for status, rows in found:
            waiting = [row for row in rows if rows[row] == OPEN]
            gaps = [gap for row in waiting if (gap := status.duty.gap(row, on=on)).is_asked]
            own = [gap for gap in gaps if reader.pk in gap.user_ids]
            assert status.own_gaps == own
            assert unassigned.get(status.duty.key, Tally()).open == sum(
                not gap.user_ids for gap in gaps
            )
