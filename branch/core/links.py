"""Which addresses may be linked to or redirected to."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

# A browser drops tabs and line breaks inside an address, and reads a backslash as a slash.
DISGUISE = re.compile(r"[\x00-\x20\x7f\\]")


def is_plain_link(address):
    """Whether a link says where it leads: https with a host, mailto, or a path of this site; never //host."""
    if DISGUISE.search(address):
        return False
    try:
        parts = urlsplit(address)
        if parts.scheme == "https":
            return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme == "mailto"
    return not address.startswith("//")


def redirect_within(address):
    """A redirect to an address of this site; `SuspiciousOperation` for any other."""
    is_own = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    if not is_own or DISGUISE.search(address):
        raise SuspiciousOperation("a redirect would leave the site")
    return HttpResponseRedirect(address)
