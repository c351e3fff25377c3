"""On PostgreSQL only tests that touch a database run: the others gave their answer on SQLite."""

import pytest
from django.conf import settings

FIXTURES = {"db", "transactional_db", "django_db_setup"}
LEFT_OUT = pytest.StashKey[int]()


def pytest_collection_modifyitems(config, items):
    """A test that asks for no database is refused one by pytest-django, so none slips by."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        left_out = [item for item in items if not touches_database(item)]
        items[:] = [item for item in items if touches_database(item)]
        config.hook.pytest_deselected(items=left_out)
        _count(config, len(left_out))


def touches_database(item):
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or not FIXTURES.isdisjoint(item.fixturenames)


def _count(config, count):
    config.stash[LEFT_OUT] = count
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = count


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Each of two processes collects all tests; one of them tells how many it left out."""
    if "left_out" in getattr(node, "workeroutput", {}):
        node.config.stash[LEFT_OUT] = node.workeroutput["left_out"]


def pytest_terminal_summary(terminalreporter, config):
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"{count} tests that touch no database were left to SQLite")
