"""What other apps add to the page of an activity."""

from branch.core.registry import Declared


class ActivityCard(Declared):
    """A part of an activity's page that an app adds, for those who have its permission."""

    key = permission = template = ""

    def data(self, activity, user, *, at):
        """What the template shows as `card`; an empty value where there is nothing to show."""
        raise NotImplementedError


def cards_of(activity, user, *, at):
    """(template, data) of each card that has something about the activity to show the user."""
    found = [
        (card.template, card.data(activity, user, at=at)) for card in ActivityCard.open_to(user)
    ]
    return [(template, data) for template, data in found if data]
