"""A month as the sheet of a wall calendar: weeks of seven days, with what is on each of them."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class MonthDay:
    """A day of the sheet; `is_out`: it is of the month before or after."""

    day: date
    is_out: bool
    is_today: bool
    events: list = field(default_factory=list)


def month_sheet(events_of, *, shown, today, kind=MonthDay):
    """Return the weeks of a month, Monday first, as lists of `kind`; `events_of` is {day: its events}."""
    return [
        [kind(day, day.month != shown.month, day == today, events_of.get(day, [])) for day in week]
        for week in Calendar().monthdatescalendar(shown.year, shown.month)
    ]
