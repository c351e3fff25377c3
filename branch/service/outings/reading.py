"""What pages read of tallies and trips: the numbers of the crew, and what the public is told."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from branch.service.parents.calendar import Event, public_events

from .models import ConsultTally, ConsultTap, ConsultTopic, last_day_of
from .told import Told, sum_of, told


@dataclass(frozen=True)
class Key:
    """A key of the stall: a topic and how often it was tapped."""

    topic: ConsultTopic
    count: int


@dataclass
class Stall:
    """The tally of an event on a day, as its crew sees it; nothing in it says who tapped."""

    activity: object
    on: date
    keys: list = field(default_factory=list)
    closes_on: date | None = None

    @property
    def total(self):
        return sum(key.count for key in self.keys)

    @property
    def is_early(self):
        return self.on < self.activity.day

    @property
    def is_open(self):
        is_in_time = not self.is_early and self.on <= self.closes_on
        return is_in_time and not self.activity.is_cancelled


def stall_of(activity, *, on):
    """The `Stall` of an event: the topics of its day, and any other that was tapped."""
    tally = ConsultTally.objects.filter(activity=activity).first()
    counts = tally.taps.all().by_topic() if tally else {}
    offered = ConsultTopic.objects.active_on(activity.day)
    tapped = ConsultTopic.objects.filter(pk__in=counts)
    topics = (offered | tapped).by_order()
    keys = [Key(topic, counts.get(topic.pk, 0)) for topic in topics]
    return Stall(activity, on, keys, closes_on_of(activity, tally, on=on))


def closes_on_of(activity, tally, *, on):
    """The last day of a tally: what is stored once that is over; before, the later of it and that of the event."""
    if tally is None:
        return last_day_of(activity)
    return tally.closes_on if tally.closes_on < on else max(tally.closes_on, last_day_of(activity))


def counted(activities):
    """{key of an activity: how many consultations were tallied} of those that have any."""
    rows = ConsultTap.objects.counted().filter(tally__activity__in=activities).order_by()
    rows = rows.values("tally__activity").annotate(count=Count("pk"))
    return dict(rows.values_list("tally__activity", "count"))


def told_of(activities, *, on):
    """{key of an activity: `Told`} of those whose tally is closed."""
    rows = ConsultTap.objects.counted().filter(
        tally__in=ConsultTally.objects.closed_on(on).filter(activity__in=activities)
    )
    rows = rows.order_by().values("tally__activity", "topic__name").annotate(count=Count("pk"))
    counts = {}
    for activity, name, count in rows.values_list("tally__activity", "topic__name", "count"):
        counts.setdefault(activity, {})[name] = count
    return {activity: told(of_topics) for activity, of_topics in counts.items()}


def told_in(series, period, *, on):
    """The `Told` of the public stops of a series in a period together."""
    rows = public_events().done().filter(programme=series.programme_id).within(period)
    return sum_of(told_of(rows.order_by().values("pk"), on=on).values())


@dataclass(frozen=True)
class Trip:
    """A public event of a series with its stops; `told` is of one whose tally is closed."""

    event: Event
    told: Told | None = None

    @property
    def stops(self):
        return self.event.stops

    @property
    def place(self):
        """The places of its stops; without any, the place of the event."""
        return "、".join(stop.place for stop in self.stops) or self.event.activity.place


def trips_of(activities, *, at, on):
    """The `Trip`s of these activities, in their order."""
    rows = list(activities.prefetch_related("stops"))
    found = told_of([row.pk for row in rows], on=on)
    return [Trip(Event(row, at), found.get(row.pk)) for row in rows]
