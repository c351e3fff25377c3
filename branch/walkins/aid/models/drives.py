from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q, Sum

from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.school.models import Staff


class DriveQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """All for the committee, which keeps the books; for others none."""
        return self if user.has_perm("walkins.view_drive") else self.none()

    def with_sums(self):
        """Annotate `ins`, `outs` and `balance` of the counted lines, in fen, and how many lines wait."""
        signed, counted = F("lines__flow") * F("lines__amount"), Q(lines__state="counted")
        income = Q(lines__kind="income")
        return self.annotate(
            ins=Sum(signed, filter=counted & income, default=0),
            outs=Sum(-signed, filter=counted & ~income, default=0),
            balance=Sum(signed, filter=counted, default=0),
            waiting_count=Count("lines", filter=Q(lines__state="waiting")),
        )


class Drive(Versioned):
    """爱心助学活动: one collection and what was given from it, with books of its own."""

    title = models.CharField("名称", max_length=40)
    started_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    keeper = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="经办人")

    objects = DriveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "爱心助学活动"
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="walkins_drive_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("walkins:drive-detail", self.pk)

    def clean(self):
        """Refuse what the constraint refuses, at the field that has to be changed."""
        if self.ended_on and self.ended_on < self.started_on:
            raise ValidationError({"ended_on": "结束日期不能早于开始日期。"})

    @property
    def is_running(self):
        return self.ended_on is None

    @property
    def waiting_says(self):
        """2 笔; needs `with_sums`."""
        return f"{self.waiting_count} 笔"
