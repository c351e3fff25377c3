from branch.core.facts import fact
from branch.school.facts import working_staff_of

from .models import TeamMembership


@fact("volunteer")
def memberships_of(user, *, on):
    """志愿者: the user works at the school and belongs to a team of volunteers, as its leader does."""
    working = working_staff_of(user, on=on)
    return TeamMembership.objects.active_on(on).filter(staff__in=working)
