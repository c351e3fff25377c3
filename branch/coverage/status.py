"""The state of duties on a day for one reader: counted in one query, listed only where a page asks."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import CharField, Count, F, IntegerField, Subquery, Sum, Value
from django.db.models.functions import Cast, Least

from branch.core.prepared import prepared

from .duty import BY_CLASS, BY_PARTY_GROUP, EXCUSED, MET, OPEN, Duty
from .models import Excuse

GROUP_FIELDS = {
    **dict.fromkeys(BY_CLASS, IntegerField()),
    **dict.fromkeys(BY_PARTY_GROUP, CharField()),
}
# of an open subject
LACKED = F("needed_count") - F("done_count")


@dataclass(frozen=True)
class Tally:
    """Subjects counted by their standing; `done` and `needed` are sums over all of them.

    `missing` is what is needed and not done of the open ones alone.
    """

    met: int = 0
    excused: int = 0
    open: int = 0
    done: int = 0
    needed: int = 0
    missing: int = 0

    @property
    def spared(self):
        """What is needed and not done of the excused."""
        return self.needed - self.done - self.missing

    @property
    def bound(self):
        return self.met + self.excused + self.open

    def __add__(self, other):
        # written out: a board of sixty classes adds more than a thousand
        return Tally(
            self.met + other.met,
            self.excused + other.excused,
            self.open + other.open,
            self.done + other.done,
            self.needed + other.needed,
            self.missing + other.missing,
        )


@dataclass
class DutyStatus:
    """One duty on one day for one reader."""

    duty: Duty
    # None: all subjects, without asking who may see them
    user: AbstractBaseUser | None
    on: date
    # the day on which the reader looks
    today: date
    # (name, value) of the duty's figures on that day
    figures: tuple = ()
    # the group whose subjects are listed; those of all groups if None
    group: tuple | None = None
    # the page of open subjects to list, and how many are on one; all of them if None
    page: int = 1
    size: int | None = None
    # the listed rows of the reader, where a page has read them already
    assigned: list | None = None

    @cached_property
    def rows(self):
        """Queryset of the subjects the reader may see, with `standing`."""
        duty, on = self.duty, self.on
        rows = duty.bound(on=on)
        if self.user is not None:
            rows = duty.seen_by(rows, self.user, on=on, today=self.today)
        rows = duty.with_standing(rows, on=on, **dict(self.figures))
        if self.group is None:
            return rows
        return rows.filter(**dict(zip(duty.group_keys, self.group, strict=True)))

    def on_page(self, page, *, size):
        """The same status, which lists one page of its open subjects."""
        paged = copy(self)
        paged.page, paged.size = page, size
        return paged

    @cached_property
    def tallies(self):
        """{group: Tally}; `load_tallies` reads those of several duties at once."""
        return _tallies([self])[self.duty.key]

    @cached_property
    def whole(self):
        """The `Tally` of all groups together."""
        return sum(self.tallies.values(), Tally())

    @property
    def waiting_rows(self):
        """Queryset of the subjects that are not met, as listed but the excused first, with `excuse_id`."""
        excuses = self.duty.excuses(self.rows.model, on=self.on)
        rows = self.rows.exclude(standing=MET)
        rows = rows.annotate(excuse_id=Subquery(excuses.values("pk")[:1]))
        rows = self.duty.listed(rows, on=self.on)
        # "excused" sorts before "open"
        return rows.order_by("standing", *(rows.query.order_by or rows.model._meta.ordering))

    @cached_property
    def waiting(self):
        """The rows of `waiting_rows` on the page; no query is made where the tally counts none.

        The excused are all on the first page.
        """
        if self.whole.met == self.whole.bound:
            return []
        if self.group is None and self.page == 1:
            return _waiting(self.user, **self._question, last=self._slice.stop)
        return list(self.waiting_rows[self._slice])

    @property
    def _slice(self):
        if not self.size:
            return slice(None)
        first = self.whole.excused + (self.page - 1) * self.size
        return slice(first if self.page > 1 else 0, first + self.size)

    @cached_property
    def excuses(self):
        """{pk: Excuse} of these rows; `load_excuses` reads those of several duties at once."""
        return _excuses([self])

    @cached_property
    def gaps(self):
        """The `Gap`s of the open subjects."""
        return [self._gap(row) for row in self.waiting if row.standing == OPEN]

    @cached_property
    def excused(self):
        """(`Gap`, `Excuse`) of each excused subject."""
        rows = [row for row in self.waiting if row.standing == EXCUSED]
        return [(self._gap(row), self.excuses[row.excuse_id]) for row in rows]

    @property
    def own_gaps(self):
        """The `Gap`s that the reader is to act on."""
        if self.assigned is None:
            self.assigned = self._assigned() if self.duty.may_concern(self.user, on=self.on) else []
        return [self._gap(row) for row in self.assigned if row.standing == OPEN]

    def _assigned(self):
        return _assigned(self.user, **self._question)

    @property
    def asked(self):
        """The duty and its figures, for `_statuses`."""
        return type(self.duty), self.figures

    @property
    def _question(self):
        return {"asked": (self.asked,), "on": self.on, "today": self.today}

    @property
    def open_rows(self):
        # not `standing=OPEN`: PostgreSQL takes that to be rare, and joins what is left pair by pair
        return self.rows.exclude(standing__in=(MET, EXCUSED))

    def narrowed_to(self, name):
        """The status of one group alone; empty where no group has that name."""
        found = {
            group: tally for group, tally in self.tallies.items() if self.name_of(group) == name
        }
        narrowed = replace(self, group=next(iter(found), None))
        narrowed.tallies = found
        return narrowed

    def name_of(self, group):
        return self.duty.group_name(group, on=self.on)

    def _gap(self, row):
        return self.duty.gap(row, on=self.on)


def statuses(user, *, on, today=None, only=None):
    """Return a `DutyStatus` for each duty the user has the permission for.

    `today` is the day on which the user looks, where that is not the day `on` itself: what may be seen is asked of it.
    """
    permitted = [duty for duty in only or Duty.every() if user.has_perm(duty.permission)]
    today = today or on
    return [DutyStatus(duty, user, on, today, figures_of(duty, on=on)) for duty in permitted]


def figures_of(duty, *, on):
    """(name, value) of each figure of a duty on a day."""
    return tuple(sorted(duty.figures(on=on).items()))


def load_tallies(statuses):
    """Load the tallies of these statuses in one query."""
    found = _tallies(statuses)
    for status in statuses:
        status.tallies = found[status.duty.key]


def load_excuses(statuses):
    """Load the excuses of these statuses in one query, or in none where nobody is excused."""
    found = _excuses(statuses)
    for status in statuses:
        status.excuses = found


def whole_branch(*, on):
    """Return {duty key: Tally} of every duty on a day, in one query: all subjects, without asking who may see them."""
    found = [DutyStatus(duty, None, on, on, figures_of(duty, on=on)) for duty in Duty.every()]
    tallies = dict.fromkeys((status.duty.key for status in found), Tally())
    for row in _union([_counts(status, by=()) for status in found]):
        tallies[row.pop("duty")] += _tally(**row)
    return tallies


def count_unassigned(statuses):
    """Return {duty key: Tally of the open subjects that are the committee's}, in one query."""
    # of a duty that is done once, each lacks one
    return {
        row["duty"]: Tally(open=row["count"], missing=row["missing"] or row["count"])
        for row in _ask(_unassigned, statuses)
    }


def _tallies(statuses):
    """{duty key: {group: Tally}}"""
    found = {status.duty.key: defaultdict(Tally) for status in statuses}
    for row in _ask(_counted, statuses):
        keys = Duty.registry[row["duty"]].group_keys
        group = tuple(row[f"by_{name}"] for name in keys)
        found[row["duty"]][group] += _tally(**row)
    return found


def _ask(query, statuses):
    """The rows of a query of all these statuses, which are of one reader and one day."""
    if not statuses:
        return []
    asked = tuple(status.asked for status in statuses)
    first = statuses[0]
    return query(first.user, asked=asked, on=first.on, today=first.today)


def _statuses(user, asked, on, today):
    return [DutyStatus(duty(), user, on, today, figures) for duty, figures in asked]


@prepared
def _waiting(user, *, asked, on, today, last):
    (status,) = _statuses(user, asked, on, today)
    return status.waiting_rows[:last]


@prepared
def _assigned(user, *, asked, on, today):
    (status,) = _statuses(user, asked, on, today)
    rows = status.duty.assigned_to(status.open_rows, user, on=on)
    return status.duty.listed(rows, on=on)


@prepared(keep=True)
def _unassigned(user, *, asked, on, today):
    """A row for each duty: how many of its open subjects no user is to act on, and what they lack."""
    counts = []
    for status in _statuses(user, asked, on, today):
        rows = status.duty.unassigned(status.open_rows, on=on)
        missing = Cast(None, IntegerField()) if _is_once(rows) else Sum(LACKED)
        rows = rows.order_by().values(duty=_key(status))
        counts.append(rows.annotate(count=Count("pk"), missing=missing))
    return _union(counts)


@prepared(keep=True)
def _counted(user, *, asked, on, today):
    """A row for each duty, group and standing."""
    return _union([_counts(status) for status in _statuses(user, asked, on, today)])


def _tally(*, standing, count, done, needed, **names):
    """The `Tally` of one row; of a duty that is done once, the rows that are met are what is done."""
    if needed is None:
        done, needed = count if standing == MET else 0, count
    missing = needed - done if standing == OPEN else 0
    return Tally(**{standing: count}, done=done, needed=needed, missing=missing)


def _counts(status, *, by=tuple(GROUP_FIELDS)):
    """Return a row for each group and standing; all duties have the same columns, for a union.

    What is done for a subject counts up to what it needs, so that it makes up for no other. It is not
    summed where one thing is needed of each: that would ask for every subject a second time.
    """
    groups = {f"by_{name}": _column(name, status.duty) for name in by}
    rows = status.rows.order_by().values("standing", duty=_key(status), **groups)
    rows = rows.annotate(count=Count("pk"))
    if _is_once(status.rows):
        nothing = Cast(None, IntegerField())
        return rows.annotate(done=nothing, needed=nothing)
    done = Sum(Least("done_count", "needed_count"))
    return rows.annotate(done=done, needed=Sum("needed_count"))


def _is_once(rows):
    """Whether one thing is needed of each of these rows."""
    return rows.query.annotations["needed_count"] == Value(1)


def _column(name, duty):
    return F(name) if name in duty.group_keys else Cast(None, GROUP_FIELDS[name])


def _key(status):
    return Value(status.duty.key, CharField())


def _union(querysets):
    first, *rest = querysets
    return first.union(*rest, all=True) if rest else first


def _excuses(statuses):
    ids = {row.excuse_id for status in statuses for row in status.waiting} - {None}
    return Excuse.objects.in_bulk(ids)
