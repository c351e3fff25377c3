from django.conf import settings
from django.db import models
from django.db.models import Q


class PublishedFigureQuerySet(models.QuerySet):
    def current(self):
        """Those that no correction has replaced."""
        return self.filter(correction=None)


class PublishedFigure(models.Model):
    """公开数字: what the public is shown of one finished month, stored when it is published.

    It is never written again: a correction is a new row that names the one it corrects.
    """

    # the key of its `Total`
    key = models.CharField("数字", max_length=60)
    # its first day
    month = models.DateField("月份")
    # 0 for a month that is carried into the next one
    value = models.PositiveIntegerField("公开的数")
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name="更正",
    )
    published_at = models.DateTimeField("公布时间", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="更正人",
    )

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开数字"
        ordering = ["month", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "month"],
                condition=Q(corrects=None),
                name="core_publishedfigure_once_a_month",
                violation_error_message="这个月的数字已经公布。",
            ),
            models.CheckConstraint(
                condition=Q(value=0) | Q(value__gte=5),
                name="core_publishedfigure_not_under_five",
                violation_error_message="不满 5 的数不公布，并入下一个月。",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | Q(by__isnull=False),
                name="core_publishedfigure_corrected_by_somebody",
                violation_error_message="更正要写明是谁更正的。",
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.month:%Y-%m}"
