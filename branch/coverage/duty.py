"""A duty is a rule: which subjects it binds on a day, and how much is needed and done for each.

Each app declares its duties in `duties.py`; the desk and the board are built from them alone.
A subject is either met, excused or open: one that is met does not count as excused.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Case, Exists, F, Model, OuterRef, Value, When

from branch.core.registry import Declared

from .models import Excuse

MET, EXCUSED, OPEN = "met", "excused", "open"

# Annotations or fields of a duty's rows by which subjects are grouped and counted.
BY_CLASS = ("entry_year", "class_number")
BY_PARTY_GROUP = ("party_group",)


@dataclass(frozen=True)
class Gap:
    """One subject for which the duty is not met, and where to do it."""

    subject: Model
    since: date
    due_on: date | None
    # the users who are to act; empty: the committee
    user_ids: frozenset[int]
    url: str
    says: str
    # what is arranged and not done yet, and so counts nothing: said of today alone
    plans: str = ""
    title: str = ""
    button: str = ""
    # whether the next step is somebody else's, who was asked
    is_waiting: bool = False
    # the permission that its button needs of those who are not asked
    permission: str = "coverage.add_excuse"
    group: str = ""
    # the students it names, for the log of reads
    student_ids: frozenset[int] = frozenset()
    # the person it is assigned to, shown to the committee
    whose: str = ""
    # whether somebody is asked today; False on days on which its clock stands still, and where a plan asks by itself
    is_asked: bool = True

    def is_offered_to(self, user):
        """Whether its button is shown to a reader."""
        return bool(self.url) and (user.pk in self.user_ids or user.has_perm(self.permission))

    @property
    def line(self):
        """The facts of the day and what is arranged."""
        return self.says + self.plans


class Duty(Declared):
    """Subclass it in `<app>/duties.py`; the subclass registers itself.

    Every method takes a queryset and returns one, so that a page counts in the database and makes a
    `Gap` only of the rows it lists. All of them can be asked of any day.

    The querysets are built once a day for all readers with the same permissions (`core.prepared`). What
    else they depend on is read by `figures`.
    """

    key = title = unit = note = gap_title = permission = ""
    # what is said above its list
    list_note = ""
    # what a to-do says is missing, with {count} subjects or {missing} of what is needed
    missing_says = ""
    # what is done about a gap, as the button for the next one of the list says
    verb = "安排"
    # the permission to close a gap for which no particular user is responsible; empty: no other than to see it
    closed_by = ""
    # where the board shows it: one of the walk-ins, "student", "class" or "family"; "branch", the organisation
    # life; or "whole", the line above them
    track = ""
    # its name beside the line of its last weeks; the title if empty
    short = ""
    # the unit of what is done within a subject, where it differs: 节 of a class
    done_unit = ""
    # the name of the page on which several of its gaps are closed at once, and the permission for it
    several = several_permission = ""
    # its name above the table of grades and classes; empty: it has none
    map_title = ""
    # of a duty of the branch: whether the strip shows how many are met of all, not whether something is to be prepared
    is_share = False
    # the span in which it is to be done; None where nothing is due, or each subject has its own day
    window = None
    # BY_CLASS, BY_PARTY_GROUP, or nothing for a duty of the whole branch
    group_keys = ()

    def __init_subclass__(cls, **kwargs):
        """Refuse a duty whose to-do would have no words, and other group keys: one query counts all duties by these."""
        if cls.key and not cls.missing_says:
            raise ImproperlyConfigured(f"{cls.__name__} does not say what is missing")
        if cls.group_keys not in ((), BY_CLASS, BY_PARTY_GROUP):
            raise ImproperlyConfigured(f"{cls.__name__} cannot be counted by {cls.group_keys}")
        super().__init_subclass__(**kwargs)

    @property
    def short_title(self):
        return self.short or self.title

    @property
    def count_unit(self):
        """The unit of `done_count` and `needed_count`."""
        return self.done_unit or self.unit

    @property
    def next_says(self):
        """安排下一名, on the button that leads from a gap to the one after it."""
        return f"{self.verb}下一{self.unit}"

    def bound(self, *, on):
        """Queryset of all subjects the duty binds on that day, whatever a user may see."""
        raise NotImplementedError

    def seen_by(self, rows, user, *, on, today):
        """Rows of the day `on` that the user may see today."""
        return rows.visible_to(user, on=today)

    def figures(self, *, on):
        """The figures and days read from the database that `with_done` takes, by name."""
        return {}

    def with_done(self, rows, *, on, **figures):
        """Annotate `done_count`, `needed_count` and the group keys; what is planned is not done.

        The counts are subqueries or conditions, never joins, because they are summed by group.
        """
        raise NotImplementedError

    def may_concern(self, user, *, on):
        """Whether a row can be this user's to act on; False saves the query."""
        return True

    def assigned_to(self, rows, user, *, on):
        """Rows that this user is to act on today, as in `Gap.user_ids` and `is_asked`."""
        return rows.none()

    def unassigned(self, rows, *, on):
        """Rows that no user is to act on, and therefore the committee; only those that are asked for today."""
        return rows

    def listed(self, rows, *, on):
        """Rows in the order of a list, with everything `gap` reads."""
        return rows

    def gap(self, row, *, on):
        """The `Gap` of a row that is `listed`."""
        raise NotImplementedError

    def codes(self, student_ids, *, on):
        """{id of a student: the number that replaces the name in print}."""
        return {}

    def group_name(self, group, *, on):
        """The name of a group, from the values of its group keys."""
        return "".join(group)

    def with_standing(self, rows, *, on, **figures):
        """Annotate `standing`, and everything `with_done` does."""
        is_met = When(done_count__gte=F("needed_count"), then=Value(MET))
        is_excused = When(Exists(self.excuses(rows.model, on=on)), then=Value(EXCUSED))
        standing = Case(is_met, is_excused, default=Value(OPEN))
        return self.with_done(rows, on=on, **figures).annotate(standing=standing)

    def with_standing_on(self, rows, *, on):
        """The same, with the figures of the day."""
        return self.with_standing(rows, on=on, **self.figures(on=on))

    def excuse_shown_to(self, user, subject, *, on):
        """The excuse of one subject, for who reads it on the board; None for others and where there is none."""
        if not user.has_perm(self.permission):
            return None
        return Excuse.objects.active_on(on).for_duty(self.key, type(subject), subject.pk).first()

    def excuses(self, model, *, on):
        """The excuses of the outer row from this duty or from every duty."""
        return Excuse.objects.active_on(on).for_duty(self.key, model, OuterRef("pk"))


def group_order(group):
    """The place of a group in a list: classes by grade, the youngest first, and number; none comes last."""
    if len(group) < len(BY_CLASS):
        return [(part is None, part) for part in group]
    entry_year, number = group
    return entry_year is None, -(entry_year or 0), number or 0


def done_once(condition):
    """Return the counts for `with_done` of a duty that is done or not: 1 or 0 of 1."""
    return {
        "done_count": Case(When(condition, then=Value(1)), default=Value(0)),
        "needed_count": Value(1),
    }
