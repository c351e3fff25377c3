from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q, Sum

from branch.activities.models import Activity, Registration
from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.core.periods import school_year
from branch.school.models import SchoolClass
from branch.school.models.classes import GRADES

ALL_GRADES = "".join(map(str, GRADES))
# when arrivals are ticked off, and from when on the crew may see and print who comes
TICKED_BEFORE = TICKED_AFTER = timedelta(hours=1)
PRINTED_BEFORE = timedelta(days=1)
# of an event whose end was not written
USUAL_LENGTH = timedelta(hours=2)
FEWEST, MOST, TOO_MANY = "座位至少 1 个。", 2000, "座位最多 2000 个。"


class ParentOpeningQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """Every row for the committee; else those of events that the user logged."""
        if not user.has_perm("service.view_parentopening"):
            return self.none()
        if user.has_perm("service.view_every_parentopening"):
            return self
        return self.filter(activity__logged_by=user)

    def crewed_by(self, user):
        """Rows whose door the user may keep: the committee, who logged the event, who has a part or a role in it."""
        if user.has_perm("service.view_every_parentopening"):
            return self
        mine = Activity.objects.filter(Q(logged_by=user) | Q(parts__staff__user=user))
        roles = Registration.objects.placed().of(user)
        return self.filter(
            Q(activity__in=mine.order_by().values("pk"))
            | Q(activity__opening__in=roles.order_by().values("opening"))
        )

    def door_near(self, at):
        """Rows whose names the crew may see at a moment: from a day before the event to an hour after it."""
        latest = at - TICKED_AFTER
        ends = Q(activity__ends_at__gte=latest) | Q(
            activity__ends_at=None, activity__starts_at__gte=latest - USUAL_LENGTH
        )
        held = self.exclude(activity__state=Activity.State.CANCELLED)
        return held.filter(ends, activity__starts_at__lte=at + PRINTED_BEFORE)

    def public(self):
        """Rows that strangers may see: of announced events of a public programme."""
        return self.filter(activity__programme__is_public=True, activity__is_announced=True)

    def with_event(self):
        return self.select_related("activity__programme")

    def over_for(self, days, at):
        """Rows promised to be deleted so many days after the event, when that time is over."""
        return self.filter(kept_days=days, activity__starts_at__lt=at - timedelta(days=days))


class ParentOpening(Versioned):
    """家长报名: when families may sign up for an event, and for how many seats.

    Its row is locked before a seat is given or freed, so that there are never more people than seats.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="parent_opening", verbose_name="活动"
    )
    opens_at = models.DateTimeField("报名开始")
    closes_at = models.DateTimeField("报名截止")
    seat_count = models.PositiveSmallIntegerField(
        "座位", validators=[MinValueValidator(1, FEWEST), MaxValueValidator(MOST, TOO_MANY)]
    )
    # the digits of the grades: 23 for 初二、初三
    grades = models.CharField(
        "对象", max_length=3, validators=[RegexValidator("^1?2?3?$", "请选择对象年级。")]
    )
    about = models.TextField("内容介绍", max_length=500, blank=True)
    # when and where the event was to be when families were first told
    told_starts_at = models.DateTimeField("原定时间", editable=False)
    told_place = models.CharField("原定地点", max_length=40, editable=False)
    # the most people of one sign-up, and for how long it is kept, as families were told
    people_most = models.PositiveSmallIntegerField("一个报名最多几个人", default=2, editable=False)
    kept_days = models.PositiveSmallIntegerField("活动后保留天数", default=30, editable=False)
    # 报名人数, counted when the families are deleted
    signed_up_count = models.PositiveIntegerField("报名人数", null=True, editable=False)
    last_number = models.PositiveIntegerField("最后的顺序号", default=0, editable=False)

    objects = ParentOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家长报名"
        ordering = ["-activity__starts_at", "-pk"]
        permissions = [
            ("view_every_parentopening", "可以查看所有活动的家长报名"),
            ("keep_door", "可以登记到场"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="service_parentopening_closes_after_it_opens",
                violation_error_message="报名截止要晚于报名开始。",
            ),
            models.CheckConstraint(
                condition=Q(seat_count__gte=1),
                name="service_parentopening_has_seats",
                violation_error_message="座位至少 1 个。",
            ),
            models.CheckConstraint(
                condition=~Q(grades=""),
                name="service_parentopening_is_for_a_grade",
                violation_error_message="对象至少选一个年级。",
            ),
        ]

    def __str__(self):
        return str(self.activity)

    def save(self, **options):
        """Store the row; a new one keeps the time and place that families are told."""
        if self._state.adding:
            self.told_starts_at = self.activity.starts_at
            self.told_place = self.activity.place
        super().save(**options)

    def get_absolute_url(self):
        return address_of("service:parentopening-detail", self.pk)

    @property
    def public_url(self):
        return address_of("service:event", self.activity_id)

    @property
    def event_on(self):
        return self.activity.day

    @property
    def audience_says(self):
        """初二、初三家长; 全校家长 for all grades."""
        if self.grades == ALL_GRADES:
            return "全校家长"
        return "、".join(GRADES[int(grade)] for grade in self.grades) + "家长"

    @property
    def grade_choices(self):
        return [(int(grade), GRADES[int(grade)]) for grade in self.grades]

    @property
    def classes(self):
        """The classes of its grades on the day of the event."""
        first_year = school_year(self.event_on).start.year
        years = [first_year - int(grade) + 1 for grade in self.grades]
        return SchoolClass.objects.filter(entry_year__in=years)

    @property
    def ends_at(self):
        """When nobody signs up any more: the closing time, or the event, if it was moved before it."""
        return min(self.closes_at, self.activity.starts_at)

    def is_open_at(self, at):
        return self.activity.is_planned and self.opens_at <= at < self.ends_at

    def is_before(self, at):
        return self.activity.is_planned and at < self.opens_at

    @property
    def door_opens_at(self):
        return self.activity.starts_at - TICKED_BEFORE

    @property
    def door_closes_at(self):
        return (self.activity.ends_at or self.activity.starts_at + USUAL_LENGTH) + TICKED_AFTER

    def is_door_open_at(self, at):
        is_in_time = self.door_opens_at <= at <= self.door_closes_at
        return is_in_time and not self.activity.is_cancelled

    def is_door_near_at(self, at):
        """Whether the crew may see the names at a moment, as `door_near` for a row already read."""
        is_in_time = self.activity.starts_at - PRINTED_BEFORE <= at <= self.door_closes_at
        return is_in_time and not self.activity.is_cancelled

    @property
    def taken_count(self):
        """How many people have a seat."""
        return self.signups.confirmed().aggregate(people=Sum("people_count"))["people"] or 0

    def free_count(self):
        return max(0, self.seat_count - self.taken_count)
