"""The named persons: the colleagues whom the school has named to be told at once."""

from branch.accounts.models import Role, RoleGrant
from branch.core.prepared import prepared
from branch.school.models import Staff

# one may be away, or be concerned oneself
LEAST_NAMED = 2


def named_on(day):
    """The colleagues who hold the role `crisis` on the day, in the order of their 工号."""
    holders = RoleGrant.objects.opening_on(day).filter(role=Role.CRISIS, user__is_active=True)
    named = Staff.objects.working_on(day).filter(user__in=holders.values("user"))
    return named.only("name", "phone").order_by("number")


@prepared
def named_persons(user, *, on):
    """The rows of `named_on`, the same for every reader."""
    return named_on(on)
