from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from branch.core.stored import restored, values_of

from .abstract import Versioned

CHANGED_SINCE = "之后又有人改过，不能撤销了。请到那一页看看现在的情况。"


class UndoStepQuerySet(models.QuerySet):
    def open_on(self, day):
        """Steps of the day that have not been undone."""
        return self.filter(taken_on=day, undone_at=None)

    def of(self, target):
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))

    def expired_at(self, moment):
        """Steps of earlier days, which nobody can undo any more."""
        return self.filter(taken_on__lt=timezone.localdate(moment))


class UndoStep(models.Model):
    """可撤销的一步: the rows that a step changed, each before and after it; kept for the day of the step."""

    token = models.UUIDField("令牌", default=uuid4, unique=True, editable=False)
    # the key of its `Undo`
    kind = models.CharField("操作", max_length=50)
    target_type = models.CharField("对象类别", max_length=60)
    target_id = models.CharField("对象编号", max_length=36)
    # [{"model", "pk", "before", "after"}]; `after` is null for a row the step deleted
    changes = models.JSONField("改动")
    # the page to return to once it is undone
    address = models.CharField("页面", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="操作人"
    )
    taken_on = models.DateField("日期", db_index=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = UndoStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "可撤销的一步"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="core_undostep_target"),
        ]

    def __str__(self):
        return f"{self.kind} {self.taken_on}"

    @property
    def tag(self):
        """The `extra_tags` of a message with a button that undoes the step."""
        return f"undo:{self.token}"

    def restore(self):
        """Write the rows as they were before the step; refuse if one was changed since."""
        rows = [_row_before(change) for change in self.changes]
        for row in rows:
            row.full_clean()
            row.save()
        return rows


def _row_before(change):
    """The row, locked, with its values from before the step; a version moves on all the same."""
    model = apps.get_model(change["model"])
    row = model._meta.base_manager.select_for_update(of=("self",)).filter(pk=change["pk"]).first()
    if (row and values_of(row)) != change["after"]:
        raise ValidationError(CHANGED_SINCE)
    version = getattr(row, "version", None)
    row = row or model()
    for name, value in restored(model, change["before"]).items():
        setattr(row, name, value)
    if isinstance(row, Versioned) and version:
        row.version = version + 1
    return row
