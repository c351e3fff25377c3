from branch.core.facts import fact
from branch.school.facts import working_staff_of

from .models import ClassPosting, FamilyPairing, Pairing


@fact("pair")
def running_pairings_of(user, *, on):
    """结对: the user works at the school and has a running pairing."""
    working = working_staff_of(user, on=on)
    return Pairing.objects.held_by(user).filter(member__staff__in=working)


@fact("family_pair")
def running_family_pairings_of(user, *, on):
    """家庭结对: the user works at the school and has a running pairing with a family."""
    working = working_staff_of(user, on=on)
    return FamilyPairing.objects.held_by(user).filter(member__staff__in=working)


@fact("linked")
def postings_of(user, *, on):
    """联系党员: the user works at the school and is linked to a class."""
    return ClassPosting.objects.held_by(user, on=on)
