"""Which addresses may be linked to or redirected to."""

import re
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

# A browser drops tabs and line breaks inside an address, and reads a backslash as a slash.
DISGUISE = re.compile(r"[\x00-\x20\x7f\\]")

# in the address of a list: the row that comes after the one whose form was saved
NEXT = "next"


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


def with_back(address, back):
    """The address of a form that leads back to the page `back` once it is saved; itself where there is none."""
    if not back:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'back': back})}"


def without(address, name):
    """The address without a parameter of its query string."""
    parts = urlsplit(address)
    query = QueryDict(parts.query, mutable=True)
    query.pop(name, None)
    return parts._replace(query=query.urlencode()).geturl()


def is_within(address):
    """Whether an address is one of this site, to which a redirect may lead."""
    is_own = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return is_own and not DISGUISE.search(address)


def redirect_within(address):
    """A redirect to an address of this site; `SuspiciousOperation` for any other."""
    if not is_within(address):
        raise SuspiciousOperation("a redirect would leave the site")
    return HttpResponseRedirect(address)


def page_before(request):
    """Return the path and query of the page of this site that sent the request; empty if unknown."""
    sent_by = request.headers.get("Referer", "")
    is_own = url_has_allowed_host_and_scheme(
        sent_by, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not is_own or DISGUISE.search(sent_by):
        return ""
    page = urlsplit(sent_by)._replace(scheme="", netloc="", fragment="").geturl()
    # without its host, "//host/a" would lead to another site
    return page if page.startswith("/") and not page.startswith("//") else ""
