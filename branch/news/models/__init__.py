"""Columns, articles, their pictures and documents, and their reviews."""

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
