"""Whose hardship, family pairing and difficulties a user may read, and who may read the family's children."""

from django.db.models import Q

from branch.school.models import Family, Student

from .pairings import FamilyPairing


def families_known_to(user, *, on):
    """Every family for the committee; those with a child of one's class; those one is paired with."""
    if user.has_perm("walkins.add_familypairing"):
        return Family.objects.all()
    headed = Student.objects.headed_by(user, on=on).exclude(family=None)
    held = FamilyPairing.objects.held_by(user)
    return Family.objects.filter(
        Q(pk__in=headed.order_by().values("family")) | Q(pk__in=held.order_by().values("family"))
    )


def children_known_to(user, *, on):
    """The students of these families whom the user may read by name: of a head teacher's, only those of the class."""
    if user.has_perm("walkins.add_familypairing"):
        return Student.objects.all()
    headed = Student.objects.headed_by(user, on=on)
    held = FamilyPairing.objects.held_by(user)
    return Student.objects.filter(
        Q(pk__in=headed.values("pk")) | Q(family__in=held.order_by().values("family"))
    )
