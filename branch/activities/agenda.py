"""Activities as a list by week, and as a calendar of a month."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import groupby

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from branch.core import months
from branch.core.addresses import address_of
from branch.core.periods import month, week

from .forms import STANDINGS, months_offered
from .models import Activity, Area

KINDS_OF_STATUS = {"planned": "soon", "due": "today", "done": "ok", "cancelled": "off"}
TONES = {
    Area.ORGANISATION: "hot",
    Area.LEARNING: "blue",
    Area.WALKINS: "blue",
    Area.SERVICE: "warm",
    Area.HOME_SCHOOL: "",
}


# so many rows of one programme in a week that wait for nobody are one row, which opens
FOLDED_FROM = 3


@dataclass(frozen=True)
class Week:
    """A week of the list: the lines that are shown, and the `Fold`s of the others."""

    label: str
    shown: list
    folds: list


@dataclass(frozen=True)
class Fold:
    """Several lines of one programme; `is_rest` where others of it are shown."""

    lines: list
    is_rest: bool

    @property
    def label(self):
        """其他班级团辅 7 场."""
        name = self.lines[0].activity.programme.name
        return f"{'其他' if self.is_rest else ''}{name} {len(self.lines)} 场"

    @property
    def says(self):
        """均已记录; or how many are in which state."""
        counts = Counter(line.status for line in self.lines)
        if len(counts) == 1:
            return f"均{self.lines[0].status}"
        return "，".join(f"{count} 场{status}" for status, count in counts.items())


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


class WeekPaginator(Paginator):
    """Pages of whole weeks, so that a `Fold` holds all of its week; each ends with the week in which it is full."""

    @cached_property
    def ends(self):
        """The number of rows before each page, and of all of them."""
        moments = self.object_list.values_list("starts_at", flat=True)
        weeks = [week(timezone.localdate(moment)).start for moment in moments]
        ends = [0]
        for end in range(1, len(weeks)):
            if end - ends[-1] >= self.per_page and weeks[end] != weeks[end - 1]:
                ends.append(end)
        return [*ends, len(weeks)]

    @cached_property
    def count(self):
        return self.ends[-1]

    @cached_property
    def num_pages(self):
        return len(self.ends) - 1

    def page(self, number):
        number = self.validate_number(number)
        first, end = self.ends[number - 1 : number + 1]
        return self._get_page(self.object_list[first:end], number, self)


def by_week(lines, *, today, folds=True):
    """Group the lines, which are `from_week_of` today, by week."""
    grouped = groupby(lines, key=lambda line: week(line.day).start)
    return [_week(monday, list(rows), today, folds) for monday, rows in grouped]


def _week(monday, lines, today, folds):
    folded = _folded(lines) if folds else []
    gone = {id(line) for fold in folded for line in fold.lines}
    shown = [line for line in lines if id(line) not in gone]
    return Week(_week_label(monday, today), shown, folded)


def _folded(lines):
    """The `Fold`s of a week: the lines of a programme that wait for nobody, where they are many."""
    of_programme = defaultdict(list)
    for line in lines:
        of_programme[line.activity.programme].append(line)
    found = []
    for rows in of_programme.values():
        quiet = [line for line in rows if not line.waits]
        if len(quiet) >= FOLDED_FROM:
            found.append(Fold(quiet, is_rest=len(quiet) < len(rows)))
    return found


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


def beside(shown, *, today):
    """The months before and after the one shown, None where the filter ends, and whether it is the current one."""
    days, offered = month(shown), months_offered(today)
    before = month(days.start - timedelta(days=1)).start
    after = days.end + timedelta(days=1)
    return {
        "before": before if before in offered else None,
        "after": after if after in offered else None,
        "is_now": days == month(today),
    }


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
