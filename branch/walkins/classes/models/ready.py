"""Who has the psychology hours of a head teacher on a day, and who lacks some."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q

from branch.core.periods import Period
from branch.members.models import Member
from branch.school.models import HeadTeacherPost

from .heads import member_posts, with_waiver_on
from .hours import (
    Hours,
    counted,
    hour_rules,
    hours_of,
    hours_period,
    trainings,
    with_psychology_hours,
)


@dataclass(frozen=True)
class Line:
    """A member with the hours they have, what gave them, and the posts they hold on the day."""

    member: Member
    hours: Hours
    # rows of `counted`, in the order in which they were held
    attended: list
    # with `waiver_id`, `waiver_reason`, `waived_until`
    posts: list
    on: date

    @property
    def class_names(self):
        return "、".join(post.school_class.name_on(self.on) for post in self.posts)


@dataclass(frozen=True)
class Readiness:
    """班主任上岗学时 of a day, for one reader: the members by group and 姓氏笔画, never by their hours."""

    on: date
    period: Period
    needed: int
    lines: list = field(repr=False)

    @classmethod
    def of(cls, user, *, on):
        rules = hour_rules(on)
        period = hours_period(on, months=rules["months"])
        rows = _candidates(on) if sees_all(user) else Member.objects.here_on(on)
        rows = rows if sees_all(user) else rows.filter(staff__user=user)
        rows = with_psychology_hours(rows, on=on, staff="staff", **rules)
        rows = rows.with_group_on(on).select_related("staff").in_roster_order()
        rows = rows.prefetch_related(_posts(on), _attended(period))
        return cls(on, period, rules["needed"], [_line(row, on=on) for row in rows])

    @property
    def needed_hours(self):
        return Hours(0, self.needed).needed

    @property
    def ready(self):
        return [line for line in self.lines if line.hours.is_enough]

    @property
    def lacking(self):
        return [line for line in self.lines if not line.hours.is_enough]

    @property
    def heads(self):
        """Those who head a class on the day."""
        return [line for line in self.lines if line.posts]

    @property
    def heads_ready(self):
        return [line for line in self.heads if line.hours.is_enough]

    def to_come(self, until):
        """Trainings planned up to a day, also those of the period that have begun and are not recorded yet."""
        planned = trainings(Period(self.period.start, until, "")).planned()
        return planned.order_by("starts_at", "pk")


def sees_all(user):
    """Whether the user sees everybody's hours; others see their own."""
    return user.has_perm("walkins.add_headteacherwaiver")


def _candidates(on):
    """Members who may head a class, those who are away left out, and those who head one."""
    heads = member_posts(HeadTeacherPost.objects.active_on(on), on=on).filter(
        staff=OuterRef("staff")
    )
    present = Member.objects.present_on(on).order_by().values("pk")
    return Member.objects.here_on(on).filter(Q(pk__in=present) | Exists(heads))


def _posts(on):
    rows = member_posts(HeadTeacherPost.objects.active_on(on), on=on)
    rows = with_waiver_on(rows, on).select_related("school_class")
    rows = rows.order_by("-school_class__entry_year", "school_class__number")
    return Prefetch("staff__head_posts", rows, to_attr="headed_then")


def _attended(period):
    rows = counted(period).select_related("activity").order_by("activity__starts_at", "pk")
    return Prefetch("staff__attendances", rows, to_attr="counted_then")


def _line(member, *, on):
    staff = member.staff
    return Line(member, hours_of(member), staff.counted_then, staff.headed_then, on)
