"""The sessions of a class in a term: how many are held and planned, month by month."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from branch.activities.models import Activity
from branch.core.figures import figure
from branch.core.periods import months_later
from branch.school.models import Term
from branch.walkins.figures import SESSIONS_A_TERM


@dataclass
class Month:
    """A month of a term: the sessions in it, and how many are still to be planned."""

    first: date
    sessions: list = field(default_factory=list)
    missing: int = 0
    is_past: bool = False

    @property
    def label(self):
        return f"{self.first.month}月"

    @property
    def state(self):
        """done, plan, gap, off (a month that is over without one) or none."""
        if self.missing:
            return "gap"
        if self.sessions:
            return "done" if any(session.is_done for session in self.sessions) else "plan"
        return "off" if self.is_past else "none"


@dataclass(frozen=True)
class Course:
    """The sessions of a class in a term, as far as a reader may see them; `term` is None before the first one."""

    term: Term | None
    sessions: tuple
    needed: int
    on: date

    @property
    def done(self):
        return [session for session in self.sessions if session.is_done]

    @property
    def planned(self):
        return [session for session in self.sessions if not session.is_done]

    @property
    def done_count(self):
        return min(len(self.done), self.needed)

    @property
    def missing(self):
        """How many are still to be held; one that is planned is not held."""
        return max(self.needed - len(self.done), 0)

    @cached_property
    def months(self):
        """The `Month`s of the term; what is to be planned stands in the first from now on without a session."""
        if self.term is None:
            return []
        this = max(self.on, self.term.starts_on).replace(day=1)
        months = {first: Month(first, is_past=first < this) for first in _firsts(self.term)}
        for session in self.sessions:
            day = timezone.localdate(session.activity.starts_at)
            months[day.replace(day=1)].sessions.append(session)
        free = [month for month in months.values() if not month.is_past and not month.sessions]
        if free and self.on <= self.term.ends_on:
            free[0].missing = max(self.needed - len(self.sessions), 0)
        return list(months.values())


def course_of(school_class, user, *, on):
    """The `Course` of a class in the term of the day."""
    term, needed = Term.objects.on(on), figure(SESSIONS_A_TERM.key, on=on)
    if term is None:
        return Course(None, (), needed, on)
    rows = school_class.sessions.visible_to(user, on=on).within(term.period)
    rows = rows.exclude(activity__state=Activity.State.CANCELLED)
    rows = rows.select_related("activity", "theme").order_by("activity__starts_at", "pk")
    return Course(term, tuple(rows), needed, on)


def _firsts(term):
    """The first day of each month that a term touches."""
    day, last = term.starts_on.replace(day=1), term.ends_on
    while day <= last:
        yield day
        day = months_later(day, 1)
