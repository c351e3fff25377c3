from branch.core.facts import fact
from branch.school.facts import working_staff_of

from .models import MemberStatus


@fact("member")
def memberships_of(user, *, on):
    """党员: the user works at the school and belongs to the branch on the day."""
    working = working_staff_of(user, on=on)
    return MemberStatus.objects.opening_on(on).filter(member__staff__in=working)
