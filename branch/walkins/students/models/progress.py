"""A student's level in a subject, as one of four words: no number, and no comparison with others."""

from django.conf import settings
from django.db import models

from branch.school.models import Subject

from .goals import OfPairingQuerySet
from .pairings import Pairing


class Progress(models.Model):
    """学习情况: the band in which a student was in one subject on a day."""

    class Band(models.TextChoices):
        """From below to above, which the drawing of a trend alone uses."""

        HELP = "help", "要多帮一把"
        MOSTLY = "mostly", "基本跟上"
        KEEPING = "keeping", "跟得上"
        EASY = "easy", "学得轻松"

    pairing = models.ForeignKey(
        Pairing, models.PROTECT, related_name="progress", verbose_name="结对"
    )
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name="学科")
    happened_on = models.DateField("日期")
    band = models.CharField("学习情况", max_length=10, choices=Band)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人"
    )

    objects = OfPairingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学习情况"
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "subject", "happened_on"],
                name="walkins_progress_once_per_pairing_subject_and_day",
                violation_error_message="这一天这门学科已经记过。",
            ),
        ]

    def __str__(self):
        return f"{self.happened_on} {self.subject_id}"
