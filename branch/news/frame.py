"""The columns shown around every public page, cached until something new is published."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache

from .figures import OLD_AFTER
from .models import Column

CACHE_SECONDS = 10 * 60
# The public columns, as `Column.objects.public()`. In SQL for speed, as `reading` says.
COLUMNS = """
SELECT own.*,
    EXISTS (
        SELECT 1 FROM news_article WHERE column_id = own.id AND state = 'published'
    ) AS has_own,
    (
        SELECT value FROM core_figure WHERE key = %(key)s AND from_on <= %(on)s
        ORDER BY from_on DESC LIMIT 1
    ) AS old_after
FROM news_column AS own LEFT JOIN news_column AS parent ON parent.id = own.parent_id
WHERE own.is_public AND (own.parent_id IS NULL OR parent.is_public)
ORDER BY own."order", own.id
"""


@dataclass(frozen=True)
class Frame:
    """The public columns that have articles, in order, and the day before which an article is old."""

    columns: tuple
    old_before: date

    @property
    def tops(self):
        """The columns of the first level."""
        return [column for column in self.columns if column.parent_id is None]

    def of(self, pk):
        return next((column for column in self.columns if column.pk == pk), None)

    def named(self, slug):
        return next((column for column in self.columns if column.slug == slug), None)

    def below(self, column):
        return [child for child in self.columns if child.parent_id == column.pk]


def frame(stamp, *, on):
    """The frame for a public stamp and a day, from the cache if it is there."""
    key = f"news.frame:{stamp}:{on}"
    cached = cache.get(key)
    if cached is None:
        cached = _read(on)
        cache.set(key, cached, CACHE_SECONDS)
    return cached


def _read(on):
    """Read the frame in one query: the columns, whether each has articles, and the figure in force."""
    columns = list(Column.objects.raw(COLUMNS, {"key": OLD_AFTER.key, "on": on}))
    old_after = (columns and columns[0].old_after) or OLD_AFTER.default
    by_pk = {column.pk: column for column in columns}
    for column in columns:
        column.parent = by_pk.get(column.parent_id)
    shown = {column.pk for column in columns if column.has_own}
    shown |= {column.parent_id for column in columns if column.has_own}
    return Frame(
        columns=tuple(column for column in columns if column.pk in shown),
        old_before=on - timedelta(days=int(old_after)),
    )
