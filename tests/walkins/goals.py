"""Goals and bands for tests."""

from datetime import date

from branch.school.models import Subject
from branch.walkins.actions import set_goal, step_goal
from branch.walkins.models import Goal, Progress
from tests.factories import make_need, make_pairing, make_student

DAY = date(2026, 11, 24)


def make_goal(pairing=None, what="参加一个社团", *, on=date(2026, 9, 15), steps=()):
    """A goal of a pairing with its first step and further ones: (state, day)."""
    pairing = pairing or make_pairing()
    by = pairing.member.staff.user
    goal = Goal.objects.create(pairing=pairing, what=what, set_on=on, set_by=by)
    for state, day in [("not_yet", on), *steps]:
        goal.steps.create(state=state, happened_on=day, recorded_by=by)
    return goal


def make_learner(**fields):
    """A running pairing of a student with a need for 学业帮扶."""
    student = fields.pop("student", None) or make_student()
    make_need(student, kind="learning")
    return make_pairing(student=student, **fields)


def make_subject(name="数学", order=1):
    return Subject.objects.get_or_create(name=name, defaults={"order": order})[0]


def make_progress(pairing=None, subject=None, band="mostly", on=date(2026, 10, 9)):
    pairing = pairing or make_learner()
    return Progress.objects.create(
        pairing=pairing,
        subject=subject or make_subject(),
        happened_on=on,
        band=band,
        recorded_by=pairing.member.staff.user,
    )


def set_one(pairing, what="参加一个社团", *, on=DAY, by=None):
    """The goal that the action set, and the step that undoes it."""
    step = set_goal(pairing, what=what, on=on, by=by or pairing.member.staff.user)
    return Goal.objects.get(pk=step.target_id), step


def tap(goal, state, *, on=DAY, by=None, version=None):
    """Tap one of the three buttons on the page as it is now."""
    goal = Goal.objects.get(pk=goal.pk)
    version = goal.version if version is None else version
    by = by or goal.pairing.member.staff.user
    return step_goal(goal, state=state, version=version, on=on, by=by)


def stands(goal, on=DAY):
    return Goal.objects.as_listed_on(on).get(pk=goal.pk).state
