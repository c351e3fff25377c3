from branch.core.facts import fact
from branch.school.models import Staff

from .models import Pairing


@fact("pair")
def is_pair(user, *, on):
    """结对: whether the user works here and has a running pairing."""
    working = Staff.objects.working_on(on).filter(user=user)
    return Pairing.objects.held_by(user).filter(member__staff__in=working).exists()
