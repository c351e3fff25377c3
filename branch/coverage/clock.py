"""When the portal may remind people: the hours of the day, and the days on which they are at work."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from branch.core import periods
from branch.core.figures import figures

from .figures import DAYS_AHEAD, QUIET_FROM, QUIET_UNTIL, REMIND_FROM
from .models import OutboxMessage

MONDAY = 0


@dataclass(frozen=True)
class Hours:
    """The figures of a day; hours since midnight."""

    remind_from: float
    quiet_until: float
    quiet_from: float
    days_ahead: int

    @classmethod
    def of(cls, day):
        return cls(*figures(REMIND_FROM, QUIET_UNTIL, QUIET_FROM, DAYS_AHEAD, on=day))

    @property
    def remind_says(self):
        """7:30"""
        return _says(self.remind_from)

    @property
    def quiet_says(self):
        """21:00 到次日 7:00"""
        return f"{_says(self.quiet_from)} 到次日 {_says(self.quiet_until)}"


def _says(hour):
    minutes = round(float(hour) * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def is_workday(day):
    return periods.KINDS["workday"](day) is not None


def is_quiet(at):
    """Whether no reminder leaves at the moment: at night, and all day where nobody is at work."""
    day, hours = timezone.localdate(at), Hours.of(timezone.localdate(at))
    return not hours.quiet_until <= _hour(at) < hours.quiet_from or not is_workday(day)


def is_time_to_plan(at):
    """Whether the reminders of the day are to be made by now; they still are if `tick` comes late on that day."""
    return not is_quiet(at) and _hour(at) >= Hours.of(timezone.localdate(at)).remind_from


def _hour(at):
    local = timezone.localtime(at)
    return local.hour + local.minute / 60


@dataclass(frozen=True)
class Occasion:
    """Why people are reminded on a day: of the days until `last`, and of what is late since before `first`."""

    kind: OutboxMessage.Kind
    first: date | None
    last: date

    def asks_for(self, day):
        """Whether what is due on the day belongs to it."""
        return day is not None and (self.first is None or day >= self.first) and day <= self.last


def occasion_of(day):
    """Mondays: all that falls due within some days, and what is late already. Other days: what falls due on them."""
    if day.weekday() == MONDAY:
        ahead = timedelta(days=int(Hours.of(day).days_ahead))
        return Occasion(OutboxMessage.Kind.WEEK, None, day + ahead)
    return Occasion(OutboxMessage.Kind.DAY, day, day)
