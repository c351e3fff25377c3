"""党员风采: where the members who show themselves meet the column that writes about them."""

from django.core.cache import cache

from branch.members.models import FlagPage

# the column's name in addresses
COLUMN = "members"
FIRST = 6
KEEP = 10 * 60  # seconds


def first_pages(stamp, *, on):
    """The first few by 姓氏笔画; the same public stamp and day, the same pages."""
    key = f"portal.flags:{stamp}:{on}"
    found = cache.get(key)
    if found is None:
        rows = FlagPage.objects.public_on(on).select_related("member__staff").in_roster_order()
        found = list(rows[:FIRST])
        cache.set(key, found, KEEP)
    return found
