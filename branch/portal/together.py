"""服务社区 and 家校社共育 in public: the series with their next and past events, what they add up to, and articles."""

from dataclasses import dataclass, field
from datetime import timedelta

from branch.activities.models import Area
from branch.core.contributions import Total
from branch.core.publishing import shown, told
from branch.news import reading
from branch.service.giving.reading import series_of
from branch.service.parents.calendar import Event, public_events
from branch.service.totals import OF_HOME_SCHOOL, OF_SERVICE

COLUMN = "together"  # the slug of 家校社共育
PAST = timedelta(days=366)
PAST_COUNT, ARTICLE_COUNT = 3, 6
TOTALS = {Area.SERVICE: OF_SERVICE, Area.HOME_SCHOOL: OF_HOME_SCHOOL}


@dataclass
class SeriesLine:
    """A series with its next event, if there is one, and the last ones that were held."""

    programme: object
    next: Event | None = None
    held: list = field(default_factory=list)

    @property
    def page(self):
        """The address of the page of the series; "" where none is shown."""
        series = getattr(self.programme, "service_series", None)
        return series.public_url if series and series.is_shown else ""


def series_lines(area, *, at):
    """A `SeriesLine` of each public series of an area, in order."""
    lines = {row.pk: SeriesLine(row) for row in series_of(area)}
    recent = public_events().not_cancelled().filter(programme__in=lines, starts_at__gt=at - PAST)
    events = [Event(row, at) for row in recent]
    for event in events:
        line = lines[event.activity.programme_id]
        if not event.is_over and line.next is None:
            line.next = event
    for event in reversed(events):
        line = lines[event.activity.programme_id]
        if event.activity.is_done and len(line.held) < PAST_COUNT:
            line.held.append(event)
    return list(lines.values())


def totals_of(area, stamp, *, on):
    """(label, number with unit) of what was published of an area in the school year; none of which nothing was."""
    published = shown(stamp, on=on)
    found = [(Total.of(key), told(Total.of(key), published[key])) for key in TOTALS[area]]
    return [(total.label, f"{number} {total.unit}") for total, number in found if number]


def columns_of(area, lines, frame):
    """The columns whose articles belong to an area: 家校社共育 with those below, or those named as the series."""
    top = frame.named(COLUMN)
    if area == Area.HOME_SCHOOL:
        return [top, *frame.below(top)] if top else []
    names = {line.programme.name for line in lines}
    return [column for column in frame.columns if column.name in names]


def newest_in(columns):
    """The newest articles of some columns together, each with its cover; one with a picture first."""
    found = reading.newest_of_each(columns, ARTICLE_COUNT)[:ARTICLE_COUNT]
    first = next((article for article in found if article.cover), None)
    return [first, *(article for article in found if article is not first)] if first else found
