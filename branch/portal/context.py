"""What every page's frame needs: the site's names, the reader's display, today, the navigation.

All of it is asked for only where a template looks at it.
"""

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from branch.core.display import Display
from branch.core.models import SiteProfile
from branch.school.models import Term

from . import navigation


def shell(request):
    today = timezone.localdate()
    return {
        "site": SimpleLazyObject(lambda: _site(request)),
        "display": Display.of(request),
        "today": today,
        "term_label": SimpleLazyObject(lambda: _term_label(today)),
        "demo": settings.MODE == "demo",
        "desk_nav": SimpleLazyObject(lambda: navigation.desk(request)),
        "desk_tabs": SimpleLazyObject(lambda: navigation.tabs(request)),
        "public_nav": SimpleLazyObject(lambda: navigation.public(request)),
    }


def _site(request):
    return getattr(request, "site_profile", None) or SiteProfile.current()


def _term_label(today):
    term = Term.objects.on(today)
    week = term and term.week_on(today)
    return f"第{week}周" if week else ""
