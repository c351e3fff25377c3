"""Periods of time, such as a month or a school year, for ledgers and duties."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """A period with a label; both ends belong to it."""

    start: date
    end: date
    label: str


def week(on):
    monday = on - timedelta(days=on.weekday())
    return Period(monday, monday + timedelta(days=6), "本周")


def month(on):
    last = monthrange(on.year, on.month)[1]
    return Period(on.replace(day=1), on.replace(day=last), "本月")


def quarter(on):
    first = 3 * ((on.month - 1) // 3) + 1
    last = monthrange(on.year, first + 2)[1]
    return Period(date(on.year, first, 1), date(on.year, first + 2, last), "本季度")


def year(on):
    return Period(date(on.year, 1, 1), date(on.year, 12, 31), "本年度")


def school_year(on):
    """The school year of a day, 1 September to 31 August."""
    first = on.year if on.month >= 9 else on.year - 1
    return Period(date(first, 9, 1), date(first + 1, 8, 31), "本学年")


def months_later(day, count):
    """The same day of the month so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# every kind of period by its name: a function of a day that returns the `Period` it is in, or None
KINDS = {
    "week": week,
    "month": month,
    "quarter": quarter,
    "year": year,
    "school_year": school_year,
}


def kind(name):
    """Decorator that adds a kind of period which only a higher app knows, such as the term."""

    def add(period_of):
        KINDS[name] = period_of
        return period_of

    return add
