"""Middleware for every answer: one log line, browser policies, and the record of whose data it shows."""

import logging
import time

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponseNotAllowed

from . import access
from .failures import unavailable

requests_log = logging.getLogger("guangqin.requests")
VERBS = ("GET", "HEAD", "POST")
EXTEND_AFTER = 60 * 60  # seconds between two extensions of a session
NO_SENSORS = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"
)

# Django's own middleware sets some of them too, but not where it refuses a request itself.
POLICIES = {
    "Permissions-Policy": NO_SENSORS,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}


class RequestLog:
    """Log one line a request, without query string or body, which may contain names.

    `operations.logs` masks the key of a one-time link in the path.
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
    """Refuse every verb but GET, HEAD and POST with 405."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in VERBS:
            return self.get_response(request)
        return HttpResponseNotAllowed(VERBS)


class BrowserPolicies:
    """Set the headers that every answer has, refusals included; no caching unless the view allows it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in POLICIES.items():
            response.headers.setdefault(name, value)
        return response


class ReadingLog:
    """Commit the `AccessRecord` before the answer is sent; if that fails, answer 503 instead."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        try:
            access.commit(request)
        except DatabaseError as error:
            requests_log.exception("reading not recorded, answer withheld: %s", request.path)
            return unavailable(error)
        self._extend_session(request)
        return response

    def _extend_session(self, request):
        """Extend a session in use, at most once an hour."""
        session = request.session
        if not session.accessed or session.is_empty() or not session.session_key:
            return
        now = int(time.time())
        if now - session.get("slid_at", 0) > EXTEND_AFTER:
            session["slid_at"] = now
