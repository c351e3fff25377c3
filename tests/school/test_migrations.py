"""Migrations that change what rows say: days of the calendar get kinds, people their place in lists by name."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from branch.school.models import SchoolDay, Student
from branch.school.names import keys_of, stored_keys
from tests.factories import make_student

BEFORE = [("school", "0016_portrait_consents")]
OPEN, CLOSED, EXAM = (date(2026, 10, day) for day in (25, 27, 28))


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def newest():
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


@pytest.fixture
def before(transactional_db):
    """A pupil and an exam day of today, in the tables of the release before."""
    make_student(name="方岚")
    SchoolDay.objects.create(day=EXAM, kind="exam")
    apps = migrate(BEFORE)
    yield apps
    migrate(newest())


def test_days_get_kinds_and_names_their_places(before):
    days = before.get_model("school", "SchoolDay").objects
    assert days.get().is_open
    days.create(day=OPEN, is_open=True)
    days.create(day=CLOSED, is_open=False)
    before.get_model("school", "Student").objects.update(name_keys=keys_of("方岚"))

    migrate(newest())

    kinds = list(SchoolDay.objects.values_list("day", "kind"))
    assert kinds == [(OPEN, "open"), (CLOSED, "closed"), (EXAM, "open")]
    assert Student.objects.get().name_keys == stored_keys("方岚")
