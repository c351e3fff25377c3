"""What other apps add to the page of a student."""

from branch.core.registry import Declared


class StudentCard(Declared):
    """A part of a student's page that an app adds, for those who have its permission."""

    key = permission = template = ""

    def data(self, student, user, *, on):
        """What the template shows as `card`; an empty value where there is nothing to show."""
        raise NotImplementedError


def cards(student, user, *, on):
    """(template, data) of each card that has something to show this reader."""
    found = [(card.template, card.data(student, user, on=on)) for card in StudentCard.open_to(user)]
    return [(template, data) for template, data in found if data]
