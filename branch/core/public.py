"""Pages for everyone: open to strangers, the same for all of them, and answered again without asking anyone.

`public_page` says that an answer is one for every reader with the same display. `KeptPages` keeps it,
headers and all, until something new is public or the day is over, and stands before all that knows users.
"""

from dataclasses import dataclass
from functools import partial, wraps
from hashlib import blake2b

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from .display import Display
from .models import SiteProfile

KEEP = 10 * 60  # seconds; a change the public should see is seen at once by its stamp


def touch():
    """Say that the public would now see something new: every kept page is stale from here on."""
    SiteProfile.objects.update(public_stamp=F("public_stamp") + 1)


def site_of(request):
    """The site's profile, read once a request."""
    if not hasattr(request, "site_profile"):
        request.site_profile = SiteProfile.current()
    return request.site_profile


def public_page(view=None, *, reads=()):
    """Open the view to strangers; its answer depends on the address and the display alone.

    Such a view touches neither the session nor the user. `reads` names the keys of the query it
    looks at: an answer to any other is not kept, or a stranger could fill the cache with copies.
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
        return response

    return page


@dataclass(frozen=True)
class Kept:
    """One answer to everybody, as it left the house."""

    stamp: int
    body: bytes
    headers: dict

    @classmethod
    def of(cls, response):
        patch_vary_headers(response, ["Cookie"])
        headers = dict(response.headers) | {
            "Cache-Control": "public, max-age=0, must-revalidate",
            "ETag": f'"{blake2b(response.content, digest_size=12).hexdigest()}"',
        }
        return cls(response.public_stamp, response.content, headers)

    def answer(self, request):
        """The page, or 304 to whoever has it."""
        page = HttpResponse(self.body, headers=self.headers)
        return get_conditional_response(request, etag=self.headers["ETag"], response=page)


class KeptPages:
    """Answer a public page from what was kept; only its stamp is asked of the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        key = _key(request)
        kept = cache.get(key)
        if kept is None or kept.stamp != SiteProfile.stamp():
            response = self.get_response(request)
            if not hasattr(response, "public_stamp"):
                return response
            kept = Kept.of(response)
            cache.set(key, kept, KEEP)
        return kept.answer(request)


def _key(request):
    display, day = Display.of(request).cookie, timezone.localdate()
    said = f"{day} {display} {request.get_host()} {request.get_full_path()}"
    return "page:" + blake2b(said.encode(), digest_size=16).hexdigest()
