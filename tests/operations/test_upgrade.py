"""A backup of the release before can be restored and migrated, with every stored label renamed."""

import gzip
from pathlib import Path

import pytest
from django.db import connection

from branch.core.changes import TRIGGERS, wanted
from tests.operations.test_backup import Machine

# Made in November 2026 by the release before: excuses, an import and both logs still belonged to `core`.
# Two excuses, an import of two rows written and one roster checked, six pages read.
OLD = Path(__file__).parent / "old"


@pytest.fixture(scope="module")
def upgraded(django_db_setup, django_db_blocker, tmp_path_factory):
    """A second machine with the old backup restored and its database migrated."""
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


def query(machine, sql):
    with machine.connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_audit_events_name_moved_models_by_their_new_apps(upgraded):
    rows = query(upgraded, "SELECT target_type, verb FROM core_auditevent ORDER BY id")

    assert rows == [
        ("coverage.excuse", "excuse.recorded"),
        ("coverage.excuse", "excuse.recorded"),
        ("rosters.importbatch", "import.begun"),
        ("rosters.importbatch", "import.done"),
    ]


def test_access_records_name_moved_pages_by_their_new_apps(upgraded):
    rows = query(upgraded, "SELECT page FROM core_accessrecord ORDER BY id")

    assert [page for (page,) in rows] == [
        "coverage:board",
        "ledgers:ledger-xlsx",
        "rosters:import-detail",
        "coverage:excuse-create",
        "portal:desk",
        "walkins:pairing-detail",
    ]


def test_excuses_and_imports_keep_their_references(upgraded):
    excuses = "SELECT duty_key, subject_type, subject_id FROM coverage_excuse ORDER BY id"
    imports = """
        SELECT batch.kind, batch.state, row.verdict
        FROM rosters_importedrow AS row JOIN rosters_importbatch AS batch ON batch.id = row.batch_id
        ORDER BY row.id
    """

    assert query(upgraded, excuses) == [
        ("walkins.contact", "walkins.pairing", 1),
        ("", "members.member", 4),
    ]
    assert query(upgraded, imports) == [
        ("students", "done", "new"),
        ("students", "done", "error"),
        ("staff", "checked", "new"),
    ]


def test_every_table_has_its_triggers(upgraded):
    found = {name for (name,) in query(upgraded, TRIGGERS[connection.vendor])}

    assert wanted().keys() - found == set()


def test_the_migrations_can_be_reversed(upgraded):
    """Migrating back to the old tables and forward again loses nothing."""
    before = query(upgraded, "SELECT * FROM coverage_excuse ORDER BY id")

    for target in (("core", "0005"), ()):
        done = upgraded.run("migrate", *target, "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        if target:
            old = query(upgraded, "SELECT target_type FROM core_auditevent ORDER BY id")
            assert old[0] == ("core.excuse",)
            assert len(query(upgraded, "SELECT * FROM core_importedrow")) == 3

    assert query(upgraded, "SELECT * FROM coverage_excuse ORDER BY id") == before
    test_every_table_has_its_triggers(upgraded)
