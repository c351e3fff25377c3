from branch.core.facts import fact
from branch.school.models import Staff

from .models import MemberStatus


@fact("member")
def is_member(user, *, on):
    """党员: whether the user belongs to the branch on the day."""
    working = Staff.objects.working_on(on).filter(user=user)
    return MemberStatus.objects.opening_on(on).filter(member__staff__in=working).exists()
