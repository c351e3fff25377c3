"""Two duties of the branch: lectures for parents in every term, and one a year that the secretary gives."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from branch.activities.models import Activity, ActivityPart, Kind, Programme
from branch.core import periods
from branch.core.figures import figures
from branch.core.periods import Period
from branch.coverage.duty import Duty, Gap
from branch.coverage.windows import TERM, YEAR
from branch.members.models import Office
from branch.service.figures import PARENT_TALKS, SECRETARY_TALKS
from branch.service.menu import SECRETARY_ASKED

CACHE_SECONDS = 60
ALL_EVENTS = "service.view_every_parentopening"


@dataclass(frozen=True)
class Rules:
    """How many lectures are needed in which days, as the figures say; `period` is None before the first term."""

    needed: int
    period: Period | None


def _rules(spec, window, *, on):
    """The `Rules` of a day, cached: a page reads each twice, and they rarely change."""
    key = f"service.rules:{spec.key}:{on}"
    return cache.get_or_set(key, lambda: _rules_uncached(spec, window, on), CACHE_SECONDS)


def _rules_uncached(spec, window, on):
    (needed,) = figures(spec, on=on)
    return Rules(int(needed), window.period(on))


def _counted(activities):
    """A subquery of how many activities these are; every row is of the programmes of the outer query's school."""
    one = activities.order_by().annotate(one=Value(1)).values("one")
    counted = one.annotate(count=Count("pk", distinct=True)).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def lectures_for_parents():
    """Activities of 家长学校, also those of another programme that count for it."""
    return Activity.objects.counting_as([Kind.PARENT_SCHOOL])


def given_by_the_secretary(period):
    """Lectures for parents held in the period at which spoke who was secretary on that day."""
    then = Office.objects.active_on(OuterRef("held_on")).filter(kind=Office.Kind.SECRETARY)
    spoke = ActivityPart.objects.filter(role=ActivityPart.Role.SPEAKER)
    spoke = spoke.annotate(held_on=TruncDate("activity__starts_at"))
    spoke = spoke.filter(Exists(then.filter(member__staff=OuterRef("staff"))))
    held = lectures_for_parents().done().within(period)
    return held.filter(Exists(spoke.filter(activity=OuterRef("pk"))))


class LecturesForParents(Duty):
    """家长学校: a number of lectures, forums and salons in the term; planned ones do not count."""

    key, title, track = "service.parent_talks", "家长学校", "branch"
    gap_title, unit, order = "本学期家长学校还没有办够", "项", 235
    done_unit = "场"
    permission = ALL_EVENTS
    note = "每学期办几场讲座、座谈或沙龙，同时计入家长学校的也算。"
    missing_says = "本学期家长学校还差 {missing} 场"
    is_share = True
    window = TERM

    def bound(self, *, on):
        """The programme of the name, the first where there are several, as the duty is the branch's and has one row."""
        rows = Programme.objects.active().filter(kind=Kind.PARENT_SCHOOL).order_by("order", "pk")
        return Programme.objects.filter(pk__in=rows.values("pk")[:1])

    def seen_by(self, rows, user, *, on, today):
        return rows

    def figures(self, *, on):
        return {"rules": _rules(PARENT_TALKS, TERM, on=on)}

    def with_done(self, rows, *, on, rules):
        if rules.period is None:
            return rows.annotate(done_count=Value(0), planned_count=Value(0), needed_count=Value(0))
        talks = lectures_for_parents()
        return rows.annotate(
            done_count=_counted(talks.done().within(rules.period.until(on))),
            planned_count=_counted(talks.planned().within(rules.period)),
            needed_count=Value(rules.needed),
        )

    def listed(self, rows, *, on):
        return rows.order_by("order", "pk")

    def gap(self, row, *, on):
        missing = row.needed_count - row.done_count
        return Gap(
            subject=row,
            since=on,
            due_on=TERM.due_on(on),
            user_ids=frozenset(),
            url=_new_talk(row.pk),
            says=f"本学期已办 {row.done_count} 场，还差 {missing} 场",
            plans=f"，已排 {row.planned_count} 场，办过才计入" if row.planned_count else "",
            title="安排家长学校",
            button="新建活动",
            permission="activities.add_activity",
        )


class SecretaryLecturesParents(Duty):
    """书记家长课: the secretary speaks at a lecture for parents in the calendar year.

    The subject is the seat, so that an excuse ends with it; a lecture of an earlier holder in the year counts.
    """

    key, title, track = "service.secretary_talk", "书记家长课", "branch"
    gap_title, unit, order = "书记还没有主讲家长学校", "项", 236
    done_unit = "场"
    permission = ALL_EVENTS
    note = "书记带头，每年至少主讲一场家长学校。"
    missing_says = "今年书记主讲家长学校还差 {missing} 场"
    is_share = True
    window = YEAR

    def bound(self, *, on):
        return Office.objects.active_on(on).filter(kind=Office.Kind.SECRETARY)

    def seen_by(self, rows, user, *, on, today):
        return rows

    def figures(self, *, on):
        return {"rules": _rules(SECRETARY_TALKS, YEAR, on=on)}

    def with_done(self, rows, *, on, rules):
        given = given_by_the_secretary(rules.period.until(on))
        return rows.annotate(done_count=_counted(given), needed_count=Value(rules.needed))

    def may_concern(self, user, *, on):
        """Counted with the account for today; of another day it is asked."""
        return on != timezone.localdate() or bool(getattr(user, SECRETARY_ASKED, True))

    def assigned_to(self, rows, user, *, on):
        return rows.filter(member__staff__user=user)

    def unassigned(self, rows, *, on):
        return rows.filter(member__staff__user=None)

    def listed(self, rows, *, on):
        first = Programme.objects.active().filter(kind=Kind.PARENT_SCHOOL).order_by("order", "pk")
        rows = rows.annotate(programme_pk=Subquery(first.values("pk")[:1]))
        return rows.select_related("member__staff").order_by("pk")

    def gap(self, row, *, on):
        return Gap(
            subject=row,
            since=on,
            due_on=YEAR.due_on(on),
            user_ids=frozenset({row.member.staff.user_id} - {None}),
            url=_new_talk(row.programme_pk),
            says=f"{periods.year(on).label}还没有主讲家长学校",
            title="主讲一场家长学校",
            button="新建活动",
            permission="activities.add_activity",
            whose=str(row.member),
        )


def _new_talk(programme_pk):
    query = {"programme": programme_pk} if programme_pk else {}
    return f"{reverse('activities:activity-create')}?{urlencode(query)}"
