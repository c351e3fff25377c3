"""How the pupils of a class stand: who waits for a pairing, who was visited this school year."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)

from branch.core.periods import school_year
from branch.core.wording import FEW
from branch.school.models import Student
from branch.walkins.families.models import (
    FamilyPairing,
    HomeVisit,
    VisitedStudent,
    children_known_to,
    visit_rules,
)
from branch.walkins.students.models import Pairing, SupportNeed

TO_VISIT = Q(visited_on=None)
WAITING = Q(is_in_need=True, is_paired=False)
PAIRED = Q(is_paired=True)


def roll_of(school_class, user, *, on):
    """The pupils in a class whom the user may read, as `with_standing` annotates them.

    Those with something to do come first, then by the pinyin of their names.
    """
    pupils = Student.objects.visible_to(user, on=on).in_classes([school_class], on=on)
    needs = SupportNeed.objects.open_on(on).visible_to(user, on=on)
    shares = VisitedStudent.objects.visible_to(user, on=on)
    rows = with_standing(pupils, needs=needs, shares=shares, on=on)
    is_settled = Case(When(TO_VISIT | WAITING, then=Value(0)), default=Value(1))
    return rows.order_by(is_settled, "name_keys", "number")


def with_standing(pupils, *, needs, shares, on):
    """Annotate of each pupil the need, the pairing, and the visits of the school year.

    `visited_on` and `visited_way` are of the last visit that counts, `called_on` is the day of the last call, which
    may not; `planned_on` is the first day for which a visit is planned.
    """
    year = school_year(on)
    shares = shares.filter(student=OuterRef("pk")).in_period(year)
    counted = HomeVisit.objects.counted(with_phone=visit_rules(on)["with_phone"])
    made = _last(shares.filter(visit__in=counted.order_by().values("pk")), on)
    called = _last(shares.filter(visit__in=HomeVisit.objects.done().order_by().values("pk")), on)
    planned = shares.filter(visit__state=HomeVisit.State.PLANNED, happened_on__gte=on)
    paired = Pairing.objects.settled_on(on).filter(student=OuterRef("pk"))
    pupils = pupils.annotate(
        is_in_need=Exists(needs.filter(student=OuterRef("pk"))),
        is_paired=Exists(paired),
        visited_on=Subquery(made.values("happened_on")[:1]),
        visited_mode=Subquery(made.values("visit__mode")[:1]),
        called_on=Subquery(called.values("happened_on")[:1]),
        planned_on=Subquery(planned.order_by("happened_on").values("happened_on")[:1]),
    )
    ways = [When(visited_mode=code, then=Value(label)) for code, label in HomeVisit.Mode.choices]
    return pupils.annotate(visited_way=Case(*ways, output_field=CharField()))


def _last(shares, on):
    return shares.filter(happened_on__lte=on).order_by("-happened_on", "-visit")


def with_running_pairings(pupils, user, *, on):
    """Prefetch `running`: the pairings of the day that the user may see, whose member is here."""
    rows = Pairing.objects.with_member_in_school_on(on).visible_to(user, on=on)
    rows = rows.select_related("member__staff").order_by("started_on", "pk")
    return pupils.prefetch_related(Prefetch("pairings", rows, to_attr="running"))


@dataclass(frozen=True)
class RollCounts:
    """How many pupils of a class stand how."""

    whole: int = 0
    to_visit: int = 0
    waiting: int = 0
    paired: int = 0
    in_need: int = 0

    @property
    def visited(self):
        return self.whole - self.to_visit

    @property
    def in_need_paired(self):
        return self.in_need - self.waiting

    @property
    def to_visit_says(self):
        return due_says(self.to_visit, of=self.whole)

    @property
    def waiting_says(self):
        return due_says(self.waiting, of=self.whole)


def counts_of(pupils):
    """The `RollCounts` of pupils `with_standing`, in one query."""
    asked = {
        "whole": Q(),
        "to_visit": TO_VISIT,
        "waiting": WAITING,
        "paired": PAIRED,
        "in_need": Q(is_in_need=True),
    }
    counts = {name: Count("pk", filter=which) for name, which in asked.items()}
    return RollCounts(**pupils.order_by().aggregate(**counts))


def counts_for_linked(school_class, *, on):
    """The `RollCounts` of a whole class, of which a linked member is shown what `due_says` says.

    They are not narrowed to what the reader may see: a linked member may read no pupil, and is told only whether work
    is left in the class.
    """
    pupils = Student.objects.in_classes([school_class], on=on)
    needs, shares = SupportNeed.objects.open_on(on), VisitedStudent.objects.all()
    return counts_of(with_standing(pupils, needs=needs, shares=shares, on=on))


def due_says(count, *, of):
    """How many of the pupils of a class something is due for, in words that tell of no group below `FEW`.

    Both sides count: where 36 of 38 are to be visited, 34 名以上 hides that two were, as 少于5名 hides two who were not.
    Zero is not told either, so that 少于5名 does not mean at least one.
    """
    if count < FEW:
        return f"少于{FEW}名"
    if of - count < FEW:
        return f"{max(of - FEW + 1, FEW)} 名以上"
    return f"{count} 名"


def pairs_of(school_class, user, *, on):
    """The pupils of a class with whom the user is paired, and those of the families: two lists of rows with a page."""
    here = Student.objects.in_classes([school_class], on=on)
    pupils = Pairing.objects.held_by(user).filter(student__in=here.values("pk"))
    pupils = pupils.select_related("student").order_by("student__name_keys", "pk")
    known = children_known_to(user, on=on).in_classes([school_class], on=on)
    families = FamilyPairing.objects.held_by(user).filter(
        family__in=known.exclude(family=None).values("family")
    )
    children = Prefetch("family__students", known.order_by("number"), to_attr="here")
    families = families.select_related("family").prefetch_related(children)
    return list(pupils), list(families.order_by("started_on", "pk"))
