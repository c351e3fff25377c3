"""What other apps add to an article's page on the desk: from what it was written."""

from branch.core.registry import Declared


class ArticleCard(Declared):
    """A part of the preview of an article that an app adds, for those who have its permission."""

    key = permission = template = ""

    def data(self, article, user):
        """What the template shows as `card`; an empty value where there is nothing to show."""
        raise NotImplementedError


def cards_of(article, user):
    """(template, data) of each card that has something about the article to show the user."""
    found = [(card.template, card.data(article, user)) for card in ArticleCard.open_to(user)]
    return [(template, data) for template, data in found if data]
