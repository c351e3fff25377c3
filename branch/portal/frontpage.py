"""The content of the public home page, read in as few queries as possible."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from branch.activities.models import Activity, Kind
from branch.core.contributions import Total
from branch.core.publishing import shown, told
from branch.news import reading
from branch.news.frame import Frame
from branch.portal.walkins import walks
from branch.service.parents.calendar import Event, public_events

NOTICES, LIFE = "notices", "organisation-life"
# slugs of the columns that have a section of their own
SECTIONS = ("branch", "study", "heart", "together")
PER_COLUMN, NOTICE_COUNT, HEADLINE_COUNT, UPCOMING_COUNT = 5, 5, 5, 3


@dataclass
class FrontPage:
    """The content of the public home page at a moment."""

    stamp: int
    frame: Frame
    flags: list
    at: datetime

    @cached_property
    def articles(self):
        """The newest few articles of every column, newest first."""
        return reading.newest_of_each(self.frame.columns, PER_COLUMN)

    @cached_property
    def notices(self):
        return self._in(NOTICES)[:NOTICE_COUNT]

    @cached_property
    def news(self):
        """The articles that are not notices."""
        notices = {article.pk for article in self._in(NOTICES)}
        return [article for article in self.articles if article.pk not in notices]

    @cached_property
    def lead(self):
        """The newest article with a picture, or else the newest."""
        with_picture = (article for article in self.news if article.cover)
        return next(with_picture, self.news[0] if self.news else None)

    @cached_property
    def headlines(self):
        return [article for article in self.news if article != self.lead][:HEADLINE_COUNT]

    @cached_property
    def sections(self):
        """(column, its first article, the others) for the columns of `SECTIONS` that have articles."""
        tops = {column.slug: column for column in self.frame.tops}
        found = [(tops[slug], self._section(slug)) for slug in SECTIONS if slug in tops]
        return [(column, rows[0], rows[1:]) for column, rows in found if rows]

    def _section(self, slug):
        """The articles of a column without the lead, one with a picture first."""
        rows = [article for article in self._in(slug) if article != self.lead][:PER_COLUMN]
        first = next((article for article in rows if article.cover), rows[0] if rows else None)
        return [first, *(article for article in rows if article != first)] if rows else []

    def _in(self, slug):
        ids = {
            column.pk
            for top in self.frame.tops
            if top.slug == slug
            for column in (top, *self.frame.below(top))
        }
        return [article for article in self.articles if article.column_id in ids]

    @cached_property
    def walks(self):
        """The `Walk` of each walk-in of which something was published in the school year."""
        return walks(self.stamp, on=timezone.localdate(self.at))

    @cached_property
    def totals(self):
        """(label, number with unit) of the large numbers that belong to no walk-in, as published."""
        mains = [total for total in Total.every() if total.is_main and not total.walk_in]
        published = shown(self.stamp, on=timezone.localdate(self.at)) if mains else {}
        told_of = [(total, told(total, published[total.key])) for total in mains]
        return [(total.label, f"{number} {total.unit}") for total, number in told_of if number]

    @cached_property
    def upcoming(self):
        """The next events that are open to the public, with how one signs up."""
        rows = public_events().planned().filter(starts_at__gt=self.at)
        return [Event(row, self.at) for row in rows[:UPCOMING_COUNT]]

    @property
    def life_column(self):
        """The column that tells of the organisation's life, or the one above it; None where neither is public."""
        return self.frame.named(LIFE) or self.frame.named(SECTIONS[0])

    @cached_property
    def life(self):
        """(类别, day) of the latest activity of each kind, newest first, without its title."""
        starts = Activity.objects.last_starts_of_life()
        return [(Kind(kind).label, timezone.localdate(at)) for kind, at in starts]
