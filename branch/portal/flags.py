"""党员风采: members' public pages, and the column with articles about members."""

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
        rows = FlagPage.objects.public_on(on).select_related("member__staff").in_roster_order()
        cached = list(rows[:FIRST_COUNT])
        cache.set(key, cached, CACHE_SECONDS)
    return cached
