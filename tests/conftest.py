"""Fixtures for all tests: a user of each role, a fixed school day, and the demo school."""

import gc
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client

from branch.accounts.models import Role
from branch.demo.seed import seed
from tests.copies import copy_in
from tests.factories import make_class, make_head, make_member, make_staff, make_term
from tests.once import once

pytest_plugins = [
    "tests.ci_no_skips",
    "tests.clients",
    "tests.database_only",
    "tests.short_transactions",
    # last: it uses what the others are
    "tests.callers",
]
# a busy machine is slow: no example has a time it must be done in
hypothesis.settings.register_profile("at leisure", deadline=None)
hypothesis.settings.load_profile("at leisure")
STORES = ("PRIVATE_ROOT", "MEDIA_ROOT")
TODAY = date(2026, 11, 24)
HALF_PAST_TWO = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def pytest_collection_finish():
    """Exempt what was imported and collected from garbage collection: it stays to the end of the run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _empty_cache():
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def django_client():
    """A second browser."""
    return Client


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """Let a test commit; afterwards the database is again as the migrations left it."""
    with django_db_blocker.unblock():
        yield
        django_db_setup.put_back()


@pytest.fixture
def db(request):
    """A database whose changes are undone after the test; one that commits needs no further emptying."""
    commits = "transactional_db" in request.fixturenames
    request.getfixturevalue("transactional_db" if commits else "_django_db_helper")


@pytest.fixture(autouse=True)
def _django_db_marker(request):
    """Give a test marked `django_db` its database, in place of the fixture of the same name in pytest-django.

    That one would empty the database of a committing test once it has been put back.
    """
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")


@pytest.fixture
def on_disk(transactional_db, tmp_path, monkeypatch):
    """SQLite as a school has it: threads that share one database in memory don't wait for each other."""
    if connection.vendor != "sqlite":
        yield
        return
    in_memory, path = connection.connection, tmp_path / "school.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        in_memory.backup(copy)
    with monkeypatch.context() as moved:
        moved.setitem(connection.settings_dict, "NAME", str(path))
        connection.connection = None
        yield
        connection.close()
    connection.connection = in_memory


@pytest.fixture
def today():
    """A Tuesday in the 13th week of the first term of 2026–2027."""
    return TODAY


@pytest.fixture
def the_day(monkeypatch, today):
    """Stop the clock at ten in the morning of `today`."""
    stop_clock(monkeypatch, today)
    return today


def stop_clock(monkeypatch, day):
    morning = datetime.combine(day, time(10), ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: morning)


@pytest.fixture
def time_stands(monkeypatch):
    """Stop the clock at half past two in the afternoon of `TODAY`."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: HALF_PAST_TWO)
    return HALF_PAST_TWO


@pytest.fixture
def term(db):
    return make_term()


@pytest.fixture
def secretary(db):
    return make_member(Role.SECRETARY).staff.user


@pytest.fixture
def committee(db):
    return make_member(Role.COMMITTEE).staff.user


@pytest.fixture
def member(db):
    """The `Member` row of an ordinary member."""
    return make_member()


@pytest.fixture
def head(db):
    """The `Staff` row of a head teacher of 初二, who is not a member."""
    return make_head(make_class())


@pytest.fixture
def counsellor(db):
    return make_staff(Role.COUNSELLOR).user


@pytest.fixture
def editor(db):
    return make_staff(Role.EDITOR).user


@pytest.fixture
def administrator(db):
    return make_staff(Role.ADMIN).user


@pytest.fixture
def teacher(db):
    """A user who works here and has no role."""
    return make_staff().user


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """The test database; returns a copy of its state after the migrations."""
    with django_db_blocker.unblock():
        migrated = copy_in(tmp_path_factory.mktemp("migrated"), "migrated")
        migrated.take()
        yield migrated
        migrated.drop()


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A directory of this run that all its processes see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def seeded_in(shared, tmp_path_factory):
    """The directory of the demo school's copy; on PostgreSQL each process has its own copy."""
    return shared if connection.vendor == "sqlite" else tmp_path_factory.getbasetemp()


@pytest.fixture(scope="session")
def seeded(django_db_setup, django_db_blocker, seeded_in):
    """A copy of the demo school at ten in the morning of `TODAY`, with its files in place."""
    copy = copy_in(seeded_in, "seeded")

    def make():
        django_db_setup.put_back()
        with pytest.MonkeyPatch.context() as clock:
            stop_clock(clock, TODAY)
            seed(TODAY, say=lambda text: None)
        copy.take()
        for root in STORES:
            shutil.copytree(getattr(settings, root), seeded_in / root)

    with django_db_blocker.unblock():
        once(seeded_in / "seeded.made", make)
        for root in STORES:
            shutil.copytree(seeded_in / root, getattr(settings, root), dirs_exist_ok=True)
        yield copy
        copy.drop()


@pytest.fixture(scope="module")
def demo_school(seeded, django_db_setup, django_db_blocker):
    """The demo school, for one module of tests; removed afterwards."""
    with django_db_blocker.unblock():
        seeded.put_back()
        yield
        django_db_setup.put_back()
