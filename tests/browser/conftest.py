"""Fixtures for tests in a real Chromium; without one the tests are skipped with a warning."""

import os
import shutil
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from tests.conftest import TODAY, stop_clock
from tests.copies import PATIENCE

# the one without windows first: it draws the same in half the time
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
MISSING = (
    "NO BROWSER HERE: the browser tests were skipped."
    " Install one: apt install chromium-headless-shell fonts-noto-cjk"
)

# Chromium closes the connection during a response when a page is left; its socket, and the picture it was
# being sent, are collected later.
HUNG_UP = (
    r"ignore:Exception ignored in.*<(socket|_io.FileIO):pytest.PytestUnraisableExceptionWarning"
)

# A busy machine may take long; a test waits no longer than it has to.
expect.set_options(timeout=30_000)

# Playwright runs an event loop in this thread; the ORM is never used inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in (item for item in items if item.path.is_relative_to(here)):
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.filterwarnings(HUNG_UP))
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter):
    if CHROMIUM is None:
        terminalreporter.write_sep("!", MISSING, red=True, bold=True)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """Keep the test database in a file, as a school does: connections to one in memory don't wait for each other."""
    file = tmp_path_factory.mktemp("database") / "school.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session", autouse=True)
def _every_request_ends_before_the_server(live_server):
    """Wait for the server's threads: each closes its connection to the database as it ends."""
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE)


@pytest.fixture(scope="session")
def django_db_setup(playwright, django_db_setup):
    """Set up the database after Playwright's loop runs: Django has a connection for each side of it."""
    return django_db_setup


@pytest.fixture(autouse=True)
def _rows_that_migrations_laid(transactional_db):
    """Commit rows, because the server reads them in its own thread; restored for the next test."""


@pytest.fixture(scope="module")
def lasting_school(demo_school):
    """The demo school at ten in the morning of `TODAY`, for one module of tests."""
    with pytest.MonkeyPatch.context() as clock:
        stop_clock(clock, TODAY)
        yield


@pytest.fixture
def page(page, live_server):
    """A page that fails the test on a script error, blocked content or a request to another site."""
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda entry: troubles.append(entry.text) if is_trouble(entry) else None)
    page.on("request", lambda request: troubles.extend(outside(request.url, live_server.url)))
    yield page
    assert troubles == []
    # A page that is left still sends its draft: without a network, none reaches the next test's database.
    page.context.set_offline(True)
    for left in page.context.pages:
        left.close()
    page.context.set_offline(False)


def is_trouble(entry):
    """Whether a console entry is an error; the status of a page is left to its test."""
    return entry.type == "error" and not entry.text.startswith("Failed to load resource")


def outside(url, ours):
    is_ours = url.startswith(ours) or urlsplit(url).scheme in ("data", "blob", "about")
    return [] if is_ours else [url]


@pytest.fixture
def sign_in(context, live_server):
    """`sign_in(user)` gives the browser a session of that user."""

    def signed_in(user):
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return signed_in
