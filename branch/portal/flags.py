"""党员风采: members' public pages, and the column with articles about members."""

from functools import lru_cache

from django.core.cache import cache

from branch.members.models import FlagPage

COLUMN = "members"  # its slug
FIRST_COUNT = 6
CACHE_SECONDS = 10 * 60


def first_pages(stamp, *, on):
    """The first public pages by 姓氏笔画, from the cache if it has them for this stamp and day."""
    key = f"portal.flags:{stamp}:{on}"
    cached = cache.get(key)
    if cached is None:
        cached = list(FlagPage.objects.raw(*_first_of(on)))
        cache.set(key, cached, CACHE_SECONDS)
    return cached


@lru_cache(maxsize=1)
def _first_of(day):
    """SQL and parameters for the first pages of a day; building them takes ten times as long as running them."""
    rows = FlagPage.objects.public_on(day).with_name().in_roster_order()
    return rows.only("member", "roles", "shows_portrait")[:FIRST_COUNT].query.sql_with_params()
