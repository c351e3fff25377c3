from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Sum

from branch.core.addresses import address_of
from branch.core.models import StoredFile, Versioned, VersionedQuerySet
from branch.school.models import Staff

from .activities import Activity
from .people import ActivityPart
from .programmes import Area

# of which colleagues are asked to sign up
OPENED_AREAS = (Area.SERVICE, Area.HOME_SCHOOL)
# of a role, and of all roles of an event: the form of the hours has a line for each colleague who was placed
MOST_PLACES, MOST_IN_ALL = 90, 100


def _hosts(user):
    """The parts of the user as the one who is responsible for an activity."""
    return ActivityPart.objects.filter(role=ActivityPart.Role.HOST, staff__user=user)


def runnable_by(activities, user):
    """Those of the activities whose sign-up the user runs: all for the committee, else those logged or hosted."""
    if not user.has_perm("activities.change_opening"):
        return activities.none()
    if user.has_perm("activities.view_attendance_reason"):
        return activities
    hosted = _hosts(user).filter(activity=OuterRef("pk"))
    return activities.filter(Q(logged_by=user) | Exists(hosted))


def openable_by(activities, user):
    """Those planned activities of service that the user may open for sign-up."""
    rows = runnable_by(activities, user).planned()
    return rows.filter(programme__area__in=OPENED_AREAS, kept_by="")


class OpeningQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """All rows for every colleague."""
        return self if user.has_perm("activities.add_registration") else self.none()

    def run_by(self, user):
        """Rows that the user runs, see `runnable_by`."""
        return self.filter(activity__in=runnable_by(Activity.objects.all(), user).values("pk"))

    def led_by(self, user):
        """Rows in which the user is a leading teacher of the pupils."""
        led = Opening.leaders.through.objects.filter(staff__user=user)
        return self.filter(pk__in=led.values("opening"))

    def with_activity(self):
        parts = ActivityPart.objects.select_related("staff", "speaker")
        return self.select_related("activity__programme", "activity__partner").prefetch_related(
            Prefetch("activity__parts", parts)
        )

    def to_come(self, at):
        """Rows of activities that are still to come, the next one first."""
        rows = self.filter(activity__state=Activity.State.PLANNED, activity__starts_at__gt=at)
        return rows.order_by("activity__starts_at", "pk")

    def begun(self, at):
        """Rows of activities that have begun and were not cancelled, the latest first."""
        rows = self.exclude(activity__state=Activity.State.CANCELLED)
        return rows.filter(activity__starts_at__lte=at).order_by("-activity__starts_at", "-pk")

    def to_confirm(self, at):
        """Rows whose activity has begun and whose list of hours nobody has confirmed."""
        return self.begun(at).filter(confirmed_on=None)

    def with_counts(self):
        """Annotate `places` of all roles and `placed_count`, the colleagues and pupils who have one."""
        slots = Slot.objects.filter(opening=OuterRef("pk")).order_by()
        places = slots.values("opening").annotate(sum=Sum("places")).values("sum")
        placed = self.model.registrations.rel.related_model.objects.placed()
        placed = placed.filter(opening=OuterRef("pk")).order_by()
        counted = placed.values("opening").annotate(count=Count("pk")).values("count")
        zero = models.Value(0)
        return self.annotate(
            places=models.functions.Coalesce(models.Subquery(places), zero),
            placed_count=models.functions.Coalesce(models.Subquery(counted), zero),
        )


class Opening(Versioned):
    """报名: the sign-up for an activity: when one may sign up, for which roles, and what comes of the hours."""

    activity = models.OneToOneField(
        Activity, models.CASCADE, related_name="opening", verbose_name="活动"
    )
    opens_at = models.DateTimeField("开始报名")
    closes_at = models.DateTimeField("报名截止")
    planned_hours = models.DecimalField("服务时长", max_digits=3, decimal_places=1)
    meeting_point = models.CharField("集合", max_length=60, blank=True)
    remark = models.CharField("要带什么、怎么穿", max_length=60, blank=True)
    leaders = models.ManyToManyField(Staff, related_name="+", blank=True, verbose_name="带队教师")
    # what is known when the list is confirmed; the pupils who came are a number
    served_count = models.PositiveIntegerField("服务对象（人次）", null=True, blank=True)
    pupil_count = models.PositiveIntegerField("到场学生", null=True, blank=True)
    league_count = models.PositiveIntegerField("其中团员", null=True, blank=True)
    evidence = models.CharField("佐证材料名称", max_length=100, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报名"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="activities_opening_closes_after_it_opens",
                violation_error_message="报名截止要晚于开始报名的时间。",
            ),
            models.CheckConstraint(
                condition=Q(planned_hours__gt=0, planned_hours__lte=12),
                name="activities_opening_hours_of_a_day",
                violation_error_message="服务时长要多于 0 小时，不超过 12 小时。",
            ),
        ]

    def __str__(self):
        return f"{self.activity}报名"

    def get_absolute_url(self):
        return address_of("activities:opening-detail", self.activity_id)

    def is_open_at(self, at):
        """Whether colleagues may sign up, change and withdraw; an activity that was moved may begin before it closes."""
        return self.takes_changes_at(at) and self.opens_at <= at < self.closes_at

    def has_begun_at(self, at):
        """Whether the activity has begun: nobody is placed any more, and its hours may be confirmed."""
        return self.activity.starts_at <= at

    def takes_changes_at(self, at):
        """Whether those who run it may still place people."""
        return self.activity.is_planned and not self.has_begun_at(at)

    def is_over_at(self, at):
        """Whether the activity has ended, from when on no pupil is named."""
        return not self.activity.is_planned or at > (self.activity.ends_at or self._end_of_day)

    @property
    def _end_of_day(self):
        return self.activity.local_start.replace(hour=23, minute=59)

    @property
    def day(self):
        return self.activity.day

    def is_run_by(self, user):
        """Whether the user runs it, as `run_by` for one row."""
        return Opening.objects.run_by(user).filter(pk=self.pk).exists()

    def lacks_for_pupils(self):
        """What pupils still wait for: the words of the ticks that are missing."""
        lacking = [] if self.leaders.exists() else ["带队教师"]
        return lacking if hasattr(self, "safety_plan") else [*lacking, "活动安全预案"]


class SlotQuerySet(models.QuerySet):
    def locked_of(self, opening):
        """{key: slot} of all roles of an opening, locked in the order of their keys.

        Every action that gives, frees or counts places locks them first.
        """
        rows = self.filter(opening=opening).order_by("pk").select_for_update(of=("self",))
        return {slot.pk: slot for slot in rows}


class Slot(models.Model):
    """岗位: a role at an event with its places; its row is locked before a place is given or freed."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="slots")
    title = models.CharField("岗位", max_length=20)
    needs = models.CharField("要求", max_length=60, blank=True)
    places = models.PositiveSmallIntegerField("名额")
    takes_pupils = models.BooleanField("学生可参加", default=False)
    is_consultation = models.BooleanField("咨询岗位", default=False)
    order = models.PositiveSmallIntegerField("次序", default=0)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "title"],
                name="activities_slot_title_once",
                violation_error_message="岗位名称重复了。",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=MOST_PLACES),
                name="activities_slot_has_places",
                violation_error_message=f"名额在 1 到 {MOST_PLACES} 之间。",
            ),
            models.CheckConstraint(
                condition=Q(takes_pupils=False) | Q(is_consultation=False),
                name="activities_slot_pupils_do_not_consult",
                violation_error_message="咨询岗位不安排学生。",
            ),
        ]

    def __str__(self):
        return self.title


class SafetyPlan(StoredFile):
    """活动安全预案: the document without which no pupil takes part; for those who run the event and lead the pupils."""

    opening = models.OneToOneField(Opening, models.CASCADE, related_name="safety_plan")

    class Meta:
        verbose_name = verbose_name_plural = "活动安全预案"
