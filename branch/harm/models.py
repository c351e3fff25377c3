from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from branch.core.models import Versioned, VersionedQuerySet
from branch.school.models import Staff

# Who is told besides the named persons. Source: 未成年人保护法 11
OFFICES = ("校长", "公安（110）", "教育局", "民政部门")
BETWEEN = "、"
NOT_YET = "报告时间不能晚于现在。"


class HarmReportQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """Every report for the named persons; only one's own for others."""
        if user.has_perm("harm.read_every_harmreport"):
            return self
        return self.revisable_by(user)

    def revisable_by(self, user):
        """The user's own, whatever the user may read."""
        return self.filter(written_by=user)

    def shown_to(self, user):
        """Reports of others that the user, as a named person, is to see."""
        return self.visible_to(user).exclude(written_by=user)

    def unseen_by(self, user):
        """Rows of `shown_to` that the user has not marked as seen."""
        return self.shown_to(user).exclude(Exists(_seen().filter(user=user)))

    def with_steps_for(self, user):
        """Annotate `may_be_seen` and `may_be_corrected`, whether the user may do so now."""
        is_own = Q(written_by=user)
        return self.annotate(
            may_be_seen=~is_own & ~Exists(_seen().filter(user=user)),
            may_be_corrected=is_own & ~Exists(_seen()),
        )


def _seen():
    return HarmReport.seen_by.through.objects.filter(harmreport=OuterRef("pk"))


class HarmReport(Versioned):
    """强制报告: that somebody has told the named persons or the authorities, when and whom.

    It names no pupil and tells no story, and has no field for either. It is written afterwards and no other
    step depends on it. Nobody deletes one.
    """

    reported_at = models.DateTimeField("报告时间")
    # names of a closed list, as they were then: a role may end
    reported_to = models.CharField(
        "报告给谁", max_length=200, error_messages={"blank": "请选择报告给谁。"}
    )
    reported_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="报告人")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    written_at = models.DateTimeField("登记时间")
    seen_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name="已看"
    )

    objects = HarmReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "强制报告"
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["written_by", "-written_at"], name="harm_report_writer_latest")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_at__lte=F("written_at")),
                name="harm_report_comes_before_its_record",
                violation_error_message=NOT_YET,
            ),
            models.CheckConstraint(
                condition=~Q(reported_to=""),
                name="harm_report_was_made_to_somebody",
                violation_error_message="请选择报告给谁。",
            ),
        ]

    def __str__(self):
        return f"事项 {self.pk}"

    def clean(self):
        if self.reported_at and self.reported_at > self.written_at:
            raise ValidationError({"reported_at": NOT_YET})

    @property
    def receivers(self):
        """The names of those who were told."""
        return self.reported_to.split(BETWEEN)
