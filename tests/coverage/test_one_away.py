"""One record taken away opens exactly the gaps that it closed; given back, it closes them. A past day stays as kept."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F
from hypothesis import given

from branch.accounts.models import Role
from branch.coverage import snapshots
from branch.coverage.duty import MET, OPEN, Duty
from branch.coverage.models import BoardSnapshot
from branch.coverage.status import whole_branch
from branch.members.models import Member
from branch.school.models import Enrolment, SchoolClass, Student
from branch.service.models import CommunityRegistration
from branch.walkins.actions import revise_family_need
from branch.walkins.models import Pairing
from tests.conftest import TODAY
from tests.coverage.test_any_school import ANY, SOME, school
from tests.factories import (
    make_class,
    make_contact,
    make_family_need,
    make_grant,
    make_hardship,
    make_need,
    make_posting,
    make_session,
    make_visit,
)
from tests.service.registers.rows import make_registration
from tests.short_transactions import rolled_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
STUDENTS, MEMBERS = "walkins.student_pairing", "walkins.member_pairing"
CONTACTS, ROLL = "walkins.contact", "walkins.whole_roll"
LINKED, SESSIONS, VISITED = "walkins.class_posting", "walkins.class_session", "walkins.family_visit"
REGISTERED = "service.registered"
SUNDAY = date(2026, 11, 15)


def standing(on=TODAY):
    """{duty key: {id of a subject: (met, excused or open; how much is done)}} of the whole branch."""
    found = {}
    for duty in Duty.every():
        figures = duty.figures(on=on)
        rows = duty.with_standing(duty.bound(on=on), on=on, **figures).order_by()
        rows = rows.annotate(_done=F("done_count"))
        found[duty.key] = {row.pk: (row.standing, row.done_count) for row in rows}
    return found


def changed(before, after):
    """{duty key: ids of the subjects that are counted otherwise, or no more}."""
    keys = {key: before[key].items() ^ after[key].items() for key in before}
    return {key: {pk for pk, _ in rows} for key, rows in keys.items() if rows}


@contextmanager
def without(row):
    """Take a record away and give it back."""
    with rolled_back():
        for shares in ("shares", "goals"):
            if hasattr(row, shares):
                getattr(row, shares).all().delete()
        row.delete()
        yield standing()


def need_is_met(pairing):
    """The duties whose gap the pairing alone closes: {key: id of the subject}."""
    same = Pairing.objects.settled_on(TODAY).exclude(pk=pairing.pk)
    here = Pairing.objects.with_member_in_school_on(TODAY).exclude(pk=pairing.pk)
    closes = {CONTACTS: pairing.pk}
    if not same.filter(student=pairing.student_id).exists():
        closes[STUDENTS] = pairing.student_id
    if not here.filter(member=pairing.member_id).exists():
        closes[MEMBERS] = pairing.member_id
    return closes


@SOME
@given(dice=ANY["dice"])
def test_a_pairing(dice):
    with school(dice):
        before = standing()
        for pairing in Pairing.objects.settled_on(TODAY):
            expected = {key: {pk} for key, pk in need_is_met(pairing).items() if pk in before[key]}
            with without(pairing) as after:
                found = changed(before, after)
                roll = found.pop(ROLL, set())
                assert found == expected
                assert roll <= {pairing.student_id}
                opened = {key for key in expected if key != CONTACTS}
                assert all(after[key][pk][0] != MET for key in opened for pk in expected[key])
            assert standing() == before


@SOME
@given(dice=ANY["dice"])
def test_a_posting_a_session_and_a_visit(dice):
    with school(dice):
        school_class = make_class()
        posting = make_posting(school_class=school_class)
        session = make_session(school_class)
        child = make_hardship().student
        visit = make_visit(child, happened_on=TODAY - timedelta(days=dice.randint(1, 20)))
        before = standing()

        for row, opens in (
            (posting, {LINKED: {school_class.pk}}),
            (session, {SESSIONS: {school_class.pk}}),
            (visit, {VISITED: {child.family_id}}),
        ):
            with without(row) as after:
                assert changed(before, after) == opens
            assert standing() == before
        assert before[LINKED][school_class.pk][0] == before[VISITED][child.family_id][0] == MET


@SOME
@given(dice=ANY["dice"])
def test_a_registration_at_residence(dice):
    with school(dice):
        certain = make_registration().member_id
        before = standing()
        for row in CommunityRegistration.objects.active_on(TODAY):
            bound = {row.member_id} & set(before[REGISTERED])
            with without(row) as after:
                assert changed(before, after) == ({REGISTERED: bound} if bound else {})
                assert all(after[REGISTERED][pk][0] != MET for pk in bound)
            assert standing() == before
        assert before[REGISTERED][certain][0] == MET


def happen_later(dice, difficulty):
    """Some of everything that can happen to whom the duties bind, on the days after the Sunday."""
    ends = {"until_on": date(2026, 11, 18), "end_reason": "other", "outcome": "done"}
    for pairing in Pairing.objects.active_on(TODAY):
        if dice.random() < 0.5:
            Pairing.objects.filter(pk=pairing.pk, started_on__lte=SUNDAY).update(**ends)
        elif pairing.member.staff.user:
            make_contact(pairing, happened_on=TODAY)
    for student in Student.objects.order_by("?")[:3]:
        make_need(student, kind="emotion", raised_on=date(2026, 11, 17))
        make_visit(student, happened_on=date(2026, 11, 20))
    leaving = Enrolment.objects.filter(until_on=None).order_by("?")[:2]
    Enrolment.objects.filter(pk__in=[row.pk for row in leaving]).update(until_on=TODAY)
    make_visit(difficulty.family.students.first(), happened_on=date(2026, 11, 20))
    school_class = SchoolClass.objects.first()
    linked = {"school_class": school_class, "member": Member.objects.first()}
    make_posting(**linked, from_on=date(2026, 11, 16))
    make_session(school_class, starts_at=datetime(2026, 11, 19, 7, 50, tzinfo=UTC))
    by, version = difficulty.raised_by, difficulty.version
    make_grant(by, Role.COMMITTEE)
    moved = {"due_on": date(2026, 12, 20), "version": version, "on": date(2026, 11, 16)}
    revise_family_need(difficulty, by=by, **moved)


@SOME
@given(dice=ANY["dice"])
def test_a_past_day_is_what_was_kept_of_it_unless_something_was_corrected(dice):
    """What is dated later is no correction."""
    with school(dice):
        difficulty = make_family_need(make_hardship().student.family, due_on=date(2026, 11, 12))
        snapshots.take(SUNDAY)
        happen_later(dice, difficulty)
        kept = {row.duty_key: row for row in BoardSnapshot.objects.filter(sunday=SUNDAY)}
        told = whole_branch(on=SUNDAY)

        assert kept.keys() == told.keys() == Duty.registry.keys()
        for key, tally in told.items():
            row = kept[key]
            found = (row.population, row.met, row.excused, row.gaps, row.done, row.needed)
            counts = (tally.bound, tally.met, tally.excused, tally.open, tally.done, tally.needed)
            assert (key, *found) == (key, *counts)
            assert row.missing == tally.missing


@SOME
@given(dice=ANY["dice"], on=ANY["on"])
def test_the_whole_branch_is_counted_as_its_rows(dice, on):
    with school(dice):
        rows, told = standing(on), whole_branch(on=on)
        for key, found in rows.items():
            standings = [one for one, _ in found.values()]
            assert (told[key].bound, told[key].met, told[key].open) == (
                len(standings),
                standings.count(MET),
                standings.count(OPEN),
            )
