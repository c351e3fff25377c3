"""The test database as a file, for tests with threads."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection


@pytest.fixture
def on_disk(transactional_db, tmp_path, monkeypatch):
    """SQLite as a school has it: threads that share one database in memory don't wait for each other."""
    if connection.vendor != "sqlite":
        yield
        return
    in_memory, path = connection.connection, tmp_path / "school.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        in_memory.backup(copy)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    connection.connection = None
    yield
    connection.close()
    connection.connection = in_memory
