"""Context that every page needs: the site's names, the reader's display, today, the navigation.

Values that need a query are lazy: they are read only where a template uses them.
"""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from branch.core.display import Display
from branch.core.public import site_of
from branch.school.models import Term

from . import navigation

CACHE_SECONDS = 10 * 60  # seconds


def shell(request):
    today = timezone.localdate()
    return {
        "site": SimpleLazyObject(lambda: site_of(request)),
        "display": Display.of(request),
        "today": today,
        "term_today": SimpleLazyObject(lambda: term_of(today)),
        "term_label": SimpleLazyObject(lambda: _term_label(today)),
        "demo": settings.MODE == "demo",
        "desk_nav": SimpleLazyObject(lambda: navigation.desk(request)),
        "desk_tabs": SimpleLazyObject(lambda: navigation.tabs(request)),
        "public_nav": SimpleLazyObject(lambda: navigation.public(request, site_of(request))),
    }


def term_of(today):
    """The term of the day, cached; None before the first term begins."""
    key = f"portal.term:{today}"
    cached = cache.get(key)
    if cached is None:
        cached = (Term.objects.on(today),)
        cache.set(key, cached, CACHE_SECONDS)
    return cached[0]


def _term_label(today):
    """The week of the term as 第13周; "" in holidays."""
    term = term_of(today)
    week = term and term.week_on(today)
    return f"第{week}周" if week else ""
