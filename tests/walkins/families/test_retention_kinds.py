"""What goes of each kind of record, and what stays."""

from datetime import date

import pytest

from branch.core.models import Figure
from branch.walkins.actions import delete_past_term
from branch.walkins.figures import NOTES_KEPT
from branch.walkins.models import (
    ContactClaim,
    ContactTry,
    FamilyHardship,
    FamilyNeed,
    Goal,
    HomeVisit,
    PairingProposal,
    VisitedStudent,
    VisitNote,
)
from tests.factories import (
    make_contact,
    make_family_need,
    make_hardship,
    make_pairing,
    make_student,
    make_user,
    make_visit,
    make_visit_note,
)
from tests.walkins.claims import make_claim
from tests.walkins.families.leavers import (
    DUE,
    GONE,
    leave,
    left,
    make_everything,
    make_photo,
)
from tests.walkins.goals import make_goal
from tests.walkins.students.factories import make_proposal

pytestmark = pytest.mark.django_db
# what goes, and what stays


def test_a_contact_keeps_its_day_kind_and_mode_and_loses_its_texts(pupil):
    contact, _ = make_everything(pupil)
    version = contact.version

    delete_past_term(on=DUE)

    contact.refresh_from_db()
    assert (contact.fact, contact.next_plan, contact.is_bare) == ("", "", True)
    assert (contact.happened_on, contact.kind, contact.minutes) == (date(2026, 11, 8), "care", 20)
    assert contact.version == version + 1
    assert contact.pairings.get().student == pupil


def test_claims_and_tries_go_with_the_texts(pupil):
    pairings = [make_pairing(student=pupil), make_pairing()]
    for pairing in pairings:
        make_claim(pairing, by=make_user(), fact="一起读了书")
        facts = {"tried_on": date(2026, 11, 8), "mode": "phone", "recorded_by": make_user()}
        ContactTry.objects.create(pairing=pairing, **facts)

    assert delete_past_term(on=DUE) == 2

    assert [row.pairing for row in ContactTry.objects.all()] == pairings[1:]
    assert [list(row.pairings.all()) for row in ContactClaim.objects.all()] == [pairings[1:]]


def test_the_goals_of_a_pupil_who_stays_are_kept(school_class, pupil):
    make_everything(pupil)
    stays = make_goal(make_pairing(student=make_student(school_class)))

    delete_past_term(on=DUE)

    assert list(Goal.objects.all()) == [stays]


def test_the_contact_of_a_visit_outlives_it(pupil):
    pairing = make_pairing(student=pupil)
    visit = make_visit(pupil)
    contact = make_contact(pairing, visit=visit, mode="home", minutes=None)

    delete_past_term(on=DUE)

    contact.refresh_from_db()
    assert (contact.visit, contact.mode, contact.minutes) == (None, "home", None)
    assert list(contact.pairings.all()) == [pairing]


def test_a_visit_to_a_sibling_who_stays_loses_the_share_alone(school_class, pupil):
    brother = make_student(school_class, family=pupil.family)
    visit = make_visit(pupil, brother, fact="谈了作息")
    make_visit_note(visit)
    photo, need = make_photo(visit), make_family_need(pupil.family)

    delete_past_term(on=DUE)

    visit.refresh_from_db()
    assert ([share.student for share in visit.shares.all()], visit.fact) == ([brother], "谈了作息")
    assert (visit.note.pk, visit.photos.get(), FamilyNeed.objects.get()) == (
        VisitNote.objects.get().pk,
        photo,
        need,
    )


def test_the_visit_goes_with_the_last_of_its_children(school_class, pupil):
    brother = leave(make_student(school_class, family=pupil.family), date(2027, 3, 1))
    make_visit(pupil, brother)

    delete_past_term(on=DUE)
    assert VisitedStudent.objects.get().student == brother
    delete_past_term(on=date(2028, 3, 2))
    assert (HomeVisit.objects.count(), VisitedStudent.objects.count()) == (0, 0)


def test_a_contact_with_one_who_stays_keeps_its_texts(school_class, pupil):
    pairing = make_pairing(student=pupil)
    both = make_contact(
        pairing,
        make_pairing(member=pairing.member, student=make_student(school_class)),
        fact="一起读了书",
    )

    delete_past_term(on=DUE)

    both.refresh_from_db()
    assert (both.fact, both.is_bare) == ("一起读了书", False)


def test_the_files_of_photos_go_with_their_rows(pupil, django_capture_on_commit_callbacks):
    photo = make_photo(make_visit(pupil))
    storage = photo.file.storage

    with django_capture_on_commit_callbacks(execute=True):
        delete_past_term(on=DUE)

    assert [storage.exists(name) for name in (photo.file.name, photo.thumb.name)] == [False] * 2


@pytest.mark.parametrize(
    ("on", "years"), [(date(2027, 8, 31), [2025, 2026]), (date(2027, 9, 1), [2026])]
)
def test_a_hardship_row_goes_a_year_after_its_school_year(school_class, on, years):
    pupil = make_student(school_class)
    for first_year in (2025, 2026):
        make_hardship(pupil, first_year=first_year)

    delete_past_term(on=on)

    rows = FamilyHardship.objects.order_by("first_year")
    assert [row.first_year for row in rows] == years


def test_each_figure_has_its_own_term_and_a_visit_waits_for_its_note(pupil):
    make_everything(pupil)
    Figure.objects.create(
        key=NOTES_KEPT.key, value=2, from_on=date(2020, 1, 1), set_by=make_user(), why="档案"
    )

    delete_past_term(on=DUE)
    # notes and the visit of one; texts, goals, photos and difficulties are gone
    assert left() == [1, 1, 0, 0, 1, 1, 0, 0, 0, 1]
    assert HomeVisit.objects.get().fact == ""
    delete_past_term(on=date(2028, 10, 10))
    assert left() == GONE


def test_a_proposal_that_came_to_nothing_goes_and_one_that_began_stays(pupil):
    ended = {"closed_on": date(2026, 11, 20)}
    pairing = make_pairing(student=pupil)
    begun = make_proposal(
        student=pupil,
        pairing=pairing,
        closed_as="started",
        accepted_on=date(2026, 11, 17),
        guardian_informed_on=date(2026, 11, 18),
        guardian_mode="face",
        student_agreed_on=date(2026, 11, 18),
        **ended,
    )
    make_proposal(student=pupil, closed_as="declined", decline_reason="unfit", **ended)
    leave(pupil)

    delete_past_term(on=DUE)

    assert list(PairingProposal.objects.all()) == [begun]
