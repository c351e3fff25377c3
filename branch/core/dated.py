"""Rows with a first day and, once it is known, a last day: which hold on a day, how one ends."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

NOT_YET = "日期不能晚于今天。"
RECORD_IT_THEN = "日期不能晚于今天，到那一天再登记。"


class DatedQuerySet(models.QuerySet):
    """Rows with a first day and, once it is known, a last day; both belong to them."""

    def active_on(self, day):
        return self.reaching(day).filter(from_on__lte=day)

    def reaching(self, day):
        """Rows that hold on the day or only begin after it."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=day))


def ends_after_it_starts(name):
    return models.CheckConstraint(
        condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
        name=name,
        violation_error_message="结束日期不能早于开始日期。",
    )


def end_before(row, day):
    """It holds no more from this day on; what begins on the day or later has never held and goes."""
    if row.from_on >= day:
        row.delete()
        return
    row.until_on = day - timedelta(days=1)
    row.save(update_fields=["until_on"])


def not_after(day, field, *, on, says=RECORD_IT_THEN):
    """Refuse a day later than `on`, at its field: what is recorded has happened."""
    if day > on:
        raise ValidationError({field: says})
