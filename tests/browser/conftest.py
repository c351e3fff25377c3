"""Fixtures for tests in a real Chromium; without one the tests are skipped with a warning."""

import os
import shutil
import threading
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from playwright.sync_api import expect

from tests.conftest import TODAY, stop_clock
from tests.copies import PATIENCE
from tests.operations.jobs import work

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
MISSING = "NO BROWSER HERE: the browser tests were skipped. Install one: apt install chromium fonts-noto-cjk"

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


class OneAtATime(WSGIHandler):
    """Answers one request at a time: the threads of the test server share one connection to SQLite's memory.

    A request ends when its response is closed, which is sent after the handler has returned it.
    """

    lock = threading.Lock()

    def __call__(self, *args):
        with ExitStack() as held:
            held.enter_context(self.lock)
            response = super().__call__(*args)
            # closed once, or again where sending it fails
            ending = held.pop_all()
            ending.callback(response.close)
            response.close = ending.close
            return response


@pytest.fixture(scope="session", autouse=True)
def _one_request_at_a_time():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.test.testcases.WSGIHandler", OneAtATime)
        yield


@pytest.fixture(scope="session", autouse=True)
def _every_request_ends_before_the_server(live_server):
    """Wait for the server's threads: each closes the connection that the server stops sharing with them as it ends."""
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE)


@pytest.fixture(scope="session")
def django_db_setup(playwright, django_db_setup):
    """Set up the database after Playwright's loop runs: Django has a connection for each side of it."""
    return django_db_setup


@pytest.fixture
def work_alone():
    """Do the jobs that wait, while the server answers nothing, as no page that asks for their state."""

    def done():
        with OneAtATime.lock:
            work()

    return done


@pytest.fixture
def _answers_again():
    """Let the server answer once more, after rows were removed."""
    yield
    OneAtATime.lock.release()


@pytest.fixture(autouse=True)
def _rows_that_migrations_laid(_answers_again, transactional_db):
    """Commit rows, because the server reads them in its own thread; restored for the next test.

    Meanwhile the server answers nothing, as a picture that a closed page still asked for: rows that are being
    read cannot be removed.
    """
    yield
    assert OneAtATime.lock.acquire(timeout=PATIENCE)


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
