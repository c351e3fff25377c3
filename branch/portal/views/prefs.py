from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.views.decorators.http import require_safe

from branch.core.display import COOKIE, Display
from branch.portal.forms import DisplayForm

ONE_YEAR = 365 * 24 * 60 * 60  # seconds


@login_not_required
@require_safe
def prefs_set(request):
    """Save the display settings in a cookie and redirect back; no session is started."""
    form = DisplayForm(request.GET)
    response = HttpResponseRedirect(form.next_on(request))
    response.set_cookie(
        COOKIE,
        Display.of(request).changed(**form.changes).cookie,
        max_age=ONE_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
