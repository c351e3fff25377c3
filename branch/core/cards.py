"""Parts that apps add to a page of another app, which knows none of them."""


class Card:
    """A part of a page, for those who have its permission; each page declares a kind, with `Declared`."""

    key = permission = template = ""

    def data(self, *about_and_user, **when):
        """What the template shows as `card`, of what the page is about; an empty value where there is nothing to show."""
        raise NotImplementedError


def cards(kind, *about, user, **when):
    """(template, data) of each card of a kind that has something about these to show the user."""
    found = [(card.template, card.data(*about, user, **when)) for card in kind.open_to(user)]
    return [(template, data) for template, data in found if data]
