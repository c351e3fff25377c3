"""Periods of time, such as a month or a school year, for ledgers and duties."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """A period with a label; both ends belong to it."""

    start: date
    end: date
    label: str

    def until(self, day):
        """The part of the period up to a day of it."""
        return replace(self, end=min(self.end, day))


def day(on):
    return Period(on, on, "今天")


def workday(on):
    """The day itself if people are at work on it, else None; without a calendar of the school, from Monday to Friday."""
    return day(on) if on.weekday() < 5 else None


def week(on):
    monday = on - timedelta(days=on.weekday())
    return Period(monday, monday + timedelta(days=6), "本周")


def month(on):
    last = monthrange(on.year, on.month)[1]
    return Period(on.replace(day=1), on.replace(day=last), "本月")


def weeks_of_month(on):
    """The whole weeks that have a day of the month, as a sheet of a calendar shows them."""
    days = month(on)
    return Period(week(days.start).start, week(days.end).end, days.label)


def quarter(on):
    first = 3 * ((on.month - 1) // 3) + 1
    last = monthrange(on.year, first + 2)[1]
    return Period(date(on.year, first, 1), date(on.year, first + 2, last), "本季度")


def half_year(on):
    if on.month <= 6:
        return Period(date(on.year, 1, 1), date(on.year, 6, 30), "上半年")
    return Period(date(on.year, 7, 1), date(on.year, 12, 31), "下半年")


def year(on):
    return Period(date(on.year, 1, 1), date(on.year, 12, 31), "本年度")


def school_year(on):
    """The school year of a day, 1 September to 31 August."""
    first = on.year if on.month >= 9 else on.year - 1
    return Period(date(first, 9, 1), date(first + 1, 8, 31), "本学年")


def says_year(first_year):
    """2026–2027学年."""
    return f"{first_year}–{first_year + 1}学年"


def months_later(day, count):
    """The same day of the month so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def latest_start(end, count):
    """The latest day of which `months_later(day, count)` is no later than `end`.

    With it "so many months are over by then" is a comparison of stored days. Only at the end of a
    month does it differ from `months_later(end, -count)`: 28, 29, 30 and 31 January all reach
    28 February.
    """
    start = months_later(end, -count)
    is_last_of_month = (end + timedelta(days=1)).day == 1
    return month(start).end if is_last_of_month else start


# every kind of period by its name: a function of a day that returns the `Period` it is in, or None
KINDS = {
    "day": day,
    "workday": workday,
    "week": week,
    "month": month,
    "quarter": quarter,
    "half_year": half_year,
    "year": year,
    "school_year": school_year,
}


def kind(name):
    """Decorator that adds a kind of period which only a higher app knows, such as the term, or knows better."""

    def add(period_of):
        KINDS[name] = period_of
        return period_of

    return add
