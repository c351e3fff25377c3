"""Actions lock in one order: visits, students, pairings, contacts, families, their proposals and pairings; rows of
a kind by their numbers. So no two of them ever wait for each other.

Each test takes the first lock of an action, lets another one come, and takes the next lock of the first.
"""

from functools import partial

import pytest
from django.utils import timezone

from branch.core.undo import undo
from branch.walkins import actions
from branch.walkins.families import actions as families
from branch.walkins.models import HomeVisit, Pairing, PairingProposal
from branch.walkins.students.actions import lock_student
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_family_pairing,
    make_guardian,
    make_hardship,
    make_member,
    make_need,
    make_pairing,
    make_student,
    make_visit,
)
from tests.threads import crossing
from tests.walkins.aid.books import Books, small
from tests.walkins.students.test_proposals import accept, propose

pytestmark = pytest.mark.usefixtures("on_disk", "the_day", "term")


@pytest.fixture
def term(on_disk, term):
    """Stored after the database has been moved."""
    return term


@pytest.fixture
def by(on_disk):
    return make_member("committee").staff.user


def lock(row):
    """Lock a row as an action does."""
    type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


def pairings_against_their_students():
    """Two pairings of a class that graduates; the first one is with the student who came last."""
    school_class, member = make_class(entry_year=2024), make_member()
    students = [make_need(make_student(school_class)).student for _ in range(2)]
    return school_class, [
        make_pairing(member=member, student=student) for student in reversed(students)
    ]


def graduating(school_class, pairings, by):
    return partial(families.end_graduated, [school_class], on=TODAY, by=by)


def handing_over(school_class, pairings, by):
    taker = make_member()
    choices = {f"pairing-{row.pk}": (row, taker) for row in pairings}
    return partial(families.propose_handover, choices, on=TODAY, by=by)


def undoing(school_class, pairings, by):
    step, _ = families.end_graduated([school_class], on=TODAY, by=by)
    return partial(undo, step, on=TODAY, at=timezone.now(), by=by)


@pytest.mark.parametrize("prepare", [graduating, handing_over, undoing])
def test_several_pairings_are_locked_by_their_numbers_as_a_contact_of_several_students_does(
    by, prepare
):
    school_class, (first, second) = pairings_against_their_students()

    with crossing(prepare(school_class, [first, second], by)) as start:
        lock(first)
        start()
        lock(second)

    assert Pairing.objects.count() == 2


def test_who_corrects_a_contact_never_waits_for_who_writes_its_note():
    contact = make_contact(pairing := make_pairing())
    writer = pairing.member.staff.user
    facts = {"happened_on": contact.happened_on, "version": contact.version, "fact": "改过"}

    with crossing(partial(actions.revise_contact, contact, on=TODAY, by=writer, **facts)) as start:
        lock(pairing)
        start()
        actions.write_contact_note(contact, text="话", on=TODAY, at=timezone.now(), by=writer)

    contact.refresh_from_db()
    assert contact.fact == "改过"


def asked_family(by, *, school_class=None):
    """A family pairing of a child, and the accepted proposal that takes it over."""
    child = make_guardian(make_student(school_class or make_class())).family.students.get()
    make_hardship(child)
    former = make_family_pairing(family=child.family)
    facts = {"family": child.family, "member": make_member(), "former": former}
    return former, accept(families.propose_family_pairing(**facts, on=TODAY, by=by))


def ending(former, school_class, by):
    why = {"reason": "declined", "version": former.version}
    return partial(families.end_family_pairing, former, on=TODAY, by=by, **why)


def ending_with_the_class(former, school_class, by):
    return partial(families.end_graduated, [school_class], on=TODAY, by=by)


def calling_off(former, school_class, by):
    return partial(families.call_off_handover, former, on=TODAY, by=by)


@pytest.mark.parametrize("prepare", [ending, ending_with_the_class, calling_off])
def test_a_family_is_locked_before_its_pairing_as_who_takes_it_over_does(by, prepare):
    school_class = make_class(entry_year=2024)
    former, proposal = asked_family(by, school_class=school_class)

    with crossing(prepare(former, school_class, by)) as start:
        lock(former.family)
        lock(proposal)
        start()
        lock(former)

    proposal.refresh_from_db()
    assert proposal.closed_as == "withdrawn"


def test_a_student_is_locked_before_a_hand_over_is_called_off(by):
    pairing = make_pairing()
    proposal = propose(by, student=pairing.student, replaces=pairing)

    with crossing(partial(families.call_off_handover, pairing, on=TODAY, by=by)) as start:
        proposal.lock_subject()
        lock(proposal)
        start()
        lock(pairing)

    assert PairingProposal.objects.get().closed_as == "withdrawn"


def test_who_takes_over_a_family_locks_its_visits_first_as_who_records_one_does(by):
    former, proposal = asked_family(by)
    child = former.family.students.get()
    visit = make_visit(child, visitor=former.member.staff, state="planned", happened_on=TODAY)
    facts = {"agreed_on": TODAY, "agreed_by": "mother", "version": proposal.version, "on": TODAY}

    with crossing(partial(families.record_family_agreement, proposal, **facts, by=by)) as start:
        lock(visit)
        start()
        lock(former.family)

    assert HomeVisit.objects.get().visitor == proposal.member.staff


def test_aid_for_students_is_entered_beside_who_locks_them(by):
    books, school_class = Books(), make_class()
    books.income()
    later, sooner = (make_student(school_class, number=f"2026000{n}") for n in (2, 1))

    with crossing(lambda: books.give(1000, later, sooner, **small())) as start:
        lock_student(later.pk)
        start()
        lock_student(sooner.pk)

    assert books.balance() == 299_000
