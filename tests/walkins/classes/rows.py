"""Rows that the tests of classes need: what is taught, and sessions."""

from branch.activities.models import Activity, Programme
from branch.school.models import Subject, Teaching, Term
from branch.walkins.models import ClassSession, SessionTheme
from tests.activities.factories import at, attend
from tests.factories import make_user


def teach(staff, subject, *classes, term=None):
    """The colleague teaches the subject in these classes, in the term of the tests."""
    subject, _ = Subject.objects.get_or_create(name=subject)
    term = term or Term.objects.get(first_year=2026, number=1)
    for school_class in classes:
        Teaching.objects.create(term=term, staff=staff, school_class=school_class, subject=subject)


def make_session(school_class, *people, day=(2026, 10, 22), headcount=37, state="done"):
    """A session of the class in the afternoon of a day, at which these colleagues were present."""
    activity = Activity.objects.create(
        programme=Programme.objects.get(name="班级团辅"),
        title="班级团辅",
        starts_at=at(*day, 15, 50),
        place="团队辅导室",
        state=state,
        audience_count=headcount,
        cancel_reason="停电" if state == "cancelled" else "",
        logged_by=make_user(),
    )
    for person in people:
        attend(activity, person)
    theme, _ = SessionTheme.objects.get_or_create(name="情绪的天气")
    return ClassSession.objects.create(activity=activity, school_class=school_class, theme=theme)
