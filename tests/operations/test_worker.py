"""The worker of `manage.py db_worker` goes on after others have held SQLite's lock for too long."""

import logging
import signal
import sqlite3
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection

from branch.operations.actions import start_job
from branch.operations.models import Job
from tests.factories import make_staff
from tests.operations.conftest import ASKED_AT

WARNING = "the database is locked; the worker tries again"


@pytest.fixture
def signals_restored():
    """A worker sets handlers of its own."""
    before = {number: signal.getsignal(number) for number in (2, 3, 15)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Release(logging.Handler):
    """Ends another's transaction once the worker has said that it waits."""

    def __init__(self, other):
        super().__init__()
        self.other = other

    def emit(self, record):
        self.other.rollback()


@pytest.fixture
def locked(on_disk):
    """Another connection that writes; PostgreSQL has no lock for a whole database."""
    if connection.vendor != "sqlite":
        yield
        return
    logger = logging.getLogger("branch.operations.management.commands.db_worker")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        release = Release(other)
        logger.addHandler(release)
        yield lambda: other.execute("BEGIN IMMEDIATE")
        logger.removeHandler(release)


def test_a_locked_database_does_not_end_the_worker(locked, signals_restored, caplog):
    start_job("tests.refuse", {}, by=make_staff().user, at=ASKED_AT)
    if locked:
        locked()

    call_command("db_worker", batch=True, reload=False, startup_delay=False)

    assert Job.objects.get().state == Job.State.FAILED
    assert (WARNING in caplog.text) is (connection.vendor == "sqlite")
