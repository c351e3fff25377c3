"""Public pages: open without sign-in, the same for every reader, and cached.

`public_page` marks a view whose answer depends on the address and the display only. `CachedPages`
caches the answer with its headers until something public changes, a moment comes that the view named
(`hold_until`) or the day ends; as a middleware it runs before sessions and users.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from hashlib import blake2b

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from .display import Display
from .models import SiteProfile

CACHE_SECONDS = 10 * 60  # a public change expires a page at once, by its stamp


def touch():
    """Expire every cached public page, after a change that the public should see."""
    SiteProfile.objects.update(public_stamp=F("public_stamp") + 1)


def site_of(request):
    """The site's profile, read once a request."""
    if not hasattr(request, "site_profile"):
        request.site_profile = SiteProfile.current()
    return request.site_profile


def public_page(view=None, *, reads=()):
    """Make a view public and its answer cacheable by address and display.

    The view must use neither the session nor the user. `reads` names the query parameters it uses:
    an answer to a request with any other is not cached.
    """
    if view is None:
        return partial(public_page, reads=reads)

    @login_not_required
    @require_safe
    @wraps(view)
    def page(request, *args, **kwargs):
        request.site_profile = SiteProfile.current()
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and set(request.GET) <= set(reads):
            response.public_stamp = request.site_profile.public_stamp
            response.public_until = getattr(request, "public_until", None)
        return response

    return page


def hold_until(request, moment):
    """Let the answer to this request be cached until this moment at most."""
    request.public_until = min(moment, getattr(request, "public_until", None) or moment)


@dataclass(frozen=True)
class CachedAnswer:
    """A public answer with its headers, the public stamp it was made under, and when it is no longer true."""

    stamp: int
    until: datetime | None
    body: bytes
    headers: dict

    @classmethod
    def of(cls, response):
        patch_vary_headers(response, ["Cookie"])
        headers = dict(response.headers) | {
            "Cache-Control": "public, max-age=0, must-revalidate",
            "ETag": f'"{blake2b(response.content, digest_size=12).hexdigest()}"',
        }
        return cls(response.public_stamp, response.public_until, response.content, headers)

    @property
    def is_true(self):
        """Whether nothing public has changed since, and no moment has come that changes it."""
        is_in_time = self.until is None or timezone.now() < self.until
        return is_in_time and self.stamp == SiteProfile.stamp()

    def answer(self, request):
        """The page, or 304 if the browser has it."""
        page = HttpResponse(self.body, headers=self.headers)
        return get_conditional_response(request, etag=self.headers["ETag"], response=page)


class CachedPages:
    """Answer public pages from the cache, with one query for the current stamp."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        key, cache = _key(request), _cache_for(request)
        cached = cache.get(key)
        if cached is None or not cached.is_true:
            response = self.get_response(request)
            if not hasattr(response, "public_stamp"):
                return response
            cached = CachedAnswer.of(response)
            cache.set(key, cached, CACHE_SECONDS)
        return cached.answer(request)


def _cache_for(request):
    """The cache of pages; another one for addresses without end: with a query string or a port."""
    has_port = settings.MODE == "production" and ":" in request.get_host()
    return caches["made_up" if has_port or request.META.get("QUERY_STRING") else "default"]


def _key(request):
    display, day = Display.of(request).cookie, timezone.localdate()
    parts = f"{day} {display} {request.get_host()} {request.get_full_path()}"
    return "page:" + blake2b(parts.encode(), digest_size=16).hexdigest()
