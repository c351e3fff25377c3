"""What every page's frame needs: the site's names, the reader's display, today, the navigation."""

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from branch.core.display import Display
from branch.core.models import SiteProfile


def shell(request):
    return {
        "site": SimpleLazyObject(lambda: _site(request)),
        "display": Display.of(request),
        "today": timezone.localdate(),
        "demo": settings.MODE == "demo",
    }


def _site(request):
    return getattr(request, "site_profile", None) or SiteProfile.current()
