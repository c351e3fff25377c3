"""Columns, articles, their pictures and documents, and their reviews."""

from .articles import (
    PICTURES_AT_ONCE,
    Article,
    ArticleFile,
    ArticlePhoto,
    public_storage,
    title_key,
)
from .columns import ALL_NEWS, Column
from .reviews import Review, SearchText

__all__ = [
    "ALL_NEWS",
    "PICTURES_AT_ONCE",
    "Article",
    "ArticleFile",
    "ArticlePhoto",
    "Column",
    "Review",
    "SearchText",
    "public_storage",
    "title_key",
]
