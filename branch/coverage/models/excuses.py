from django.conf import settings
from django.db import models

from branch.core.dated import NOT_VOID, RUNNING, Dated, DatedQuerySet, ends_after_it_starts


class ExcuseQuerySet(DatedQuerySet):
    def overlapping(self, other):
        """Rows of the same duty and subject that share a day with it."""
        same = self.reaching(other.from_on).filter(
            duty_key=other.duty_key, subject_type=other.subject_type, subject_id=other.subject_id
        )
        return same if other.until_on is None else same.filter(from_on__lte=other.until_on)

    def for_duty(self, key, model, subject_id):
        """Excuses of a subject from this duty, then those from every duty."""
        return self.filter(
            duty_key__in=("", key), subject_type=model._meta.label_lower, subject_id=subject_id
        ).order_by("-duty_key")

    def standing(self, model):
        """Excuses from every duty at once, such as 支教 or long leave."""
        return self.filter(duty_key="", subject_type=model._meta.label_lower)


class Excuse(Dated):
    """例外: why a duty does not bind one subject for a while; an empty key means every duty."""

    duty_key = models.CharField("事项", max_length=60, blank=True)
    subject_type = models.CharField("对象类别", max_length=60)
    subject_id = models.PositiveBigIntegerField("对象编号")
    reason = models.CharField("原因", max_length=100)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = ExcuseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "例外"
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "duty_key"], name="coverage_excuse_subject"
            )
        ]
        constraints = [
            ends_after_it_starts("coverage_excuse_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["duty_key", "subject_type", "subject_id"],
                condition=RUNNING & NOT_VOID,
                name="coverage_excuse_one_open_per_duty_and_subject",
                violation_error_message="这一项已有暂缓，还没有结束。",
            ),
        ]

    def __str__(self):
        return f"{self.duty_key or '全部事项'}：{self.reason}"
