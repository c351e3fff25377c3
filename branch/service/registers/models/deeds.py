"""What members did in their community by themselves: told once, counted at once or when a second person agreed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branch.core.addresses import address_of
from branch.core.models import Versioned
from branch.members.models import Member

from .registrations import OfMemberQuerySet
from .wordings import Community, ServiceContent

HALF_HOUR, LONGEST = 30, 12 * 60


class State(models.TextChoices):
    COUNTED = "counted", "已计入"
    WAITING = "waiting", "待确认"
    REFUSED = "refused", "没有计入"
    WITHDRAWN = "withdrawn", "已撤回"


class Refusal(models.TextChoices):
    FACTS = "facts", "日期或时长请核对"
    TWICE = "twice", "这次服务已经记过"
    OTHER_KIND = "other_kind", "不是社区的服务"


# of which two alike would be the same hours told twice
STANDING = (State.COUNTED, State.WAITING)


class DeedQuerySet(OfMemberQuerySet):
    def of_user(self, user):
        return self.filter(member__staff__user=user)

    def standing(self):
        """Those that were not withdrawn."""
        return self.exclude(state=State.WITHDRAWN)

    def counted(self):
        return self.filter(state=State.COUNTED)

    def waiting(self):
        return self.filter(state=State.WAITING)

    def to_be_decided_by(self, user):
        """待确认: those that another told."""
        return self.waiting().exclude(recorded_by=user)

    def within(self, period):
        return self.filter(happened_on__range=(period.start, period.end))


class ServiceDeed(Versioned):
    """做过的服务: a member's own deed in a community, in minutes; the hours of the branch's events are kept there."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="deeds", verbose_name="党员")
    happened_on = models.DateField("日期")
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="deeds", verbose_name="社区"
    )
    content = models.ForeignKey(
        ServiceContent, models.PROTECT, related_name="deeds", verbose_name="服务内容"
    )
    minutes = models.PositiveSmallIntegerField("时长（分钟）")
    state = models.CharField("状态", max_length=10, choices=State)
    # by the figure of the day it was told
    needs_second = models.BooleanField("要另一人确认", default=False)
    recorded_on = models.DateField("记录日期")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人"
    )
    decided_on = models.DateField("确认日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    refusal = models.CharField("没有计入的原因", max_length=10, choices=Refusal, blank=True)

    objects = DeedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "做过的服务"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=HALF_HOUR, minutes__lte=LONGEST),
                name="service_deed_minutes",
                violation_error_message="时长请填半小时到 12 小时。",
            ),
            models.CheckConstraint(
                condition=Q(happened_on__lte=F("recorded_on")),
                name="service_deed_not_ahead",
                violation_error_message="日期不能晚于今天。",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.COUNTED)
                | Q(needs_second=False)
                | Q(decided_by__isnull=False),
                name="service_deed_counts_when_seen",
                violation_error_message="补记的服务要另一名支委确认后才计入。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
                name="service_deed_two_people",
                violation_error_message="自己记的服务，请另一名支委确认。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_on=None)
                | Q(decided_by__isnull=False, decided_on__isnull=False),
                name="service_deed_decided_with_a_day",
                violation_error_message="确认要写明谁和哪一天。",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.REFUSED) & ~Q(refusal="") & Q(decided_by__isnull=False))
                | (~Q(state=State.REFUSED) & Q(refusal="")),
                name="service_deed_refused_for_a_reason",
                violation_error_message="没有计入的，要写明原因。",
            ),
            models.UniqueConstraint(
                fields=["member", "happened_on", "community", "content"],
                condition=Q(state__in=STANDING),
                name="service_deed_told_once",
                violation_error_message="这一天在这个社区的这项服务已经记过，时长不对请修改那一条。",
            ),
        ]

    def __str__(self):
        return f"{self.community}：{self.content}"

    def get_absolute_url(self):
        return address_of("service:register-member", self.member_id)

    @property
    def is_waiting(self):
        return self.state == State.WAITING

    @property
    def hours_say(self):
        """半小时, 1.5 小时."""
        return hours_say(self.minutes)

    @property
    def is_late(self):
        """Whether it was told on a later day."""
        return self.recorded_on > self.happened_on


def hours_say(minutes):
    return "半小时" if minutes == HALF_HOUR else f"{minutes / 60:g} 小时"
