from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from django.db import models
from django.db.models import F, Q, Subquery

from branch.core import periods
from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.core.periods import Period, school_year


class TermQuerySet(VersionedQuerySet):
    def on(self, day):
        """The term of a day; in holidays the last one that began."""
        return self.filter(starts_on__lte=day).order_by("-starts_on").first()

    def roll_begins_on(self, day):
        """The first day of the term, or else of the school year: when enrolments of a roster begin."""
        term, year = self.on(day), school_year(day)
        return term.starts_on if term and term.starts_on >= year.start else year.start

    def overlapping(self, first, last):
        """Terms with a day in the span."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Term(Versioned):
    """学期: the first or second half of a school year, with its first and last school day."""

    first_year = models.PositiveSmallIntegerField("学年（起始年）")
    number = models.PositiveSmallIntegerField("学期", choices=[(1, "第一学期"), (2, "第二学期")])
    starts_on = models.DateField("开学日期")
    ends_on = models.DateField("结束日期")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学期"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["first_year", "number"],
                name="school_term_once",
                violation_error_message="这个学期已经有了。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="school_term_ends_after_it_starts",
                violation_error_message="结束日期不能早于开学日期。",
            ),
        ]

    def __str__(self):
        return f"{self.first_year}–{self.first_year + 1}学年{self.get_number_display()}"

    def get_absolute_url(self):
        return address_of("school:term-detail", self.pk)

    @property
    def period(self):
        return Period(self.starts_on, self.ends_on, "本学期")

    @property
    def week_count(self):
        return self.week_on(self.ends_on)

    @property
    def years_without_data(self):
        """The calendar years of the term without official holiday data."""
        years = {self.starts_on.year: self.starts_on, self.ends_on.year: self.ends_on}
        return [year for year, day in years.items() if not official_calendar_knows(day)]

    def week_on(self, day):
        """周次, from 1, weeks beginning on Monday; None outside the term."""
        if not self.starts_on <= day <= self.ends_on:
            return None
        monday = self.starts_on - timedelta(days=self.starts_on.weekday())
        return (day - monday).days // 7 + 1


@periods.kind("term")
def term(on):
    """The term of a day as a `Period`; None in holidays before the first term."""
    found = Term.objects.on(on)
    return found.period if found else None


@periods.kind("workday")
def workday(on):
    """The day itself as a `Period` if the school is open on it; None outside terms and on holidays."""
    return periods.day(on) if Calendar(on, on).is_open(on) else None


class OfTermQuerySet(models.QuerySet):
    """Rows that belong to a `term`."""

    def in_term_of(self, day):
        """Rows of the term of a day, as `Term.objects.on` finds it; `day` may be a column of an outer query."""
        begun = Term.objects.filter(starts_on__lte=day).order_by("-starts_on")
        return self.filter(term=Subquery(begun.values("pk")[:1]))


class SchoolDay(models.Model):
    """校历: a day on which the school departs from the official calendar, or has exams."""

    class Kind(models.TextChoices):
        OPEN = "open", "上课"
        CLOSED = "closed", "放假"
        EXAM = "exam", "考试周"

    day = models.DateField("日期", unique=True)
    kind = models.CharField("这一天", max_length=10, choices=Kind)
    note = models.CharField("说明", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "校历"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.get_kind_display()}"

    @property
    def is_open(self):
        """Whether the pupils are at school; on a day of exams they are."""
        return self.kind != self.Kind.CLOSED

    @property
    def is_exam(self):
        return self.kind == self.Kind.EXAM


def official_calendar_knows(day):
    """Whether there is official holiday data for the year of a day."""
    return day.year <= max(chinese_calendar.holidays).year


def school_days_before(day, count):
    """The day `count` school days before `day`.

    Days outside terms, official holidays, the school's own holidays and days of exams do not count.
    """
    first = day - timedelta(days=366)
    calendar = Calendar(first, day)
    while count > 0 and day > first:
        day -= timedelta(days=1)
        if calendar.is_counted(day):
            count -= 1
    return day


def school_days_after(day, count):
    """The day `count` school days after `day`, without those of exams; None if it is after the last recorded term."""
    last = day + timedelta(days=366)
    calendar = Calendar(day, last)
    while count > 0 and day < last:
        day += timedelta(days=1)
        if calendar.is_counted(day):
            count -= 1
    return None if count else day


@dataclass(frozen=True)
class CalendarDay:
    """A day in the calendar of a term: whether it is in the term, a school day, and decided by the school."""

    day: date
    is_inside: bool
    is_open: bool
    own: SchoolDay | None
    # the first day of a month or of the term, at which the page shows the month
    is_month_start: bool

    @property
    def mark(self):
        """考 on a day of exams, 休 on a weekday without school, 班 on a school day at a weekend, else ""."""
        if self.own and self.own.is_exam:
            return "考"
        is_weekday = self.day.weekday() < 5
        return "" if self.is_open == is_weekday else ("班" if self.is_open else "休")


@dataclass(frozen=True)
class Week:
    """A week in the calendar of a term."""

    number: int
    days: list


class Calendar:
    """The school days of a span, read in two queries."""

    def __init__(self, first, last):
        self.own = {row.day: row for row in SchoolDay.objects.filter(day__range=(first, last))}
        self.spans = list(Term.objects.overlapping(first, last).values_list("starts_on", "ends_on"))

    @classmethod
    def of_terms(cls, terms):
        """The calendar of a span that contains all of these terms."""
        days = [day for term in terms for day in (term.starts_on, term.ends_on)] or [date.min]
        return cls(min(days), max(days))

    def is_open(self, day):
        """Whether pupils are at school on the day."""
        if day in self.own:
            return self.own[day].is_open
        if not any(start <= day <= end for start, end in self.spans):
            return False
        if official_calendar_knows(day):
            return chinese_calendar.is_workday(day)
        return day.weekday() < 5

    def is_exam(self, day):
        return day in self.own and self.own[day].is_exam

    def off_says(self, day):
        """考试周 or 放假, where the school has marked the day so; else ""."""
        row = self.own.get(day)
        return "" if row is None or row.kind == SchoolDay.Kind.OPEN else row.get_kind_display()

    def is_counted(self, day):
        """Whether clocks run on the day: a school day without exams."""
        return self.is_open(day) and not self.is_exam(day)

    def count(self, term):
        """The number of school days in a term, those of exams among them."""
        return sum(self.is_open(day) for day in _days(term.starts_on, term.ends_on))

    def exam_count(self, term):
        """The number of days of exams in a term."""
        return sum(self.is_exam(day) for day in _days(term.starts_on, term.ends_on))

    def changed_by(self, kind, first, last):
        """The school days of a span that become holidays or days of exams if it is marked as such."""
        return [
            day
            for day in _days(first, last)
            if self.is_open(day) and not (kind == SchoolDay.Kind.EXAM and self.is_exam(day))
        ]

    def own_spans(self):
        """The school's own days, in lists of those of one kind and note without another school day between."""
        spans = []
        for day in sorted(self.own):
            if spans and self._goes_on(spans[-1][-1], self.own[day]):
                spans[-1].append(self.own[day])
            else:
                spans.append([self.own[day]])
        return spans

    def _goes_on(self, last, row):
        is_alike = (last.kind, last.note) == (row.kind, row.note)
        between = _days(last.day, row.day)[1:-1]
        return is_alike and not any(self.is_open(day) for day in between)

    def weeks(self, term):
        """The weeks of a term, each from Monday to Sunday."""
        monday = term.starts_on - timedelta(days=term.starts_on.weekday())
        return [
            Week(number, [self._day(day, term) for day in _days(start, start + timedelta(days=6))])
            for number in range(1, term.week_count + 1)
            for start in [monday + timedelta(days=7 * (number - 1))]
        ]

    def _day(self, day, term):
        inside = term.starts_on <= day <= term.ends_on
        is_start = day == term.starts_on or day.day == 1
        return CalendarDay(day, inside, self.is_open(day), self.own.get(day), is_start)


def _days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
