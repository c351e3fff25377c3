"""Activities as a list by week, and as a calendar of a month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.http import urlencode

from branch.core import months
from branch.core.addresses import address_of
from branch.core.periods import week

from .forms import STANDINGS
from .models import Activity, Area

KINDS_OF_STATUS = {"planned": "soon", "due": "today", "done": "ok", "cancelled": "off"}
TONES = {
    Area.ORGANISATION: "hot",
    Area.LEARNING: "blue",
    Area.WALKINS: "blue",
    Area.SERVICE: "warm",
    Area.HOME_SCHOOL: "",
}


@dataclass(frozen=True)
class Week:
    label: str
    lines: list


@dataclass(frozen=True)
class Line:
    """One activity in the list; needs `standing` and people."""

    activity: Activity
    can_change: bool = False

    @property
    def day(self):
        return self.activity.day

    @property
    def where(self):
        began = self.activity.local_start
        host = self.activity.host_names
        parts = f"{began:%H:%M} {self.activity.place} · {self.activity.series}"
        return f"{parts}　主持 {host}" if host else parts

    @property
    def status(self):
        return STANDINGS[self.activity.standing]

    @property
    def status_kind(self):
        return KINDS_OF_STATUS[self.activity.standing]

    @property
    def waits(self):
        """Whether this reader is to write up its record."""
        return self.can_change and self.activity.standing == "due"

    @property
    def url(self):
        name = "activity-update" if self.waits else "activity-detail"
        return address_of(f"activities:{name}", self.activity.pk)

    @property
    def button(self):
        if self.waits:
            return "补充记录"
        return "查看记录" if self.activity.is_done else "查看"


def by_week(lines, *, today):
    """Group the lines by week, latest first; within this week and later ones soonest first."""
    grouped = groupby(lines, key=lambda line: week(line.day).start)
    return [
        Week(_week_label(monday, today), _in_week(list(rows), today)) for monday, rows in grouped
    ]


def _in_week(lines, today):
    return lines[::-1] if lines[0].day >= week(today).start else lines


def _week_label(monday, today):
    sunday = monday + timedelta(days=6)
    to = f"{sunday.day}日" if sunday.month == monday.month else f"{sunday.month}月{sunday.day}日"
    span = f"{monday.month}月{monday.day}日–{to}"
    names = {0: "本周", -7: "上周", 7: "下周"}
    name = names.get((monday - week(today).start).days)
    return f"{name}　{span}" if name else span


@dataclass(frozen=True)
class Event:
    """A bar of the calendar: one activity, or several of a programme on one day."""

    label: str
    url: str
    tone: str


class Day(months.MonthDay):
    @property
    def url(self):
        return _list_url(on=self.day)


def month_sheet(activities, *, shown, today):
    """Return the weeks of a month as lists of `Day`, Monday first."""
    of_day = defaultdict(list)
    for activity in reversed(activities):
        of_day[activity.day].append(activity)
    events_of = {day: _events(rows) for day, rows in of_day.items()}
    return months.month_sheet(events_of, shown=shown, today=today, kind=Day)


def _events(activities):
    of_programme = {}
    for activity in activities:
        of_programme.setdefault(activity.programme, []).append(activity)
    return [_event(programme, rows) for programme, rows in of_programme.items()]


def _event(programme, rows):
    tone = TONES[programme.area]
    if len(rows) == 1:
        return Event(rows[0].series, rows[0].get_absolute_url(), tone)
    url = _list_url(on=rows[0].day, kind=programme.kind)
    return Event(f"{programme.name} {len(rows)} 场", url, tone)


def _list_url(**query):
    return f"{reverse('activities:activity-list')}?{urlencode(query)}"
