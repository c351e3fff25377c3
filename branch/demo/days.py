"""The calendar of the demo: days of the current school year, and days of the model year moved to it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar
from django.utils import timezone

from branch.core.periods import school_year
from branch.school.models.calendar import official_calendar_knows

MODEL_YEAR = 2025


@dataclass(frozen=True)
class Days:
    """The calendar of a demo seeded on `today`."""

    today: date

    @property
    def first_year(self):
        return school_year(self.today).start.year

    def before(self, count):
        return self.today - timedelta(days=count)

    def midweek(self, day):
        """The day, or else the last Tuesday, Wednesday or Thursday before it that is no holiday."""
        while day.weekday() not in (1, 2, 3) or _is_holiday(day):
            day -= timedelta(days=1)
        return day

    def of(self, month, day):
        """A day of the model year, moved to the same week and weekday of the current school year."""
        model = date(MODEL_YEAR if month >= 8 else MODEL_YEAR + 1, month, day)
        weeks = (model - _monday_of(MODEL_YEAR)).days
        return _monday_of(self.first_year) + timedelta(days=weeks)

    def entered(self, grade):
        """The first school day of the pupils now in a grade (1, 2, 3)."""
        return date(self.first_year - grade + 1, 9, 1)


def _is_holiday(day):
    return official_calendar_knows(day) and chinese_calendar.is_holiday(day)


def _monday_of(year):
    """The Monday of the week in which the school year of a calendar year begins."""
    first = date(year, 9, 1)
    return first - timedelta(days=first.weekday())


def at(day, clock):
    """The moment of a day at a time written "16:30", in the school's time zone."""
    hour, minute = map(int, clock.split(":"))
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
