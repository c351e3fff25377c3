"""Models of rows with a first and a last day: which hold on a day, how they end or are made void."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

ONE_DAY = timedelta(days=1)
NOT_YET = "日期不能晚于今天。"
RECORD_IT_THEN = "日期不能晚于今天，到那一天再登记。"
NOT_VOID = Q(is_void=False)
RUNNING = Q(until_on=None)
ENDED_HAS_A_LAST_DAY = Q(is_ended=False) | Q(until_on__isnull=False)


class WithoutVoidManager(models.Manager):
    """Leaves out void rows; `_base_manager` still finds them, so that `PROTECT` counts them."""

    def get_queryset(self):
        return super().get_queryset().filter(NOT_VOID)


class VoidableQuerySet(models.QuerySet):
    @classmethod
    def as_manager(cls):
        return WithoutVoidManager.from_queryset(cls)()

    as_manager.queryset_only = True


class Voidable(models.Model):
    """A row that is marked void instead of deleted when it was entered by mistake."""

    is_void = models.BooleanField("作废", default=False, editable=False)

    class Meta:
        abstract = True


class ByDayQuerySet(models.QuerySet):
    """Rows with a first day and, once it is known, a last day; the rows hold on both."""

    def active_on(self, day):
        return self.reaching(day).filter(from_on__lte=day)

    def reaching(self, day):
        """Rows that hold on the day or only begin after it."""
        return self.filter(RUNNING | Q(until_on__gte=day))


class ByDay(models.Model):
    """A row that holds from a day to a day; `until_on` is the last day it holds."""

    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)

    class Meta:
        abstract = True

    def is_active_on(self, day):
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)


class DatedQuerySet(VoidableQuerySet, ByDayQuerySet):
    pass


class Dated(Voidable, ByDay):
    """A row that holds from a day to a day, void if it was entered by mistake."""

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class OpeningQuerySet(DatedQuerySet):
    def opening_on(self, day):
        """Rows that give access on the day: active, and not ended by hand."""
        return self.active_on(day).filter(is_ended=False)


class Opening(Dated):
    """A dated row that gives its person access to pages.

    `is_ended` marks one ended by hand: it gives no access from that moment, though it held that day.
    """

    is_ended = models.BooleanField("已办理结束", default=False, editable=False)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        abstract = True


class DayBefore(models.Func):
    """The day before a date, as an expression for constraints on both databases."""

    output_field = models.DateField()
    template = "(%(expressions)s - 1)"

    def as_sqlite(self, compiler, connection, **context):
        template = "date(%(expressions)s, '-1 day')"
        return self.as_sql(compiler, connection, template=template, **context)


def ends_after_it_starts(name, *, also=None):
    ends_after = RUNNING | Q(until_on__gte=F("from_on"))
    return models.CheckConstraint(
        condition=ends_after & also if also else ends_after,
        name=name,
        violation_error_message="结束日期不能早于开始日期。",
    )


def end_after(row, last_day, **marks):
    """Store the last day; a row that begins after it never held and is marked void."""
    if row.from_on > last_day:
        row.is_void = True
    else:
        row.until_on = last_day
        for name, value in marks.items():
            setattr(row, name, value)
    row.save(update_fields=["is_void", "until_on", *marks])


def last_day_before(on, *, first):
    """Return the last day of a row that ends on `on`: the day before, or `on` if it began then."""
    return on if on == first else on - ONE_DAY


def not_after(day, field, *, on, says=RECORD_IT_THEN):
    """Raise a `ValidationError` at the field for a day later than `on`."""
    if day > on:
        raise ValidationError({field: says})
