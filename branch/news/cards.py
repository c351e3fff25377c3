"""What other apps add to an article's page on the desk: from what it was written."""

from branch.core.cards import Card
from branch.core.registry import Declared


class ArticleCard(Card, Declared):
    """A part of the preview of an article: `data(article, user)`."""
