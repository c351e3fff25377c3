from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """操作留痕: who did what to which record; written by actions, never edited."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    verb = models.CharField("操作", max_length=50)
    target_type = models.CharField("对象类别", max_length=60)
    target_id = models.CharField("对象编号", max_length=36)
    says = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "操作留痕"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="core_audit_target")]

    def __str__(self):
        return f"{self.actor or '命令行'} {self.verb} {self.target_type}:{self.target_id}"

    @classmethod
    def of(cls, *, actor, verb, target, says=""):
        """An event that is not stored yet, for actions that store many at once."""
        kind, pk = target._meta.label_lower, str(target.pk)
        return cls(actor=actor, verb=verb, target_type=kind, target_id=pk, says=says)

    @classmethod
    def record(cls, *, actor, verb, target, says=""):
        event = cls.of(actor=actor, verb=verb, target=target, says=says)
        event.save(force_insert=True)
        return event


class AccessRecord(models.Model):
    """查阅记录: whose data a response showed to whom and how, stored before the response is sent.

    Source: 未成年人网络保护条例 36, staff access to minors' data is recorded.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="查阅人"
    )
    action = models.CharField("方式", max_length=20)
    page = models.CharField("页面", max_length=80)
    address = models.CharField("地址", max_length=200)
    # {"student": [3, 8]}: sorted ids of the people shown; of a roster on its way, whose people may have
    # none yet, of its rows ("import_row") or, before they are read, of the file ("import"); of reports that
    # name no pupil, of the reports ("harm_report"); of addresses, also of the family ("family")
    subjects = models.JSONField("涉及对象")
    subject_count = models.PositiveIntegerField("涉及人数")
    at = models.DateTimeField("时间", auto_now_add=True)

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "查阅记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["reader", "-at"], name="core_access_reader_at")]

    def __str__(self):
        return f"{self.reader} {self.action} {self.page}"
