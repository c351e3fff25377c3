from branch.core.facts import fact

from .models import Plant


@fact("gardener")
def plants_of(user, *, on):
    """Whether the user has a plant to water."""
    return Plant.objects.filter(keeper=user, planted_on__lte=on)
