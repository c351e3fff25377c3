"""What goes wrong before a view, or for want of room, is answered with our page and our headers."""

import gc
import logging
from contextlib import contextmanager
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from branch.core.models import SiteProfile
from guangqin.urls import handler400, handler500  # noqa: F401 (Django takes them from the URLconf)
from guangqin.urls import urlpatterns as ours

pytestmark = pytest.mark.django_db
FULL = "服务器空间已满，这次没有保存"
LARGE = "满" * 500_000
HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Cache-Control",
)


def on_a_full_device(request):
    with Path("/dev/full").open("w") as file:
        file.write("x")


def stored(request):
    default_storage.save("large.txt", ContentFile(LARGE.encode()))


def in_the_database(request):
    assert SiteProfile.objects.update(blocked_words=LARGE)
    return HttpResponse()


def in_the_session(request):
    request.session["large"] = LARGE
    return HttpResponse()


def uploaded(request):
    return HttpResponse(request.FILES["file"].name)


VIEWS = (on_a_full_device, stored, in_the_database, in_the_session, uploaded)
urlpatterns = [*(path(f"{view.__name__}/", view) for view in VIEWS), *ours]


@pytest.fixture
def visitor(teacher, settings):
    """A signed-in browser that gets the page of a failure."""
    visitor = Client(raise_request_exception=False)
    visitor.force_login(teacher, "branch.accounts.backends.RoleBackend")
    settings.ROOT_URLCONF = __name__
    return visitor


@contextmanager
def no_room_for_files():
    """Let this process write files of 100 kB at most."""
    soft, hard = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (100_000, hard))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, (soft, hard))


@contextmanager
def no_room_in_the_database():
    """Let SQLite add no page to its file."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what other tests have deleted would be room
        cursor.execute("PRAGMA page_count")
        (count,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {count}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1000000000")


def _answer(answer):
    return answer.status_code, FULL in answer.text, "content-security-policy" in answer.headers


def test_a_full_device_is_a_sentence(visitor):
    assert _answer(visitor.get("/on_a_full_device/")) == (503, True, True)


def test_a_file_that_finds_no_room_is_a_sentence(visitor):
    with no_room_for_files():
        assert _answer(visitor.get("/stored/")) == (503, True, True)


# Django leaves the temporary file to the collector, which cannot write out the rest of it
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_upload_that_finds_no_room_on_its_way_is_a_sentence(visitor, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")  # a record would keep the file alive
    file = SimpleUploadedFile("large.pdf", b"%PDF-" + bytes(2_000_000))

    with no_room_for_files():
        assert _answer(visitor.post("/uploaded/", {"file": file})) == (503, True, True)
        gc.collect()


@pytest.mark.usefixtures("transactional_db")  # SQLite ends the whole transaction that finds no room
@pytest.mark.parametrize("place", ["in_the_database", "in_the_session"])
def test_a_row_that_finds_no_room_is_a_sentence(visitor, place):
    if connection.vendor != "sqlite":
        return  # PostgreSQL would need a full disk of its own

    with no_room_in_the_database():
        assert _answer(visitor.get(f"/{place}/")) == (503, True, True)


def test_another_failure_is_none_of_room(visitor):
    answer = visitor.get("/uploaded/")

    assert (answer.status_code, FULL in answer.text) == (500, False)


REFUSED = {
    "an unknown host": lambda client: client.get("/about/", headers={"Host": "evil.example"}),
    "a form without its boundary": lambda client: client.post(
        "/accounts/login/", "x", content_type="multipart/form-data"
    ),
    "too many fields": lambda client: client.post(
        "/accounts/login/", {f"f{n}": n for n in range(600)}
    ),
    "too many parameters": lambda client: client.get(
        "/prefs/set/", {f"f{n}": n for n in range(600)}
    ),
}


@pytest.mark.parametrize("way", REFUSED)
def test_a_refused_request_has_the_headers_of_every_page(client, way):
    usual = client.get("/accounts/login/")

    refused = REFUSED[way](client)

    assert refused.status_code == 400
    assert "没有看懂这次请求" in refused.text
    headers = [{name: answer.headers.get(name) for name in HEADERS} for answer in (refused, usual)]
    assert headers[0] | {"Cache-Control": ""} == headers[1] | {"Cache-Control": ""}
    assert "no-store" in headers[0]["Cache-Control"]
