"""The browsers in which a user has signed in before, each known by one signed cookie.

The cookie holds an entry for each of the last few users, as colleagues share a computer. An entry ends
with the password and with 退出其他设备, as the user's sessions do.
"""

import secrets
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare

SALT = "accounts.device"
MOST_USERS = 8
# only pages below this address read the cookie
PATH = "/accounts/"


def device_of(request, user):
    """The id of this browser if the user has signed in here before, else an empty text."""
    device, proof = _entries(request).get(str(user.pk), ("", ""))
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    is_known = any(constant_time_compare(proof, _proof(device, one)) for one in hashes)
    return device if is_known else ""


def remember_device(request, response, user):
    """Set the cookie by which this browser is known as one of the user's."""
    device = device_of(request, user) or secrets.token_hex(8)
    entries = _entries(request)
    entries.pop(str(user.pk), None)
    entries[str(user.pk)] = (device, _proof(device, user.get_session_auth_hash()))
    latest = dict(list(entries.items())[-MOST_USERS:])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(latest, salt=SALT),
        max_age=settings.DEVICE_COOKIE_AGE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _entries(request):
    """{pk of a user: (id of this browser, proof)} from the cookie; {} if it is none of ours."""
    text = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        return signing.loads(text, salt=SALT, max_age=settings.DEVICE_COOKIE_AGE)
    except signing.BadSignature:
        return {}


def _proof(device, session_hash):
    return sha256(f"{device} {session_hash}".encode()).hexdigest()[:32]
