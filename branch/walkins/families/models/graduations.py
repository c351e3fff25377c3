"""毕业: the pairings of the pupils of classes that leave the school."""

from django.db.models import Count, Exists, OuterRef, Q

from branch.core.periods import school_year
from branch.school.models import Enrolment, SchoolClass, Student
from branch.school.models.classes import GRADES
from branch.walkins.students.models import Pairing

from .pairings import FamilyPairing


def graduating_classes(on):
    """[(class, running pairings of its pupils, those with their families)] of the last grade or beyond it."""
    last_year = school_year(on).start.year - len(GRADES) + 1
    families = FamilyPairing.objects.active().filter(family=OuterRef("student__family"))
    rows = Enrolment.objects.filter(until_on=None, school_class__entry_year__lte=last_year)
    paired = Count("student__pairings", filter=Q(student__pairings__until_on=None), distinct=True)
    rows = rows.annotate(has_family=Exists(families)).order_by().values("school_class")
    rows = rows.annotate(
        pairing_count=paired,
        family_count=Count("student__family", filter=Q(has_family=True), distinct=True),
    )
    counts = {
        row["school_class"]: (row["pairing_count"], row["family_count"])
        for row in rows
        if row["pairing_count"] or row["family_count"]
    }
    classes = SchoolClass.objects.filter(pk__in=counts).order_by("-entry_year", "number")
    return [(one, *counts[one.pk]) for one in classes]


def graduating(classes, *, on):
    """(running pairings of the pupils of these classes, those with their families that have no other child here)."""
    leaving = Enrolment.objects.filter(school_class__in=classes, until_on=None)
    pupils = Student.objects.filter(pk__in=leaving.values("student"))
    staying = Student.objects.on_roll_on(on).exclude(pk__in=pupils.values("pk"))
    families = FamilyPairing.objects.active().filter(
        ~Exists(staying.filter(family=OuterRef("family"))),
        family__in=pupils.exclude(family=None).order_by().values("family"),
    )
    return Pairing.objects.active().filter(student__in=pupils.values("pk")), families
