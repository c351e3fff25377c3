"""Copies of the test database: each is taken once a run and put back in milliseconds."""

import sqlite3
import time
from contextlib import closing

from django.db import connection
from django.db.utils import ConnectionHandler


def copy_in(directory, name):
    """Where a copy of the test database lies, or will lie once it is taken."""
    kind = PostgresCopy if connection.vendor == "postgresql" else SQLiteCopy
    return kind(directory, name)


# seconds a request that a browser left behind may still take on a busy machine
PATIENCE = 30


class SQLiteCopy:
    """A file; the test database itself lies in memory."""

    def __init__(self, directory, name):
        self.path = directory / f"{name}.sqlite3"

    def take(self):
        connection.ensure_connection()
        with closing(sqlite3.connect(self.path)) as file:
            connection.connection.backup(file)

    def put_back(self):
        """Put the copy back as soon as no request of the test's server is using the database."""
        connection.ensure_connection()
        last = time.monotonic() + PATIENCE
        with closing(sqlite3.connect(self.path)) as file:
            while not self._is_put_back(file):
                if time.monotonic() > last:
                    raise TimeoutError(f"The test database was in use for {PATIENCE} seconds.")
                time.sleep(0.01)

    @staticmethod
    def _is_put_back(file):
        try:
            file.backup(connection.connection)
        except sqlite3.OperationalError as error:
            if "in use" not in str(error):
                raise
            return False
        return True

    def drop(self):
        """Nothing to do: the file goes with its directory, and another process may still read it."""


class PostgresCopy:
    """A second database, which serves as the template of the test database."""

    def __init__(self, directory, name):
        self.ours = connection.settings_dict["NAME"]
        self.name = f"{self.ours}_{name}"

    def take(self):
        self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.ours}"', instead_of=self.name)

    def put_back(self):
        self._run(f'CREATE DATABASE "{self.ours}" TEMPLATE "{self.name}"', instead_of=self.ours)

    def drop(self):
        self._run(instead_of=self.name)

    def _run(self, *commands, instead_of):
        """Nobody may be connected to a database while it is copied or dropped."""
        connection.close()
        server = ConnectionHandler({"default": connection.settings_dict | {"NAME": "postgres"}})
        with closing(server["default"]), server["default"].cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{instead_of}" WITH (FORCE)')
            for command in commands:
                cursor.execute(command)
