"""Students who left, with a record of each kind, and what is left of these."""

from datetime import date, timedelta
from uuid import uuid4

from branch.core.files import stored
from branch.walkins.models import (
    Contact,
    ContactNote,
    FamilyNeed,
    Goal,
    GoalStep,
    HomeVisit,
    Progress,
    VisitedStudent,
    VisitNote,
    VisitPhoto,
)
from tests.factories import (
    make_contact,
    make_family_need,
    make_note,
    make_pairing,
    make_user,
    make_visit,
    make_visit_note,
    read_photo,
)
from tests.walkins.goals import make_goal, make_progress

DAY = timedelta(days=1)
LEFT = date(2026, 10, 9)
# a year after the last day is over
DUE = date(2027, 10, 10)


def leave(student, last_on=LEFT):
    student.enrolments.update(until_on=last_on)
    return student


def make_photo(visit):
    by = make_user()
    values = stored(VisitPhoto, read_photo())
    return VisitPhoto.objects.create(visit=visit, key=uuid4(), uploaded_by=by, **values)


def make_everything(pupil, *others):
    """One record of each kind about the pupil, or about the pupil and siblings."""
    pairing = make_pairing(student=pupil)
    contact = make_contact(pairing, fact="一起读了书", next_plan="再读一本")
    make_goal(pairing)
    make_progress(pairing)
    make_note(contact)
    visit = make_visit(pupil, *others, fact="谈了作息", may_photograph=True, photos_awaited=2)
    make_visit_note(visit)
    make_photo(visit)
    make_family_need(pupil.family)
    return contact, visit


def left():
    """How many rows of each kind there are."""
    noted = (ContactNote, VisitNote, VisitPhoto, FamilyNeed)
    models = (*noted, HomeVisit, VisitedStudent, Goal, GoalStep, Progress, Contact)
    return [model.objects.count() for model in models]


ALL, GONE = [1] * 10, [*[0] * 9, 1]
