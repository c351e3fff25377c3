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
)

from .visits import NOT_YET, NOT_YOURS, check_visitors, make_contacts


@transaction.atomic
def record_visits(*, students, visitor, happened_on, mode, on, by, companions=()):
    """Record one visit to the family of each of these students, made by the same people on one day.

    Returns the visits stored. A family that the visitor is recorded to have visited that day is left out.
    """
    not_after(happened_on, "happened_on", on=on, says=NOT_YET)
    chosen = {student.pk for student in students}
    if students_to_visit(by, on=on).filter(pk__in=chosen).count() < len(chosen):
        raise ValidationError({"students": NOT_YOURS})
    team = HomeVisit(visitor=visitor, happened_on=happened_on)
    check_visitors(team, companions, on=on, by=by)
    homes = _homes(students, visitor, happened_on)
    hardship = _in_hardship(homes, happened_on)
    visits = HomeVisit.objects.bulk_create(
        HomeVisit(
            visitor=visitor,
            happened_on=happened_on,
            mode=mode,
            is_hardship=bool(hardship & {child.pk for child in home}),
            recorded_by=by,
        )
        for home in homes
    )
    _store(list(zip(visits, homes, strict=True)), companions, by=by)
    return visits


def _homes(students, visitor, day):
    """The children of each household at school that day, but of those visited that day by this visitor."""
    families = {student.family_id for student in students} - {None}
    siblings = Student.objects.on_roll_on(day).filter(family__in=families)
    chosen = Student.objects.filter(pk__in=[student.pk for student in students])
    visited = VisitedStudent.objects.filter(happened_on=day, visit__visitor=visitor)
    seen = set(visited.values_list("student", flat=True))
    homes = {}
    for child in (chosen | siblings).distinct().order_by("number"):
        homes.setdefault((child.family_id, child.family_id or child.pk), []).append(child)
    return [home for home in homes.values() if not seen & {child.pk for child in home}]


def _in_hardship(homes, day):
    rows = FamilyHardship.objects.filter(first_year=school_year(day).start.year)
    children = [child.pk for home in homes for child in home]
    return set(rows.filter(student__in=children).values_list("student", flat=True))


def _store(rows, companions, *, by):
    """Store children, companions, contacts and audit events of (visit, children)."""
    VisitedStudent.objects.bulk_create(
        VisitedStudent(visit=visit, student=child, happened_on=visit.happened_on)
        for visit, home in rows
        for child in home
    )
    through = HomeVisit.companions.through
    through.objects.bulk_create(
        through(homevisit=visit, staff=person) for visit, _ in rows for person in companions
    )
    make_contacts(rows, companions)
    AuditEvent.objects.bulk_create(
        AuditEvent.of(actor=by, verb="visit.recorded", target=visit) for visit, _ in rows
    )
