"""What every answer owes: one log line, quiet headers, and a record of whose data it shows."""

import logging
import time

from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

from . import access

requests_log = logging.getLogger("guangqin.requests")
VERBS = ("GET", "HEAD", "POST")
SLIDE_AFTER = 60 * 60  # seconds between two extensions of a session
QUIET = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"
)


class RequestLog:
    """One line a request, without query string or body: neither may carry a name into the log.

    The key of a one-time link in the path is masked as the line is written, see `logs`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        response = self.get_response(request)
        spent = (time.perf_counter() - started) * 1000
        requests_log.info(
            "%s %s %s %.0fms", request.method, request.path, response.status_code, spent
        )
        return response


class KnownVerbs:
    """The portal reads and submits, nothing else: any other verb is refused before a view sees it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in VERBS:
            return self.get_response(request)
        return HttpResponseNotAllowed(VERBS)


class BrowserPolicies:
    """No sensor is ever asked for, and nothing is kept by a cache unless its view says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = QUIET
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class ReadingLog:
    """Commit the AccessRecord before a byte leaves; if it cannot be written, nothing is shown."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        try:
            access.commit(request)
        except DatabaseError:
            requests_log.exception("reading not recorded, answer withheld: %s", request.path)
            return HttpResponse(render_to_string("503.html"), status=503)
        self._slide(request)
        return response

    def _slide(self, request):
        """A session in use lasts from its last use, written at most once an hour."""
        session = request.session
        if not session.accessed or session.is_empty() or not session.session_key:
            return
        now = int(time.time())
        if now - session.get("slid_at", 0) > SLIDE_AFTER:
            session["slid_at"] = now
