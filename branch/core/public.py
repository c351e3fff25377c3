"""Pages for everyone: open to strangers, cached for all readers, answered with 304 where nothing changed."""

from functools import wraps
from hashlib import blake2b

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import F
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from .display import Display
from .models import SiteProfile

KEEP = 10 * 60  # seconds; a change the public should see is seen at once by its stamp


def touch():
    """Say that the public would now see something new: every cached page is stale from here on."""
    SiteProfile.objects.update(public_stamp=F("public_stamp") + 1)


def public_page(view):
    """Open the view to strangers and answer from the cache, keyed by address and display alone.

    Such a view touches neither the session nor the user.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def page(request, *args, **kwargs):
        request.site_profile = SiteProfile.current()
        key = _key(request)
        kept = cache.get(key)
        if kept is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            kept = _kept(response)
            cache.set(key, kept, KEEP)
        return _answer(request, kept)

    return page


def _key(request):
    display = Display.of(request).cookie
    stamp, day = request.site_profile.public_stamp, timezone.localdate()
    said = f"{stamp} {day} {display} {request.get_host()} {request.get_full_path()}"
    return "page:" + blake2b(said.encode(), digest_size=16).hexdigest()


def _kept(response):
    if hasattr(response, "render"):
        response.render()
    body = response.content
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    return body, response.headers["Content-Type"], etag


def _answer(request, kept):
    body, content_type, etag = kept
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(response, ["Cookie"])
    return response
