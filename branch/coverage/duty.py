"""A duty is a rule with a population: who meets it, who is excused, where the gaps are.

Each app writes its duties in `duties.py`; the desk and the coverage page are built from
these and nothing else. `population = met ∪ excused ∪ gaps`, disjoint.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Model, Q, QuerySet

from branch.core.registry import Declared

from .models import Excuse


@dataclass(frozen=True)
class Gap:
    """One subject the duty still waits for, and where to mend it."""

    subject: Model
    since: date
    due_on: date | None
    # who ought to act; empty: the committee
    user_ids: frozenset[int]
    url: str
    says: str
    title: str = ""
    button: str = ""
    group: str = ""
    student_id: int | None = None
    # for whoever oversees it: whose it is
    whose: str = ""


@dataclass(frozen=True)
class DutyStatus:
    """How one duty stands on a day, for the rows its reader may see."""

    duty: "Duty"
    met: QuerySet
    excused: list[tuple[Gap, Excuse]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @cached_property
    def met_count(self):
        """Counted where a page shows it; a desk shows the gaps alone."""
        return self.met.count()

    @property
    def total_count(self):
        return self.met_count + len(self.excused) + len(self.gaps)


class Duty(Declared):
    """Subclass it in `<app>/duties.py`; the subclass registers itself."""

    key = title = track = unit = note = gap_title = ""
    permission = ""

    def population(self, user, *, on):
        """Queryset of the subjects the duty binds, already `visible_to(user)`."""
        raise NotImplementedError

    def met(self, population, *, on):
        """The subset for which it is done; planned is not done."""
        raise NotImplementedError

    def gaps(self, population, *, on):
        """A `Gap` for each subject that is not met, excused or not."""
        raise NotImplementedError


def statuses(user, *, on, only=None):
    """How each duty the user may ask about stands on a day."""
    asked = [duty for duty in only or Duty.every() if user.has_perm(duty.permission)]
    excuses = _excuses([duty.key for duty in asked], on=on)
    return [_status(duty, user, excuses, on=on) for duty in asked]


def _status(duty, user, excuses, *, on):
    population = duty.population(user, on=on)
    status = DutyStatus(duty, duty.met(population, on=on))
    for gap in duty.gaps(population, on=on):
        excuse = _excuse_of(gap, duty, excuses)
        if excuse:
            status.excused.append((gap, excuse))
        else:
            status.gaps.append(gap)
    return status


def _excuses(keys, *, on):
    found = defaultdict(dict)
    rows = Excuse.objects.active_on(on).filter(Q(duty_key="") | Q(duty_key__in=keys))
    for row in rows:
        found[row.duty_key][row.subject_type, row.subject_id] = row
    return found


def _excuse_of(gap, duty, excuses):
    subject = gap.subject._meta.label_lower, gap.subject.pk
    return excuses[duty.key].get(subject) or excuses[""].get(subject)


def anchor(duty):
    """The fragment of a duty's list on the board."""
    return "list-" + duty.key.replace(".", "-")
