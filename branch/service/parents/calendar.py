"""The public calendar of a term: its events, their months, and the files that take them along."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from branch.activities.models import Activity, Kind
from branch.core import months
from branch.core.addresses import address_of
from branch.core.ics import USUAL_LENGTH, CalendarEntry
from branch.core.public import hold_until
from branch.core.wording import FEW
from branch.service.parents.models import ParentSignUp, people_at, with_came

# what the public calendar calls each kind, and the colour of its mark
KINDS = {
    Kind.PARENT_SCHOOL: ("家长学校", "hot"),
    Kind.COMMUNITY_LECTURE: ("社区大讲堂", "blue"),
    Kind.SERVICE_EXPRESS: ("服务直通车", ""),
    Kind.JOINT_PROGRAMME: ("共建项目", "warm"),
}
FREE = "公益、自愿、不收费"
PAST_COUNT = 5
IS_PUBLIC = Q(programme__is_public=True, is_announced=True)


def kind_of(activity):
    """(what the public calendar calls its kind, the colour of its mark)"""
    return KINDS.get(activity.programme.kind, (activity.programme.name, ""))


def has_opening(activity):
    return getattr(activity, "parent_opening", None) is not None


def public_events():
    """Announced events of public programmes, also those held or called off, soonest first, with their people."""
    return _events(IS_PUBLIC)


def events_of_families():
    """The same, and events that are not public any more for which families have signed up."""
    signed_up = ParentSignUp.objects.filter(opening__activity=OuterRef("pk"))
    return _events(IS_PUBLIC | Exists(signed_up.order_by()))


def _events(which):
    rows = Activity.objects.filter(which)
    rows = rows.select_related("programme__service_series", "parent_opening")
    taken = people_at(ParentSignUp.objects.confirmed(), "people_count")
    return with_came(rows.annotate(taken_people=Coalesce(taken, 0))).order_by("starts_at", "pk")


def past_events(activity, *, at):
    """The last events held of the same programme but this one, newest first."""
    rows = public_events().done().filter(programme=activity.programme_id, starts_at__lt=at)
    return rows.exclude(pk=activity.pk).order_by("-starts_at")[:PAST_COUNT]


@dataclass
class Event:
    """An event at a moment, as the public reads of it."""

    activity: Activity
    at: datetime

    @cached_property
    def opening(self):
        opening = getattr(self.activity, "parent_opening", None)
        if opening:
            opening.activity = self.activity
        return opening

    @property
    def series(self):
        """The series of its programme, if the public may read its page."""
        series = getattr(self.activity.programme, "service_series", None)
        return series if series and series.is_shown else None

    @property
    def stops(self):
        """Where it stops, in order, if its words are public."""
        return list(self.activity.stops.all()) if self.is_public else []

    @property
    def is_public(self):
        return self.activity.is_announced and self.activity.programme.is_public

    @property
    def name(self):
        """Its title; of one that is not public any more, whose words nobody has looked at, the kind."""
        return str(self.activity) if self.is_public else f"{self.kind_label}活动"

    @property
    def url(self):
        return address_of("service:event", self.activity.pk)

    @property
    def day(self):
        return self.activity.day

    @property
    def was_to_be(self):
        """The opening that told families of another time or place, else None."""
        opening, activity = self.opening, self.activity
        if not opening or activity.is_cancelled:
            return None
        told = opening.told_starts_at, opening.told_place
        return opening if told != (activity.starts_at, activity.place) else None

    @property
    def ends_at(self):
        """When it is over; one without an end lasts as long as they usually do."""
        return self.activity.ends_at or self.activity.starts_at + USUAL_LENGTH

    @property
    def is_over(self):
        return self.ends_at <= self.at

    @property
    def changes_at(self):
        """When something else is next said of it; None if nothing will be."""
        moments = [self.activity.starts_at, self.ends_at]
        if self.opening:
            moments += [self.opening.opens_at, self.opening.ends_at]
        return min((moment for moment in moments if moment > self.at), default=None)

    @property
    def is_open(self):
        return bool(self.opening) and self.opening.is_open_at(self.at)

    @property
    def is_before(self):
        return bool(self.opening) and self.opening.is_before(self.at)

    @property
    def is_closed(self):
        """Whether the time to sign up is over, though the event has not been held."""
        return bool(self.opening) and not self.is_over and self.at >= self.opening.ends_at

    @cached_property
    def free_count(self):
        taken = self.activity.taken_people
        return max(0, self.opening.seat_count - taken) if self.opening else 0

    @property
    def is_full(self):
        return self.free_count == 0

    @cached_property
    def waiting_count(self):
        """How many families wait; 0 where they are few."""
        count = self.opening.signups.waiting().count() if self.opening else 0
        return count if count >= FEW else 0

    @property
    def button_says(self):
        """What the button to its page says."""
        if not self.is_open:
            return "查看"
        return "登记候补" if self.is_full else "我要报名"

    @property
    def kind_label(self):
        return kind_of(self.activity)[0]

    @property
    def tone(self):
        return kind_of(self.activity)[1]

    @property
    def speakers(self):
        """Whom the public reads as its speakers, of an event that is public; needs `with_people`."""
        return self.activity.public_speaker_names if self.is_public else ""

    @property
    def seats_say(self):
        """What is said of seats beside time and place."""
        if self.activity.is_cancelled:
            return ""
        if not self.opening:
            return "" if self.is_over else "不用报名，现场参加"
        if self.is_before:
            opens = timezone.localtime(self.opening.opens_at)
            return f"{opens.month}月{opens.day}日 {opens:%H:%M} 开始报名"
        if self.is_open:
            return "座位已满，可以登记候补" if self.is_full else f"还有 {self.free_count} 个座位"
        return "" if self.is_over else "报名已经截止"

    @cached_property
    def came(self):
        """到场人数 of an event that was held, from five on."""
        counted = self.activity.came_people or 0
        return counted if self.activity.is_done and counted >= FEW else None


def hold_until_changed(request, events):
    """Let a public page that tells of these events be cached until something else is to be said of one."""
    for event in events:
        if event.changes_at:
            hold_until(request, event.changes_at)


def by_month(events):
    """[(first day of a month, its events)]"""
    grouped = groupby(events, key=lambda event: event.day.replace(day=1))
    return [(month, list(rows)) for month, rows in grouped]


class Day(months.MonthDay):
    @property
    def says(self):
        return f"{self.day.month}月{self.day.day}日 " + "、".join(
            event.kind_label for event in self.events
        )


def month_sheet(events, *, shown, today):
    """The weeks of a month as lists of `Day`, Monday first."""
    of_day = defaultdict(list)
    for event in events:
        of_day[event.day].append(event)
    return months.month_sheet(of_day, shown=shown, today=today, kind=Day)


def entry_of(event):
    """An event as calendar files have it."""
    activity = event.activity
    return CalendarEntry(
        key=f"event-{activity.pk}",
        version=activity.version,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        title=f"{event.kind_label}：{activity.title}",
        place=activity.place,
        is_cancelled=activity.is_cancelled,
        url=event.url,
        says=f"主讲：{event.speakers}。{FREE}" if event.speakers else FREE,
    )
