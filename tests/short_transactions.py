"""No file is written, packed or decoded, no program started and no network used inside a transaction.

SQLite has one write lock, which everybody else would wait for meanwhile. Python itself reports what leaves the
process (`sys.addaudithook`), from whatever code; what libraries do in memory passes one of `METHODS`.
"""

import os
import sys
from contextlib import contextmanager
from zipfile import ZipFile

import pytest
from django.db import connections, transaction
from PIL import Image, ImageFile

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
OUTWARD = {"os.remove", "os.rename", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"}
METHODS = (
    (ZipFile, "__init__"),
    (ImageFile.ImageFile, "load"),
    (Image.Image, "save"),
)
# the demo school is built in one transaction, on a database that nobody else uses
ALONE = {"branch.demo.seed"}


@contextmanager
def rolled_back():
    """A transaction that belongs to a test and is rolled back; it does not count as one of the portal."""
    own = transaction.atomic()
    own._from_testcase = True  # noqa: SLF001 (as Django marks the one around each test)
    with own:
        yield
        transaction.set_rollback(True)


class SlowWorkError(AssertionError):
    """Raised where something slow begins inside a transaction of the portal."""


def pytest_configure(config):
    sys.addaudithook(_hear)


@pytest.fixture(autouse=True, scope="session")
def _slow_methods_refused():
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in METHODS:
            patch.setattr(owner, name, _refusing(getattr(owner, name)))
        yield


def _hear(event, arguments):
    if event in OUTWARD or (event == "open" and _is_written(*arguments)):
        refuse_in_transaction(event, arguments[0])


def _is_written(path, mode, flags):
    """Whether a file is opened to be written; Python's own compiled modules are not the portal's."""
    return bool(flags & WRITES) and "__pycache__" not in str(path)


def _refusing(method):
    def called(*args, **kwargs):
        refuse_in_transaction(method.__qualname__)
        return method(*args, **kwargs)

    return called


def refuse_in_transaction(*what):
    """Raise inside a transaction other than the one a test runs in."""
    if any(map(_is_in_transaction, connections.all(initialized_only=True))) and not _is_alone():
        raise SlowWorkError(f"inside a transaction: {what}")


def _is_in_transaction(connection):
    return any(not block._from_testcase for block in connection.atomic_blocks)  # noqa: SLF001


def _is_alone():
    frame = sys._getframe()  # noqa: SLF001 (at the moment of a fault alone)
    while frame:
        if frame.f_globals.get("__name__") in ALONE:
            return True
        frame = frame.f_back
    return False
