from branch.core.facts import fact
from branch.school.models import Staff

from .models import Member


@fact("member")
def is_member(user, *, on):
    """党员: of this branch on the day."""
    working = Staff.objects.working_on(on).filter(user=user)
    return Member.objects.active_on(on).filter(staff__in=working).exists()
