"""A real Chromium on a real server: without one these tests say loudly that they were skipped."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import TODAY, stop_clock

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
MISSING = "NO BROWSER HERE: the browser tests were skipped. Install one: apt install chromium fonts-noto-cjk"

# Chromium hangs up in the middle of an answer when a page is left; the collector closes that socket later.
HUNG_UP = r"ignore:Exception ignored in.*<socket:pytest.PytestUnraisableExceptionWarning"

# Playwright keeps an event loop in this thread; the ORM is used around it, never inside it.
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
def django_db_setup(playwright, django_db_setup):
    """Lay the database after Playwright's loop runs: Django keeps one connection for each side of it."""
    return django_db_setup


@pytest.fixture(autouse=True)
def _rows_that_migrations_laid(transactional_db):
    """The server reads from its own thread, so rows are committed; the next test finds the first ones again."""


@pytest.fixture(scope="module")
def lasting_school(demo_school):
    """The demo school at ten in the morning of `TODAY`, in rows that last for one module of tests."""
    with pytest.MonkeyPatch.context() as clock:
        stop_clock(clock, TODAY)
        yield


@pytest.fixture
def page(page, live_server):
    """A page that breaks nothing: no script error, no blocked content, nothing asked of other sites."""
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if is_trouble(said) else None)
    page.on("request", lambda request: troubles.extend(outside(request.url, live_server.url)))
    yield page
    assert troubles == []


def is_trouble(said):
    """Any error said aloud; that a page answered 403 or 409 is for its test to judge."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def outside(url, ours):
    is_ours = url.startswith(ours) or urlsplit(url).scheme in ("data", "blob", "about")
    return [] if is_ours else [url]


@pytest.fixture
def sign_in(context, live_server):
    """`sign_in(user)`: the browser holds that person's session from here on."""

    def signed_in(user):
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return signed_in
