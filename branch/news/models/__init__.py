"""Columns, the articles in them, what hangs on an article, and the trace it leaves."""

from .articles import Article, ArticleFile, ArticlePhoto, public_storage, title_key
from .columns import ALL_NEWS, Column
from .reviews import Review, SearchText

__all__ = [
    "ALL_NEWS",
    "Article",
    "ArticleFile",
    "ArticlePhoto",
    "Column",
    "Review",
    "SearchText",
    "public_storage",
    "title_key",
]
