"""Who took part in events of service, as numbers: what a ledger, a news draft and totals say of them."""

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from branch.members.models import MemberStatus

from .models import Attendance, Registration

# 服务对象（人次）: what was confirmed, else the 到场人数 of the record
SERVED = Coalesce("opening__served_count", "audience_count")


def with_turnout(activities):
    """Annotate `member_count` and `colleague_count`, the hours of both, and the least and most hours of a member.

    Of an event that was opened those with confirmed hours took part, of another one those who were present. A member is
    who was one on the day; of the colleagues who were none nothing but their number is told.
    """
    confirmed = Registration.objects.confirmed().filter(opening__activity=OuterRef("pk"))
    present = Attendance.objects.filter(activity=OuterRef("pk"), state=Attendance.State.PRESENT)
    of_members = _of_members(confirmed, began="opening__activity__starts_at")
    came = _of_members(present, began="activity__starts_at")
    hours = {"by": "opening__activity", "rows": of_members}
    return activities.select_related("opening").annotate(
        member_count=_where_opened(of_members, came),
        colleague_count=_where_opened(confirmed, present),
        colleague_hours=_of(Sum("hours"), by="opening__activity", rows=confirmed),
        member_hours=_of(Sum("hours"), **hours),
        least_hours=_of(Min("hours"), **hours),
        most_hours=_of(Max("hours"), **hours),
    )


def _of_members(rows, *, began):
    """Those of the rows whose colleague was a member of the branch on the day of the activity."""
    held = MemberStatus.objects.active_on(OuterRef("held_on"))
    held = held.filter(member__staff=OuterRef("staff"))
    return rows.annotate(held_on=TruncDate(began)).filter(Exists(held))


def _of(aggregate, *, by, rows):
    return Subquery(rows.order_by().values(by).annotate(found=aggregate).values("found"))


def _where_opened(registrations, attendances):
    """How many there are: of an event that was opened its registrations, else who was present."""
    opened = _of(Count("pk"), by="opening__activity", rows=registrations)
    others = _of(Count("pk"), by="activity", rows=attendances)
    chosen = Case(When(opening__isnull=False, then=opened), default=others)
    return Coalesce(chosen, 0, output_field=IntegerField())


def pupil_count_of(activity):
    """How many pupils came, as counted when the hours were confirmed; None where nobody counted."""
    opening = getattr(activity, "opening", None)
    return opening and opening.pupil_count


def served_count_of(activity):
    """The same as `SERVED` of one row; None where nobody counted."""
    opening = getattr(activity, "opening", None)
    confirmed = opening and opening.served_count
    return activity.audience_count if confirmed is None else confirmed


def hours_each(activity):
    """每人服务时长 of `with_turnout`: 2, or 1.5–2.5 where they differ; None where none are confirmed."""
    least, most = activity.least_hours, activity.most_hours
    if least is None or least == most:
        return least and plain(least)
    return f"{plain(least)}–{plain(most)}"


def plain(hours):
    """A whole number where it is one, as 12, not 12.0."""
    return int(hours) if hours == int(hours) else hours
