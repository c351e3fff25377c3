"""A machine that asks is told yes or no, and nothing else."""

from collections import namedtuple

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

Usage = namedtuple("Usage", "total used free")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_healthy_portal_says_ok_and_nobody_keeps_the_answer(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert response.content == b"ok"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_but_reading_is_allowed(client, path):
    assert client.post(path).status_code == 405


def test_the_process_answers_without_a_database(client):
    # Without the db fixture any query would raise.
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_a_missing_migration_makes_it_unready(client, caplog):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"not ready"
    assert "migrations are not applied" in caplog.text


@pytest.mark.django_db
def test_a_full_disk_makes_it_unready(client, caplog, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda place: Usage(1000, 901, 99))

    assert client.get("/readyz").status_code == 503
    assert "less than a tenth of the disk is free" in caplog.text


@pytest.fixture
def read_only(transactional_db):
    """The database answers, and refuses every write."""
    forbid, allow = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(forbid)
        yield
        cursor.execute(allow)


def test_a_database_that_takes_no_writes_makes_it_unready(client, caplog, read_only):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert "the database takes no writes" in caplog.text


@pytest.mark.django_db
def test_asking_all_day_keeps_nobody_busy(client, django_assert_num_queries):
    client.get("/readyz")

    with django_assert_num_queries(0):
        client.get("/readyz")
