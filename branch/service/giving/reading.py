"""The sums of the events held in a school year, series by series."""

from dataclasses import dataclass

from django.db.models import Min, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from branch.activities.models import OPENED_AREAS, Activity, Programme
from branch.activities.turnout import SERVED, with_turnout
from branch.core.periods import school_year
from branch.core.wording import FEW
from branch.service.parents.models import with_came


@dataclass
class SeriesYear:
    """What one series adds up to in a school year, or all of them."""

    name: str
    events: int = 0
    served: int = 0
    members: int = 0
    hours: int = 0

    def add(self, other):
        """Add the numbers of another row."""
        for name in ("events", "served", "members", "hours"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def held_in(period):
    """Events of service, and those with families, held in a period, with `served`: how many people they reached.

    That is what was confirmed with the hours, else the 到场人数, else what was counted at the door. `told` is what the
    public page of the event tells, where it tells a number, so that the sum of all is of the same numbers.
    """
    rows = Activity.objects.done().within(period).filter(programme__area__in=OPENED_AREAS)
    on_page = Coalesce(NullIf("came_people", Value(0)), "opening__served_count", 0)
    return with_came(rows).annotate(served=Coalesce(SERVED, "came_people", 0), told=on_page)


def years_of_series(period):
    """(a `SeriesYear` of each series with an event in the period, in the order of the series; one of all)"""
    rows = with_turnout(held_in(period)).select_related("programme")
    found = {}
    for row in rows.order_by("programme__order", "programme__name"):
        line = found.setdefault(row.programme_id, SeriesYear(row.programme.name))
        line.add(SeriesYear("", 1, row.served, row.member_count, row.colleague_hours or 0))
    total = SeriesYear("合计")
    for line in found.values():
        total.add(line)
    return list(found.values()), total


def first_years(*, on):
    """The first calendar years of the school years from the first event on, the latest first."""
    began = Activity.objects.done().filter(programme__area__in=OPENED_AREAS)
    first, last = began.aggregate(first=Min("starts_at"))["first"], school_year(on).start.year
    since = school_year(timezone.localdate(first)).start.year if first else last
    return list(range(last, min(last, since) - 1, -1))


def told_people(kind, period):
    """How many people the events of a kind reached: the sum over those that reached five or more.

    The public page of a smaller one tells no number; with it in the sum, subtraction would find that number.
    """
    rows = held_in(period).filter(programme__kind=kind, told__gte=FEW)
    return rows.aggregate(people=Sum("told", default=0))["people"]


def told_hours(period):
    """The whole hours of service that were confirmed of colleagues."""
    rows = with_turnout(held_in(period))
    return int(rows.aggregate(hours=Sum("colleague_hours", default=0))["hours"])


def series_of(area):
    """The programmes of an area that are open to everybody, each with the page of its series, if it has one."""
    open_to_all = Programme.objects.active().filter(area=area, is_public=True)
    return open_to_all.select_related("service_series")
