from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from branch.core.dated import NOT_VOID, RUNNING, Dated, DatedQuerySet, ends_after_it_starts

from .notices import NoticeKind


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


class BoardSnapshot(models.Model):
    """每周记数: what one duty said of a Sunday, whole branch, kept as it was said and never written again."""

    sunday = models.DateField("截至")
    duty_key = models.CharField("事项", max_length=60)
    population = models.PositiveIntegerField("应落实")
    met = models.PositiveIntegerField("已落实")
    excused = models.PositiveIntegerField("暂缓")
    gaps = models.PositiveIntegerField("缺口")
    done = models.PositiveIntegerField("已完成")
    needed = models.PositiveIntegerField("应完成")
    missing = models.PositiveIntegerField("还差")
    taken_at = models.DateTimeField("记下的时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "每周记数"
        ordering = ["sunday", "duty_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["sunday", "duty_key"],
                name="coverage_boardsnapshot_one_a_sunday_and_duty",
                violation_error_message="这一周这一项已经记下。",
            ),
            models.CheckConstraint(
                condition=Q(population=models.F("met") + models.F("excused") + models.F("gaps")),
                name="coverage_boardsnapshot_adds_up",
                violation_error_message="已落实、暂缓和缺口合起来应等于应落实。",
            ),
        ]

    def __str__(self):
        return f"{self.sunday} {self.duty_key}"
