"""Health checks answer "ok" or "not ready" and reveal nothing else."""

from collections import namedtuple

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

Usage = namedtuple("Usage", "total used free")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_healthy_portal_answers_ok_uncached(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert response.content == b"ok"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_post_is_refused(client, path):
    assert client.post(path).status_code == 405


def test_healthz_needs_no_database(client):
    # Without the db fixture any query would raise.
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_readyz_fails_for_a_missing_migration(client, caplog):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"not ready"
    assert "migrations are not applied" in caplog.text


@pytest.mark.django_db
def test_readyz_fails_for_a_full_disk(client, caplog, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda place: Usage(1000, 901, 99))

    assert client.get("/readyz").status_code == 503
    assert "less than a tenth of the disk is free" in caplog.text


@pytest.fixture
def read_only(transactional_db):
    """A database that answers but refuses every write."""
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


def test_readyz_fails_for_a_read_only_database(client, caplog, read_only):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert "the database takes no writes" in caplog.text


@pytest.mark.django_db
def test_readyz_caches_its_result(client, django_assert_num_queries):
    client.get("/readyz")

    with django_assert_num_queries(0):
        client.get("/readyz")
