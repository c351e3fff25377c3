"""The columns shown around every public page, cached until something new is published."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Subquery

from branch.core.models import Figure

from .figures import OLD_AFTER
from .models import Article, Column

CACHE_SECONDS = 10 * 60


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
    own = Article.objects.filter(state=Article.State.PUBLISHED, column=OuterRef("pk"))
    in_force = Figure.objects.filter(key=OLD_AFTER.key, from_on__lte=on).order_by("-from_on")
    columns = list(
        Column.objects.public()
        .select_related("parent")
        .annotate(has_own=Exists(own), old_after=Subquery(in_force.values("value")[:1]))
    )
    old_after = (columns and columns[0].old_after) or OLD_AFTER.default
    shown = {column.pk for column in columns if column.has_own}
    shown |= {column.parent_id for column in columns if column.has_own}
    return Frame(
        columns=tuple(column for column in columns if column.pk in shown),
        old_before=on - timedelta(days=int(old_after)),
    )
