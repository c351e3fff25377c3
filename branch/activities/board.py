"""What this app adds to the board: the meetings this month and this quarter ask for, and those held."""

from django.core.cache import cache
from django.db.models import Count, Q, Subquery, Value
from django.utils import timezone

from branch.core import periods
from branch.coverage.board import BoardSection
from branch.members.models import PartyGroup

from .models import Activity, Kind

# Source: 三会一课, each kind at least once in its span.
MONTHLY = (Kind.COMMITTEE_MEETING, Kind.GROUP_MEETING, Kind.THEMED_DAY)
QUARTERLY = (Kind.PARTY_LESSON, Kind.GENERAL_MEETING)
ASKED = dict.fromkeys(MONTHLY, periods.month) | dict.fromkeys(QUARTERLY, periods.quarter)
KEEP = 10 * 60  # seconds


class OrganisationLife(BoardSection):
    key, order = "activities.organisation_life", 10
    permission = "coverage.add_excuse"
    template = "activities/life.html"

    def data(self, user, *, on, site, statuses):
        """Cached under the public stamp, which every change of what is seen here moves."""
        key = f"activities.life:{site.public_stamp}:{on}"
        return cache.get_or_set(key, lambda: strip(on=on), KEEP)


def strip(*, on):
    """One entry a kind: its name, a status with words, and the day it was or will be held."""
    rows = _rows(on)
    return [_entry(kind, span(on), rows, on=on) for kind, span in ASKED.items()]


def _rows(on):
    """What counts as any kind, from the first day of the quarter on, be it planned or held."""
    since = periods.quarter(on).start
    found = Activity.objects.not_cancelled().filter(
        Q(programme__kind__in=ASKED) | Q(also_counts_as__kind__in=ASKED), starts_at__date__gte=since
    )
    groups = PartyGroup.objects.order_by().annotate(one=Value(1)).values("one")
    counted = groups.annotate(count=Count("pk")).values("count")
    return list(
        found.annotate(group_count=Subquery(counted))
        .order_by("starts_at")
        .values(
            "programme__kind",
            "also_counts_as__kind",
            "starts_at",
            "state",
            "party_group",
            "group_count",
        )
    )


def _entry(kind, period, rows, *, on):
    mine = [row for row in rows if kind in (row["programme__kind"], row["also_counts_as__kind"])]
    held = [row for row in mine if _is_held(row) and _day(row) <= period.end]
    held = [row for row in held if _day(row) >= period.start]
    planned = [row for row in mine if not _is_held(row) and _day(row) >= on]
    is_met, text = _standing(kind, held, period)
    day = held[-1] if is_met else planned[0] if planned else None
    words = "" if day is None else f"{_day(day):%m-%d}" if is_met else f"定于 {_day(day):%m-%d}"
    return {"label": kind.label, "kind": "ok" if is_met else "soon", "text": text, "line": words}


def _standing(kind, held, period):
    """Whether the span's due is met, and the words for it."""
    if kind == Kind.GROUP_MEETING:
        done = len({row["party_group"] for row in held})
        due = held[0]["group_count"] if held else 0
        if 0 < done < due:
            return False, f"{done} / {due} 个小组"
    verb = "上" if kind == Kind.PARTY_LESSON else "开"
    return bool(held), f"{period.label}{'已' if held else '待'}{verb}"


def _is_held(row):
    return row["state"] == Activity.State.DONE


def _day(row):
    return timezone.localdate(row["starts_at"])
