"""Visits to many households that one visitor made on one day, recorded at once."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import not_after
from branch.core.models import AuditEvent
from branch.core.periods import school_year
from branch.school.models import Student
from branch.walkins.families.models import (
    FamilyHardship,
    HomeVisit,
    VisitedStudent,
    students_to_visit,
    visitors_named_by,
)
from branch.walkins.students.actions import lock_students

from .contacts import make_contacts
from .notices import settle_made
from .visits import LAST_YEAR, NOT_YET, NOT_YOURS, check_companions, record_visit


@dataclass(frozen=True)
class Batch:
    """The visits that were stored, and how many households already had one."""

    visits: list
    left_out: int

    def still_planned(self, *, on):
        """How many of these visits are to a household for which another one stays planned from a day on."""
        coming = HomeVisit.objects.planned().filter(happened_on__gte=on)
        children = VisitedStudent.objects.filter(visit__in=coming.order_by().values("pk"))
        own = VisitedStudent.objects.filter(visit__in=[visit.pk for visit in self.visits])
        rows = own.filter(student__in=children.order_by().values("student"))
        return rows.order_by().values("visit").distinct().count()


@transaction.atomic
def record_batch(*, students, visitor, happened_on, mode, on, by, companions=()):
    """Record a visit of one day to the home of each student.

    Siblings share one visit. A household that has a visit of that day in that mode gets no second one; one that
    the visitor has planned for that day is completed.
    """
    # a second batch that names one of them waits, so that it finds their visits stored
    lock_students([student.pk for student in students])
    _check(students, visitor, happened_on, on=on, by=by)
    check_companions(HomeVisit(visitor=visitor, happened_on=happened_on), companions)
    homes = _homes(students, happened_on)
    had = _visited(HomeVisit.objects.done().filter(mode=mode), happened_on)
    planned = _visited(HomeVisit.objects.planned().filter(visitor=visitor), happened_on)
    new = [home for home in homes if not _ids(home) & had]
    to_complete = [home for home in new if _ids(home) & planned]
    facts = {"visitor": visitor, "happened_on": happened_on, "mode": mode}
    completed = [
        record_visit(student=home[0], companions=tuple(companions), on=on, by=by, **facts)
        for home in to_complete
    ]
    others = [home for home in new if home not in to_complete]
    made = _store(others, companions, facts=facts, by=by)
    return Batch([*completed, *made], len(homes) - len(new))


def _check(students, visitor, day, *, on, by):
    """Refuse a day, a visitor or a student as for one visit; an error about a student names the student."""
    not_after(day, "happened_on", on=on, says=NOT_YET)
    if day < school_year(on).start and not by.has_perm("walkins.add_familypairing"):
        raise ValidationError({"happened_on": LAST_YEAR})
    if not visitors_named_by(by, on=on).filter(pk=visitor.pk).exists():
        raise ValidationError({"visitor": "请选择走访教师。"})
    chosen = {"pk__in": [student.pk for student in students]}
    known = set(students_to_visit(by, on=on).filter(**chosen).values_list("pk", flat=True))
    here = set(Student.objects.on_roll_on(day).filter(**chosen).values_list("pk", flat=True))
    says = [f"{row}：{NOT_YOURS}" for row in students if row.pk not in known]
    says += [f"{row}：那一天不在本校，请核对日期。" for row in students if row.pk not in here]
    if says:
        raise ValidationError({"students": says})


def _homes(students, day):
    """The children of each household at school that day."""
    families = {student.family_id for student in students} - {None}
    siblings = Student.objects.on_roll_on(day).filter(family__in=families)
    chosen = Student.objects.filter(pk__in=[student.pk for student in students])
    homes = {}
    for child in (chosen | siblings).distinct().order_by("number"):
        homes.setdefault((child.family_id, child.family_id or child.pk), []).append(child)
    return list(homes.values())


def _ids(home):
    return {child.pk for child in home}


def _visited(visits, day):
    """The keys of the students whom these visits of a day were to."""
    shares = VisitedStudent.objects.filter(
        happened_on=day, visit__in=visits.order_by().values("pk")
    )
    return set(shares.values_list("student", flat=True))


def _store(homes, companions, *, facts, by):
    """Store a visit to each household, with its children, companions, contacts and audit event."""
    year = school_year(facts["happened_on"]).start.year
    children = [child.pk for home in homes for child in home]
    rows = FamilyHardship.objects.filter(first_year=year, student__in=children)
    hardship = set(rows.values_list("student", flat=True))
    visits = HomeVisit.objects.bulk_create(
        HomeVisit(is_hardship=bool(_ids(home) & hardship), recorded_by=by, **facts)
        for home in homes
    )
    pairs = list(zip(visits, homes, strict=True))
    VisitedStudent.objects.bulk_create(
        VisitedStudent(visit=visit, student=child, happened_on=visit.happened_on)
        for visit, home in pairs
        for child in home
    )
    through = HomeVisit.companions.through
    through.objects.bulk_create(
        through(homevisit=visit, staff=person) for visit in visits for person in companions
    )
    make_contacts(pairs, companions)
    settle_made(pairs, companions)
    events = [AuditEvent.of(actor=by, verb="visit.recorded", target=visit) for visit in visits]
    AuditEvent.objects.bulk_create(events)
    return visits
