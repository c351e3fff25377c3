"""What every page about news stands in: the columns worth showing. Read once, until something new is public."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Subquery

from branch.core.models import Figure

from .figures import OLD_AFTER
from .models import Article, Column

KEEP = 10 * 60  # seconds


@dataclass(frozen=True)
class Frame:
    """The public columns with something to read, in order, and from which day on an article is no old one."""

    columns: tuple
    old_before: date

    @property
    def tops(self):
        """The first level; each column knows those `below` it that are worth showing."""
        return [column for column in self.columns if column.parent_id is None]

    def of(self, pk):
        return next((column for column in self.columns if column.pk == pk), None)

    def named(self, slug):
        return next((column for column in self.columns if column.slug == slug), None)

    def below(self, column):
        return [child for child in self.columns if child.parent_id == column.pk]


def frame(stamp, *, on):
    """The frame as of a public stamp; the same stamp and day, the same frame."""
    key = f"news.frame:{stamp}:{on}"
    found = cache.get(key)
    if found is None:
        found = _read(on)
        cache.set(key, found, KEEP)
    return found


def _read(on):
    """One question: the columns, whether each has something to read, and the figure in force."""
    own = Article.objects.filter(state=Article.State.PUBLISHED, column=OuterRef("pk"))
    said = Figure.objects.filter(key=OLD_AFTER.key, from_on__lte=on).order_by("-from_on")
    columns = list(
        Column.objects.public()
        .select_related("parent")
        .annotate(has_own=Exists(own), old_after=Subquery(said.values("value")[:1]))
    )
    old_after = (columns and columns[0].old_after) or OLD_AFTER.default
    full = {column.pk for column in columns if column.has_own}
    full |= {column.parent_id for column in columns if column.has_own}
    return Frame(
        columns=tuple(column for column in columns if column.pk in full),
        old_before=on - timedelta(days=int(old_after)),
    )
