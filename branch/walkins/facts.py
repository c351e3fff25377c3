from branch.core.facts import fact

from .models import Pairing


@fact("pair")
def is_pair(user, *, on):
    """结对: holds a running pairing; an ended one opens no door."""
    return Pairing.objects.held_by(user).filter(started_on__lte=on).exists()
