"""The answers to what failed: a full disk is a 503 with a sentence, wherever it was met.

Django asks the error handlers of the URLconf for every exception that reaches a middleware, so they also
hear of one in the middleware itself: an upload's temporary file, the session, the cache.
"""

import errno
import sys

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

# The disk is full, the quota is used up, the process may not write files as large
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SQLITE_FULL = {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}
POSTGRES_FULL = "53100"


def bad_request(request, exception):
    """The 400 page; 503 where the request failed for want of room, as an unsaved session does."""
    if is_of_a_full_disk(exception):
        return unavailable(exception)
    return defaults.bad_request(request, exception)


def server_error(request):
    """The 500 page; 503 on a full disk."""
    error = sys.exception()
    return unavailable(error) if is_of_a_full_disk(error) else defaults.server_error(request)


def unavailable(error):
    """503 after a database error, with the sentence of a full disk where that is the reason."""
    page = "503_full.html" if is_of_a_full_disk(error) else "503.html"
    return HttpResponse(render_to_string(page), status=503)


def is_of_a_full_disk(error):
    """Whether the error, or one that led to it, says that there is no room to write."""
    while error is not None:
        if _says_full(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_full(error):
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    is_full = getattr(error, "sqlstate", None) == POSTGRES_FULL
    return is_full or getattr(error, "sqlite_errorname", None) in SQLITE_FULL
