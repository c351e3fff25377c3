"""What every page about news stands in: the columns worth showing. Read once, until something new is public."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Exists, Min, OuterRef

from branch.core.figures import figure

from .models import Article, Column

KEEP = 10 * 60  # seconds


@dataclass(frozen=True)
class Frame:
    """The public columns with something to read, in order, and from which day on an article is no old one."""

    columns: tuple
    old_before: date
    first_year: int

    @property
    def tops(self):
        """The first level; each column knows those `below` it that are worth showing."""
        return [column for column in self.columns if column.parent_id is None]

    def below(self, column):
        return [child for child in self.columns if child.parent_id == column.pk]

    def years(self, on):
        """From this year back to that of the oldest article."""
        return range(on.year, self.first_year - 1, -1)


def frame(stamp, *, on):
    """The frame as of a public stamp; the same stamp and day, the same frame."""
    key = f"news.frame:{stamp}:{on}"
    found = cache.get(key)
    if found is None:
        found = _read(on)
        cache.set(key, found, KEEP)
    return found


def _read(on):
    own = Article.objects.filter(state=Article.State.PUBLISHED, column=OuterRef("pk"))
    columns = list(Column.objects.public().annotate(has_own=Exists(own)))
    full = {column.pk for column in columns if column.has_own}
    full |= {column.parent_id for column in columns if column.has_own}
    oldest = Article.objects.published().aggregate(day=Min("published_on"))["day"] or on
    return Frame(
        columns=tuple(column for column in columns if column.pk in full),
        old_before=on - timedelta(days=figure("news.old_after_days", on=on)),
        first_year=oldest.year,
    )
