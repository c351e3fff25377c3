from django.db import transaction
from django.db.models import Exists, F, OuterRef

from branch.school.actions import family_of
from branch.school.models import Student
from branch.walkins.families.models import FamilyHardship, HomeVisit


@transaction.atomic
def settle_hardship(first_year, *, on):
    """Give the students on a school year's list a family, and the visits of that year their category."""
    listed = FamilyHardship.objects.filter(first_year=first_year).values("student")
    for student in Student.objects.filter(family=None, pk__in=listed):
        family_of(student, on=on)
    _mark_visits(first_year)


def _mark_visits(first_year):
    """Set `is_hardship` of the visits of a school year; a list may come after the first visits."""
    rows = FamilyHardship.objects.filter(
        first_year=first_year, student__visit_shares__visit=OuterRef("pk")
    )
    visits = HomeVisit.objects.of_school_year(first_year).annotate(is_listed=Exists(rows))
    changed = list(visits.exclude(is_hardship=F("is_listed")).values_list("pk", flat=True))
    HomeVisit.objects.filter(pk__in=changed).update(is_hardship=~F("is_hardship"))
