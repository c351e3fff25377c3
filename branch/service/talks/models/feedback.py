"""What people say of an event: a number and a line, without person, time, order and address."""

import secrets
import uuid
from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from branch.activities.models import Activity
from branch.core.wording import FEW
from branch.service.parents.models.signups import CODE_LENGTH, CODE_LETTERS
from branch.service.parents.models.sources import QUIET, Busy, BusyQuerySet

MOST_STARS = 5


def new_token():
    """A random text of 8 letters and digits, for the address in a QR."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class FeedbackBox(models.Model):
    """活动反馈: where people say what they think of an event, from its start until some days after it."""

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="feedback_box", verbose_name="活动"
    )
    token = models.CharField("反馈编号", max_length=CODE_LENGTH, unique=True, default=new_token)
    # as people are told
    open_days = models.PositiveSmallIntegerField("活动以后开放几天", default=7)
    # kept where the event is moved after its sums were told; before, the day of the event says it
    closed_on = models.DateField("已截止", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "活动反馈"
        ordering = ["pk"]

    def __str__(self):
        return f"活动反馈 {self.pk}"

    @property
    def public_url(self):
        return reverse("service:feedback", args=[self.token])

    @property
    def closes_on(self):
        """The last day on which one may answer."""
        return self.closed_on or self.activity.day + timedelta(days=self.open_days)

    def is_closed_at(self, at):
        return timezone.localdate(at) > self.closes_on

    def is_open_at(self, at):
        is_held = not self.activity.is_cancelled and self.activity.starts_at <= at
        return is_held and not self.is_closed_at(at)

    def sums(self, *, at):
        """{"count", "average"} once it is closed and five have answered; else None.

        A sum that grows would say what the last one answered, so there is one sum, of all.
        """
        if not self.is_closed_at(at):
            return None
        stars = [row.stars for row in self.answers.all()]
        if len(stars) < FEW:
            return None
        return {"count": len(stars), "average": round(sum(stars) / len(stars), 1)}

    def lines(self, *, at):
        """The lines, once its sums are told."""
        return [row for row in self.answers.all() if row.line] if self.sums(at=at) else []


class Feedback(models.Model):
    """一份反馈: one to five, and a line if they like; of whom and when is not stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(FeedbackBox, models.CASCADE, related_name="answers")
    stars = models.PositiveSmallIntegerField(
        "总体感受", validators=[MinValueValidator(1), MaxValueValidator(MOST_STARS)]
    )
    # emptied where the organiser takes it away; the number stays
    line = models.CharField("一句话", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "一份反馈"
        # by its random key: in no order of time
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=MOST_STARS),
                name="service_feedback_one_to_five",
                violation_error_message="总体感受请选 1 到 5。",
            )
        ]

    def __str__(self):
        return str(self.pk)


class FeedbackSourceQuerySet(BusyQuerySet):
    def forget_quiet(self, *, at):
        """Delete networks that have been quiet for a day, as their last moment is that of an answer; return how many."""
        return self.quiet_since(at - QUIET).delete()[0]


class FeedbackSource(Busy):
    """反馈来源: how fast one network answers, by a pseudonym of its address."""

    box = models.ForeignKey(FeedbackBox, models.CASCADE, related_name="sources")
    owner = "box"

    objects = FeedbackSourceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反馈来源"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["box", "pseudonym"],
                condition=~Q(pseudonym=""),
                name="service_feedbacksource_once",
            )
        ]

    def __str__(self):
        return f"来源 {self.pk}"
