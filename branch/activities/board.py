"""The section this app adds to the board: the meetings required this month and quarter, and held."""

from django.core.cache import cache
from django.db.models import Count, Q, Subquery, Value
from django.utils import timezone

from branch.core import periods
from branch.coverage.board import BoardSection
from branch.members.models import Member
from branch.members.models.members import group_on

from .models import Activity, Kind

# Source: 三会一课, each kind at least once in its period.
MONTHLY = (Kind.COMMITTEE_MEETING, Kind.GROUP_MEETING, Kind.THEMED_DAY)
QUARTERLY = (Kind.PARTY_LESSON, Kind.GENERAL_MEETING)
REQUIRED = dict.fromkeys(MONTHLY, periods.month) | dict.fromkeys(QUARTERLY, periods.quarter)
CACHE_SECONDS = 10 * 60


class OrganisationLife(BoardSection):
    key, order = "activities.organisation_life", 10
    permission = "coverage.add_excuse"
    template = "activities/life.html"
    is_life = True

    def data(self, user, *, on, site, statuses):
        """The strip, cached under the public stamp, which changes with everything shown here."""
        key = f"activities.life:{site.public_stamp}:{on}"
        return cache.get_or_set(key, lambda: strip(on=on), CACHE_SECONDS)


def strip(*, on):
    """Return an entry for each kind: its name, its status, the day it was held, and the one in its period for which it is planned.

    What is planned is known of today alone.
    """
    rows = _rows(on)
    return [_entry(kind, span(on), rows, on=on) for kind, span in REQUIRED.items()]


def _rows(on):
    """Read all activities of these kinds from the first day of the quarter on, planned or held."""
    since = periods.quarter(on).start
    found = Activity.objects.not_cancelled().filter(
        Q(programme__kind__in=REQUIRED) | Q(also_counts_as__kind__in=REQUIRED),
        starts_at__date__gte=since,
    )
    # those that had a member on the day: one that came later has no meeting to hold
    people = Member.objects.here_on(on).annotate(group_then=group_on(on, "name"))
    people = people.order_by().annotate(one=Value(1)).values("one")
    counted = people.annotate(count=Count("group_then", distinct=True)).values("count")
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
    held = [row for row in mine if _is_held(row) and period.start <= _day(row) <= on]
    planned = [row for row in mine if not _is_held(row) and on <= _day(row) <= period.end]
    is_met, text = _standing(kind, held, period)
    return {
        "label": kind.label,
        "kind": "ok" if is_met else "soon",
        "text": text,
        "line": f"{period.label} {_day(held[-1]):%m-%d}" if is_met else period.label,
        "plans": f"定于 {_day(planned[0]):%m-%d}" if planned and not is_met else "",
    }


def _standing(kind, held, period):
    """Return whether the kind was held as required in the period, and the text for it."""
    if kind == Kind.GROUP_MEETING:
        done = len({row["party_group"] for row in held})
        due = held[0]["group_count"] if held else 0
        if 0 < done < due:
            return False, f"{done} / {due} 个"
    verb = "上" if kind == Kind.PARTY_LESSON else "开"
    return bool(held), f"{'已' if held else '待'}{verb}"


def _is_held(row):
    return row["state"] == Activity.State.DONE


def _day(row):
    return timezone.localdate(row["starts_at"])
