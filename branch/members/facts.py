from branch.core.facts import fact

from .models import Member


@fact("member")
def is_member(user, *, on):
    """党员: of this branch on the day."""
    return Member.objects.active_on(on).filter(staff__user=user, staff__left_on=None).exists()
