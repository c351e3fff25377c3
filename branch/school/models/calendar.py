from datetime import timedelta

import chinese_calendar
from django.db import models
from django.db.models import F, Q

from branch.core.periods import Period, school_year


class TermQuerySet(models.QuerySet):
    def on(self, day):
        """The term a day belongs to: the running one, or in holidays the last that began."""
        return self.filter(starts_on__lte=day).order_by("-starts_on").first()

    def roll_begins_on(self, day):
        """From when a class that a roster brings is here: the first day of the term, or of the school year."""
        term, year = self.on(day), school_year(day)
        return term.starts_on if term and term.starts_on >= year.start else year.start


class Term(models.Model):
    """学期: a school year's first or second half, with its first and last school day."""

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

    @property
    def period(self):
        return Period(self.starts_on, self.ends_on, "本学期")

    def week_on(self, day):
        """周次, from 1, weeks beginning on Monday; None outside the term."""
        if not self.starts_on <= day <= self.ends_on:
            return None
        monday = self.starts_on - timedelta(days=self.starts_on.weekday())
        return (day - monday).days // 7 + 1


class SchoolDay(models.Model):
    """校历: a day the school decides for itself, over the official calendar."""

    day = models.DateField("日期", unique=True)
    is_open = models.BooleanField("上课")
    note = models.CharField("说明", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "校历"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {'上课' if self.is_open else '放假'}"


def official_calendar_knows(day):
    """Whether the official holiday data covers a day's year; pages say so where it does not."""
    return day.year <= max(chinese_calendar.holidays).year


def school_days_before(day, count):
    """The day from which `count` school days lie behind `day`: what happened since then is recent.

    Days outside terms, official holidays and the school's own holidays do not count.
    """
    first = day - timedelta(days=366)
    own = dict(SchoolDay.objects.filter(day__range=(first, day)).values_list("day", "is_open"))
    terms = list(
        Term.objects.filter(ends_on__gte=first, starts_on__lte=day).values_list(
            "starts_on", "ends_on"
        )
    )
    while count > 0 and day > first:
        day -= timedelta(days=1)
        if _is_open(day, own, terms):
            count -= 1
    return day


def _is_open(day, own, terms):
    if day in own:
        return own[day]
    if not any(start <= day <= end for start, end in terms):
        return False
    if official_calendar_knows(day):
        return chinese_calendar.is_workday(day)
    return day.weekday() < 5
