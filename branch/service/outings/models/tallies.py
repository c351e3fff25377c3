from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Count, Q

from branch.activities.models import Activity, Registration
from branch.core.figures import figure
from branch.service.figures import TALLY_DAYS

from .series import KINDS
from .topics import ConsultTopic


def own_events(user):
    """Events whose consultations the user may tally for having logged them, or a part or a role in them."""
    mine = Activity.objects.filter(Q(logged_by=user) | Q(parts__staff__user=user))
    came = (Registration.State.PLACED, Registration.State.ADDED)
    roles = Registration.objects.filter(state__in=came).of(user)
    return Activity.objects.filter(
        Q(pk__in=mine.order_by().values("pk")) | Q(opening__in=roles.order_by().values("opening")),
        programme__kind__in=KINDS,
    )


def tallied_by(user):
    """Events whose consultations the user may tally: the committee all, others their own."""
    if not user.has_perm("service.keep_tally"):
        return Activity.objects.none()
    if user.has_perm("service.view_series"):
        return Activity.objects.filter(programme__kind__in=KINDS)
    return own_events(user)


def last_day_of(activity):
    """The last day on which phones may upload what they counted at an event, as far as is known today."""
    return activity.day + timedelta(days=figure(TALLY_DAYS.key, on=activity.day))


class ConsultTallyQuerySet(models.QuerySet):
    def closed_on(self, day):
        """Rows that nothing joins any more: their figures are public and stay as they are."""
        return self.filter(closes_on__lt=day)


class ConsultTally(models.Model):
    """咨询登记: the tally of an event, made with its first tap; after `closes_on` no tap joins it."""

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="consult_tally", verbose_name="活动"
    )
    closes_on = models.DateField("最后一天")

    objects = ConsultTallyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "咨询登记"
        ordering = ["pk"]
        permissions = [("keep_tally", "可以登记咨询")]

    def __str__(self):
        return f"{self.activity}咨询登记"


class ConsultTapQuerySet(models.QuerySet):
    def counted(self):
        """Rows that were not undone."""
        return self.filter(is_undone=False)

    def by_topic(self):
        """{key of a topic: how many}"""
        rows = self.counted().order_by().values("topic").annotate(count=Count("pk"))
        return dict(rows.values_list("topic", "count"))


class ConsultTap(models.Model):
    """咨询一次: one tap on a topic, under a random number that its phone gave it.

    The number is the key, so a tap that is sent again is the same row. A tap is counted or undone, and what is undone
    stays so. Hence the sum is the same in whatever order taps and undos come, and however often. Who tapped and when
    is not stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    tally = models.ForeignKey(ConsultTally, models.CASCADE, related_name="taps")
    topic = models.ForeignKey(ConsultTopic, models.PROTECT, related_name="taps")
    minutes = models.PositiveSmallIntegerField("时长（分钟）", null=True, blank=True)
    is_undone = models.BooleanField("已撤销", default=False)

    objects = ConsultTapQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "咨询一次"
        # by its random key: in no order of time
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=240),
                name="service_consulttap_minutes_of_a_talk",
                violation_error_message="时长在 1 到 240 分钟之间。",
            ),
        ]

    def __str__(self):
        return str(self.pk)
