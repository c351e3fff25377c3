"""班级团辅: each class has its sessions in the term."""

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from branch.accounts.backends import standing_of
from branch.coverage.duty import Duty, Gap
from branch.coverage.windows import TERM
from branch.school.groups import ByClass
from branch.school.models import HeadTeacherPost, SchoolClass

from .models import ClassSession, session_rules

NUMBER = IntegerField()


class EveryClassHasSessions(ByClass, Duty):
    """班级团辅: a number of sessions of each class in the term; planned ones do not count, and none is due in exams."""

    key, title, track = "walkins.class_session", "班级团辅", "class"
    gap_title, unit, order = "待开展团辅的班级", "个班", 160
    done_unit = "次"
    map_title = "班级团辅"
    permission = "walkins.add_classsession"
    note = "每个班每学期都要开展团辅，考试周和假期不安排。"
    missing_says = "{count} 个班本学期的团辅还没有排够"
    window = TERM

    def bound(self, *, on):
        return SchoolClass.objects.in_school_on(on)

    def figures(self, *, on):
        return {"rules": session_rules(on)}

    def with_done(self, rows, *, on, rules):
        rows = rows.annotate(
            class_number=F("number"),
            done_count=_count(ClassSession.objects.done(), rules.period.until(on)),
            needed_count=Value(rules.needed),
            planned_count=_count(ClassSession.objects.planned(), rules.period),
            window_start=Value(rules.start, DateField()),
            last_day=Value(rules.due_on, DateField()),
        )
        unplanned = Q(needed_count__gt=F("done_count") + F("planned_count"))
        asked = Value(False) if rules.is_paused else Case(When(unplanned, True), default=False)
        return rows.annotate(is_asked_for=ExpressionWrapper(asked, BooleanField()))

    def may_concern(self, user, *, on):
        return "head" in standing_of(user) and not session_rules(on).is_paused

    def assigned_to(self, rows, user, *, on):
        """Those of which the user is head teacher and has not planned all: a planned one is asked for by itself."""
        own = SchoolClass.objects.headed_by(user, on=on)
        return rows.filter(pk__in=own.values("pk"), is_asked_for=True)

    def unassigned(self, rows, *, on):
        """Classes without a head teacher who signs in, likewise."""
        heads = HeadTeacherPost.objects.opening_on(on).exclude(staff__user=None)
        return rows.filter(is_asked_for=True).exclude(pk__in=heads.values("school_class"))

    def listed(self, rows, *, on):
        heads = HeadTeacherPost.objects.opening_on(on).filter(school_class=OuterRef("pk"))
        return rows.annotate(
            head_user=Subquery(heads.values("staff__user")[:1]),
            head_name=Subquery(heads.values("staff__name")[:1]),
        ).order_by("-entry_year", "number")

    def gap(self, row, *, on):
        name = row.name_on(on)
        return Gap(
            subject=row,
            since=row.window_start,
            due_on=row.last_day,
            user_ids=frozenset({row.head_user} - {None}),
            url=f"{reverse('walkins:session-create')}?school_class={row.pk}",
            says=_so_far(row),
            plans=f"，已排 {row.planned_count} 次，开展后才计入" if row.planned_count else "",
            title=f"安排{name}团辅",
            button="记一次团辅",
            group=name,
            whose=f"班主任 {row.head_name}" if row.head_name else "",
            is_asked=row.is_asked_for,
        )


def _count(sessions, period):
    """A subquery of how many of these sessions of the outer class began on a day of the period."""
    rows = sessions.filter(school_class=OuterRef("pk")).within(period).order_by()
    counted = rows.values("school_class").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=NUMBER), 0)


def _so_far(row):
    """本学期已开展 1 次，还差 2 次"""
    held = f"已开展 {row.done_count} 次" if row.done_count else "还没有开展"
    missing = row.needed_count - row.done_count
    return f"本学期{held}，还差 {missing} 次"
