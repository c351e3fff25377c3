"""What other apps add to the page of a family."""

from branch.core.registry import Declared


class FamilyCard(Declared):
    """A part of a family's page that an app adds, for those who have its permission."""

    key = permission = template = ""

    def data(self, family, children, user, *, on):
        """What the template shows as `card`; an empty value where there is nothing to show.

        `children` are those that the user may read, with their class.
        """
        raise NotImplementedError


def cards(family, children, user, *, on):
    """(template, data) of each card that has something to show this reader."""
    declared = FamilyCard.open_to(user)
    found = [(card.template, card.data(family, children, user, on=on)) for card in declared]
    return [(template, data) for template, data in found if data]
