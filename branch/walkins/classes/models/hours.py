"""Psychology hours that colleagues have on a day.

Nothing else in this app reads hours. They come from the attendances of activities; an app that keeps hours of its
own replaces the body of `counted` and `with_psychology_hours`, and every caller stays as it is.

Hours are summed as whole tenths: of decimals SQLite would make floats, and six times 0.1 would not be 0.6.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.db.models import F, IntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Round

from branch.activities.models import Activity, Attendance, Audience
from branch.core.dated import ONE_DAY
from branch.core.figures import figures
from branch.core.periods import Period, months_later
from branch.walkins.figures import HEAD_HOURS, HEAD_HOURS_MONTHS

# whom a training may expect that any member can attend
OPEN_TO_MEMBERS = (Audience.MEMBERS, Audience.STAFF, Audience.OPEN)


def tenths_of(hours):
    """Whole tenths of an hour, no fewer than the hours."""
    return int((Decimal(hours) * 10).to_integral_value(ROUND_CEILING))


def _hours(tenths):
    """Tenths as hours: 40 as 4, 45 as 4.5."""
    return Decimal(tenths) / 10 if tenths % 10 else tenths // 10


@dataclass(frozen=True)
class Hours:
    """The hours that somebody has and needs, in tenths."""

    held_tenths: int
    needed_tenths: int

    @property
    def held(self):
        return _hours(self.held_tenths)

    @property
    def needed(self):
        return _hours(self.needed_tenths)

    @property
    def lacking(self):
        return _hours(max(self.needed_tenths - self.held_tenths, 0))

    @property
    def lacking_says(self):
        """差 2"""
        return f"差 {self.lacking}"

    @property
    def is_enough(self):
        return self.held_tenths >= self.needed_tenths

    @property
    def says(self):
        """现有 4，应有 6，还差 2"""
        parts = [f"现有 {self.held}", f"应有 {self.needed}"]
        return "，".join(parts if self.is_enough else [*parts, f"还差 {self.lacking}"])


def hour_rules(on):
    """{"needed": tenths of an hour, "months": the length of the period}, as the figures say on a day."""
    needed, months = figures(HEAD_HOURS, HEAD_HOURS_MONTHS, on=on)
    return {"needed": tenths_of(needed), "months": int(months)}


def hours_period(on, *, months):
    """The days whose hours count on a day: from the same day so many months before it up to the day itself."""
    return Period(months_later(on, -months), on, f"之前 {months} 个月")


def trainings(period):
    """Activities of the period with psychology hours, held or planned."""
    return Activity.objects.within(period).not_cancelled().filter(psychology_hours__gt=0)


def counted(period):
    """The attendances that give hours: of those who were present at what was held."""
    held = trainings(period).done().order_by().values("pk")
    return Attendance.objects.filter(state=Attendance.State.PRESENT, activity__in=held)


def with_psychology_hours(rows, *, on, needed, months, staff="pk"):
    """Annotate `held_tenths` and `needed_tenths` of a day; `staff` is the way from a row to the colleague."""
    own = counted(hours_period(on, months=months)).filter(staff=OuterRef(staff)).order_by()
    tenths = Cast(Round(F("activity__psychology_hours") * 10), IntegerField())
    total = own.values("staff").annotate(total=Sum(tenths)).values("total")
    held = Coalesce(Subquery(total, output_field=IntegerField()), 0)
    return rows.annotate(held_tenths=held, needed_tenths=Value(needed))


def hours_of(row):
    """The `Hours` of a row; needs `with_psychology_hours`."""
    return Hours(row.held_tenths, row.needed_tenths)


def next_training(on):
    """Queryset of the first activity after the day that gives hours and expects any member.

    Of a day that is past it is the one that followed, whether or not it was held since.
    """
    later = Period(on + ONE_DAY, months_later(on, 12), "")
    rows = trainings(later).filter(programme__audience__in=OPEN_TO_MEMBERS)
    return rows.order_by("starts_at", "pk")[:1]
