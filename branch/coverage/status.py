"""The state of duties on a day for one reader: counted in one query, listed only where a page asks."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property

from django.db.models import CharField, Count, F, IntegerField, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Least

from .duty import BY_CLASS, BY_PARTY_GROUP, EXCUSED, MET, OPEN, Duty
from .models import Excuse

GROUP_FIELDS = {
    **dict.fromkeys(BY_CLASS, IntegerField()),
    **dict.fromkeys(BY_PARTY_GROUP, CharField()),
}


@dataclass(frozen=True)
class Tally:
    """Subjects counted by their standing; `done` and `needed` are sums over all of them."""

    met: int = 0
    excused: int = 0
    open: int = 0
    done: int = 0
    needed: int = 0

    @property
    def bound(self):
        return self.met + self.excused + self.open

    def __add__(self, other):
        names = [field.name for field in fields(self)]
        return Tally(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass
class DutyStatus:
    """One duty on one day; `rows` are the subjects its reader may see, with `standing`."""

    duty: Duty
    rows: QuerySet
    on: date
    # the page of open subjects to list, and how many are on one; all of them if None
    page: int = 1
    size: int | None = None
    # the listed rows of the user it is asked for, where a page has read them already
    assigned: list | None = None

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
        return list(self.waiting_rows[self._slice] if self.size else self.waiting_rows)

    @property
    def _slice(self):
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

    def gaps_of(self, user):
        """The `Gap`s that this user is to act on."""
        if self.assigned is None:
            rows = self.duty.assigned_to(self.open_rows, user, on=self.on)
            self.assigned = [] if rows.query.is_empty() else self.duty.listed(rows, on=self.on)
        return [self._gap(row) for row in self.assigned if row.standing == OPEN]

    @property
    def open_rows(self):
        # not `standing=OPEN`: PostgreSQL takes that to be rare, and joins what is left pair by pair
        return self.rows.exclude(standing__in=(MET, EXCUSED))

    def narrowed_to(self, name):
        """The status of one group alone; empty where no group has that name."""
        found = {
            group: tally for group, tally in self.tallies.items() if self.name_of(group) == name
        }
        rows = self.rows if found else self.rows.none()
        for group in found:
            rows = rows.filter(**dict(zip(self.duty.group_keys, group, strict=True)))
        narrowed = replace(self, rows=rows)
        narrowed.tallies = found
        return narrowed

    def name_of(self, group):
        return self.duty.group_name(group, on=self.on)

    def _gap(self, row):
        return self.duty.gap(row, on=self.on)


def statuses(user, *, on, only=None):
    """Return a `DutyStatus` for each duty the user has the permission for; makes no query yet."""
    permitted = [duty for duty in only or Duty.every() if user.has_perm(duty.permission)]
    return [_status(duty, user, on=on) for duty in permitted]


def _status(duty, user, *, on):
    visible = duty.seen_by(duty.bound(on=on), user, on=on)
    return DutyStatus(duty, duty.with_standing(visible, on=on), on)


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


def count_unassigned(statuses):
    """Return {duty key: how many open subjects are the committee's}, in one query."""
    counts = []
    for status in statuses:
        rows = status.duty.unassigned(status.open_rows, on=status.on)
        counts.append(rows.order_by().values(duty=_key(status)).annotate(count=Count("pk")))
    return {row["duty"]: row["count"] for row in _union(counts)}


def _tallies(statuses):
    """{duty key: {group: Tally}}"""
    found = {status.duty.key: defaultdict(Tally) for status in statuses}
    for row in _union([_counted(status) for status in statuses]):
        keys = Duty.registry[row["duty"]].group_keys
        group = tuple(row[f"by_{name}"] for name in keys)
        found[row["duty"]][group] += _tally(**row)
    return found


def _tally(*, standing, count, done, needed, **names):
    """The `Tally` of one row; of a duty that is done once, the rows that are met are what is done."""
    if needed is None:
        done, needed = count if standing == MET else 0, count
    return Tally(**{standing: count}, done=done, needed=needed)


def _counted(status):
    """Return a row for each group and standing; all duties have the same columns, for a union.

    What is done for a subject counts up to what it needs, so that it makes up for no other. It is not
    summed where one thing is needed of each: that would ask for every subject a second time.
    """
    by = {f"by_{name}": _column(name, status.duty) for name in GROUP_FIELDS}
    rows = status.rows.order_by().values("standing", duty=_key(status), **by)
    rows = rows.annotate(count=Count("pk"))
    if status.rows.query.annotations["needed_count"] == Value(1):
        nothing = Cast(None, IntegerField())
        return rows.annotate(done=nothing, needed=nothing)
    done = Sum(Least("done_count", "needed_count"))
    return rows.annotate(done=done, needed=Sum("needed_count"))


def _column(name, duty):
    return F(name) if name in duty.group_keys else Cast(None, GROUP_FIELDS[name])


def _key(status):
    return Value(status.duty.key, CharField())


def _union(querysets):
    first, *rest = querysets or [Excuse.objects.none()]
    return first.union(*rest, all=True) if rest else first


def _excuses(statuses):
    ids = {row.excuse_id for status in statuses for row in status.waiting} - {None}
    return Excuse.objects.in_bulk(ids)
