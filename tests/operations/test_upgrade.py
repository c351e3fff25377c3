"""A backup made before apps were given rooms of their own comes back, and every label moves along."""

import gzip
from pathlib import Path

import pytest
from django.db import connection

from tests.operations.test_backup import Machine

# Made in November 2026 by the release before: excuses, an import and both logs still belonged to `core`.
# Two excuses, an import of two rows written and one roster checked, six pages read.
OLD = Path(__file__).parent / "old"


@pytest.fixture(scope="module")
def upgraded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Another machine on which the old backup was restored and its database migrated."""
    place = tmp_path_factory.mktemp("upgraded")
    backup = place / "guangqin.tar"
    backup.write_bytes(gzip.decompress((OLD / f"{connection.vendor}.tar.gz").read_bytes()))
    with django_db_blocker.unblock():
        machine = Machine(place / "machine")
        machine.open()
        for command in (("restore", str(backup)), ("migrate", "--verbosity", "0")):
            done = machine.run(*command)
            assert done.returncode == 0, done.stderr
        yield machine
        machine.close()


def asked(machine, sql):
    with machine.connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_the_log_of_writes_names_moved_records_by_their_new_apps(upgraded):
    rows = asked(upgraded, "SELECT target_type, verb FROM core_auditevent ORDER BY id")

    assert rows == [
        ("coverage.excuse", "excuse.recorded"),
        ("coverage.excuse", "excuse.recorded"),
        ("rosters.importbatch", "import.begun"),
        ("rosters.importbatch", "import.done"),
    ]


def test_the_log_of_reads_names_moved_pages_by_their_new_apps(upgraded):
    rows = asked(upgraded, "SELECT page FROM core_accessrecord ORDER BY id")

    assert [page for (page,) in rows] == [
        "coverage:board",
        "ledgers:ledger-xlsx",
        "rosters:import-detail",
        "coverage:excuse-create",
        "portal:desk",
        "walkins:pairing-detail",
    ]


def test_excuses_and_imports_are_there_with_what_they_point_at(upgraded):
    excuses = "SELECT duty_key, subject_type, subject_id FROM coverage_excuse ORDER BY id"
    imports = """
        SELECT batch.kind, batch.state, row.verdict
        FROM rosters_importedrow AS row JOIN rosters_importbatch AS batch ON batch.id = row.batch_id
        ORDER BY row.id
    """

    assert asked(upgraded, excuses) == [
        ("walkins.contact", "walkins.pairing", 1),
        ("", "members.member", 4),
    ]
    assert asked(upgraded, imports) == [
        ("students", "done", "new"),
        ("students", "done", "error"),
        ("staff", "checked", "new"),
    ]


def test_the_way_back_is_open_too(upgraded):
    """Down to the tables of before and up again, nothing is lost."""
    before = asked(upgraded, "SELECT * FROM coverage_excuse ORDER BY id")

    for target in (("core", "0005"), ()):
        done = upgraded.run("migrate", *target, "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        if target:
            old = asked(upgraded, "SELECT target_type FROM core_auditevent ORDER BY id")
            assert old[0] == ("core.excuse",)
            assert len(asked(upgraded, "SELECT * FROM core_importedrow")) == 3

    assert asked(upgraded, "SELECT * FROM coverage_excuse ORDER BY id") == before
