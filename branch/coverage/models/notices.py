from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from branch.coverage.notices import NoticeKind


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user, *, on=None):
        """One's own, whatever one's role; of a kind that an app still declares."""
        return self.filter(user=user, kind__in=NoticeKind.registry)

    def unread(self):
        return self.filter(read_at=None)

    def about(self, *subjects):
        """Notices of these subjects: each a row, or a queryset of rows."""
        wanted = Q(pk__in=[])
        for subject in subjects:
            ids = subject.values("pk") if isinstance(subject, models.QuerySet) else [subject.pk]
            wanted |= Q(subject_type=_type_of(subject), subject_id__in=ids)
        return self.filter(wanted)

    def expired_at(self, moment, *, days):
        """Those older than so many days, and those of people who have left."""
        return self.filter(Q(told_at__lt=moment - timedelta(days=days)) | Q(user__is_active=False))


def _type_of(subject):
    model = subject.model if isinstance(subject, models.QuerySet) else subject
    return model._meta.label_lower


class Notice(models.Model):
    """通知: something is new for one person. Its words are those of its `NoticeKind`; the row has none.

    It is deleted when the work is done. The work itself is among the to-dos.
    """

    # the unique index below begins with the user
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name="收件人",
    )
    # the key of its `NoticeKind`
    kind = models.CharField("类别", max_length=60)
    subject_type = models.CharField("对象类别", max_length=60)
    subject_id = models.PositiveBigIntegerField("对象编号")
    count = models.PositiveSmallIntegerField("件数", default=1)
    day = models.DateField("日期", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    # that of the newest thing told about the subject
    told_at = models.DateTimeField("时间", auto_now=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-told_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-told_at", "-id"], name="coverage_notice_by_time"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="coverage_notice_unread"),
            models.Index(fields=["subject_type", "subject_id"], name="coverage_notice_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "subject_type", "subject_id"],
                name="coverage_notice_one_a_person_and_subject",
                violation_error_message="这件事已经通知过这个人。",
            )
        ]

    def __str__(self):
        return f"通知 {self.pk}"

    @property
    def says(self):
        return NoticeKind.of(self.kind)

    @property
    def title(self):
        return self.says.title_of(self)

    def url_on(self, day):
        """The address where its work is done, on the day."""
        return self.says.url_of(self, on=day)

    def is_open_to(self, user):
        """Whether its subject is still there for the user, as its kind says."""
        rows = apps.get_model(self.subject_type).objects.filter(pk=self.subject_id)
        return self.says.open_to(rows, user).exists()
