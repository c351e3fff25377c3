"""What other apps add to the page of an activity."""

from branch.core.cards import Card
from branch.core.registry import Declared


class ActivityCard(Card, Declared):
    """A part of an activity's page: `data(activity, user, at=…)`."""
