from datetime import date

import pytest
from django.utils import timezone

from branch.accounts.models import Role
from branch.activities.models import Attendance
from branch.school.models import Subject, Teaching
from branch.walkins.classes import actions
from branch.walkins.models import ClassSession, SessionTheme
from tests.activities.factories import at, make_activity
from tests.conftest import TODAY
from tests.factories import make_class, make_head, make_member, make_staff, make_term
from tests.operations.jobs import work

NEXT_TERM = {
    "first_year": 2026,
    "number": 2,
    "starts_on": date(2027, 3, 1),
    "ends_on": date(2027, 6, 30),
}


@pytest.fixture
def committee(db):
    """Holds the role without being a member, so is no candidate."""
    return make_staff(Role.COMMITTEE).user


@pytest.fixture
def solved(committee, today, django_capture_on_commit_callbacks):
    """Returns a plan of the term, solved by the worker; further arguments lock pairs first."""

    def solve(term, *locks):
        with django_capture_on_commit_callbacks(execute=True):
            plan = actions.start_plan(term=term, on=today, at=timezone.now(), by=committee)
        work()
        if locks:
            plan.refresh_from_db()
            with django_capture_on_commit_callbacks(execute=True):
                lock(plan, *locks, on=today, by=committee)
            work()
        plan.refresh_from_db()
        return plan

    return solve


def lock(plan, *pairs, on, by):
    """Lock (member, class) pairs and start the solving of the plan."""
    locks = {(member.pk, school_class.pk) for member, school_class in pairs}
    actions.solve_again(plan, locks=locks, version=plan.version, on=on, at=timezone.now(), by=by)


@pytest.fixture
def next_term(db):
    return make_term(**NEXT_TERM)


class School:
    """Two classes of 初二 with head teachers, and two members: one teaches maths to the first, the other to the second."""

    def __init__(self, *terms):
        self.classes = [make_class(number=number) for number in (3, 4)]
        self.heads = [make_head(school_class) for school_class in self.classes]
        self.members = [make_member(), make_member()]
        self.maths, self.english = (
            Subject.objects.get_or_create(name=name)[0] for name in ("数学", "英语")
        )
        for term in terms:
            for member, school_class in zip(self.members, self.classes, strict=True):
                self.teaches(member, school_class, term=term)

    def teaches(self, member, school_class, *, term, subject=None):
        Teaching.objects.create(
            term=term,
            staff=member.staff,
            school_class=school_class,
            subject=subject or self.maths,
        )


@pytest.fixture
def school(term, next_term):
    return School(term, next_term)


def make_session(school_class, *, present, on=TODAY):
    """A session of the class on the day, with these colleagues there."""
    activity = make_activity("班级团辅", starts_at=at(on.year, on.month, on.day, 9))
    for staff in present:
        Attendance.objects.create(activity=activity, staff=staff, state="present")
    return ClassSession.objects.create(
        activity=activity, school_class=school_class, theme=SessionTheme.objects.first()
    )
