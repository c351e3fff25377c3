from django.db import models
from django.db.models import Q

from branch.activities.models import Activity, ActivityPart, Speaker
from branch.core.models import Versioned
from branch.school.models import Staff


def talks_given_by(**who):
    """Activities at which somebody speaks, `staff` or `speaker`, the latest first."""
    parts = ActivityPart.objects.filter(role=ActivityPart.Role.SPEAKER, **who)
    rows = Activity.objects.not_cancelled().filter(pk__in=parts.values("activity"))
    return rows.with_programme().order_by("-starts_at", "-pk")


class SpeakerCard(Versioned):
    """能讲什么: the topics of a colleague or of a speaker from outside, a line each."""

    staff = models.OneToOneField(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="教职工"
    )
    speaker = models.OneToOneField(
        Speaker, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="校外主讲人"
    )
    topics = models.TextField("能讲什么", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "主讲人能讲什么"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(staff=None, speaker__isnull=False)
                | Q(staff__isnull=False, speaker=None),
                name="service_speakercard_staff_or_speaker",
                violation_error_message="主讲人是一名教职工或一位校外主讲人。",
            )
        ]

    def __str__(self):
        return str(self.staff or self.speaker)
