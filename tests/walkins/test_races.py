"""Actions on a student's needs, pairings and visits by the batch lock the student first, so that they run in turn."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branch.walkins import actions
from branch.walkins.models import Pairing, SupportNeed
from tests.factories import make_member, make_need, make_pairing, make_student
from tests.walkins.pages import agreed

pytestmark = pytest.mark.django_db


def raising(by, today):
    student = make_student()
    return lambda: actions.raise_need(student=student, kind="living", on=today, by=by)


def closing(by, today):
    need = make_need()
    why = SupportNeed.CloseReason.MET
    return lambda: actions.close_need(need, on=today, reason=why, version=1, by=by)


def starting(by, today):
    student, member = make_need().student, make_member()
    days = {"started_on": today, **agreed(today), "on": today}
    return lambda: actions.start_pairing(student=student, member=member, **days, by=by)


def ending(by, today):
    pairing = make_pairing()
    why = {"reason": Pairing.EndReason.GOAL_MET, "outcome": Pairing.Outcome.DONE}
    return lambda: actions.end_pairing(pairing, on=today, **why, version=1, by=by)


def batching(by, today):
    facts = {"visitor": by.staff, "happened_on": today, "mode": "home", "on": today}
    students = [make_student()]
    return lambda: actions.record_batch(students=students, **facts, by=by)


@pytest.mark.parametrize("prepare", [raising, closing, starting, ending, batching])
def test_the_student_is_locked_before_anything_else_is_read(committee, today, prepare):
    """SQLite has one writer at a time, and Django leaves row locks out there."""
    act = prepare(committee, today)

    with CaptureQueriesContext(connection) as queries:
        act()

    first = next(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    assert 'FROM "school_student"' in first
    assert first.endswith("FOR NO KEY UPDATE") is connection.features.has_select_for_update
