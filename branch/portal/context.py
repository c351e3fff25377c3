"""What every page's frame needs: the site's names, the reader's display, today, the navigation.

All of it is asked for only where a template looks at it.
"""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from branch.core.display import Display
from branch.core.public import site_of
from branch.school.models import Term

from . import navigation

KEEP = 10 * 60  # seconds


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
    """The term of the day, the same for everyone all day long; None where none has begun."""
    key = f"portal.term:{today}"
    kept = cache.get(key)
    if kept is None:
        kept = (Term.objects.on(today),)
        cache.set(key, kept, KEEP)
    return kept[0]


def _term_label(today):
    """第13周; nothing in holidays."""
    term = term_of(today)
    week = term and term.week_on(today)
    return f"第{week}周" if week else ""
