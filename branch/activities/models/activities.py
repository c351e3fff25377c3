from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.models import (
    PhotosAwaited,
    StoredFile,
    StoredImage,
    Versioned,
    VersionedQuerySet,
)
from branch.core.periods import week
from branch.core.wording import headcount_says
from branch.members.models import PartyGroup

from .partners import Partner
from .programmes import LIFE, Area, Audience, Kind, Programme


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


# The latest row held of each programme, its own and those that count for it too, newest first. In SQL,
# because the home page shows it and building it with the ORM takes 3 ms.
LATEST_OF_LIFE = """
SELECT latest.id, latest.starts_at, programme.kind AS counted_kind
FROM activities_programme AS programme JOIN activities_activity AS latest ON latest.id = (
    SELECT id FROM activities_activity WHERE programme_id = programme.id AND state = 'done'
    ORDER BY starts_at DESC LIMIT 1
)
UNION ALL
SELECT latest.id, latest.starts_at, programme.kind AS counted_kind
FROM activities_programme AS programme JOIN activities_activity AS latest ON latest.id = (
    SELECT held.id FROM activities_activity_also_counts_as AS also
    JOIN activities_activity AS held ON held.id = also.activity_id
    WHERE also.programme_id = programme.id AND held.state = 'done'
    ORDER BY held.starts_at DESC LIMIT 1
)
ORDER BY starts_at DESC
"""


class ActivityQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """All rows for everyone with the permission: what is held, when, where and by whom."""
        return self if user.has_perm("activities.view_activity") else self.none()

    def changeable_by(self, user):
        """All rows for the committee; else those the user logged. Rows kept by another record are changed with it, by nobody here."""
        if not user.has_perm("activities.change_activity"):
            return self.none()
        rows = self.filter(kept_by="")
        if user.has_perm("activities.view_attendance_reason"):
            return rows
        return rows.filter(logged_by=user)

    def planned(self):
        return self.filter(state=Activity.State.PLANNED)

    def done(self):
        return self.filter(state=Activity.State.DONE)

    def not_cancelled(self):
        return self.exclude(state=Activity.State.CANCELLED)

    def due_at(self, moment):
        """待补记录: planned rows that have begun."""
        return self.planned().filter(starts_at__lte=moment)

    def on_the_desk_of(self, user, *, at, count, also):
        """Rows this user is to write up, the next `count` to come and those of the keys `also`, in one query."""
        coming = self.visible_to(user).planned().filter(starts_at__gt=at).order_by("starts_at")
        due = self.due_at(at).changeable_by(user)
        rows = self.filter(
            Q(pk__in=due.values("pk")) | Q(pk__in=coming.values("pk")[:count]) | Q(pk__in=also)
        )
        return rows.with_programme().select_related("opening").order_by("starts_at")

    def within(self, period):
        """Rows that began on a day of the period, in local time."""
        first, after = period.start, period.end + timedelta(days=1)
        return self.filter(starts_at__gte=_midnight(first), starts_at__lt=_midnight(after))

    def from_week_of(self, day):
        """In the order of a list: from the Monday of the day on the soonest first, then what was before, the latest first."""
        is_coming = Q(starts_at__gte=_midnight(week(day).start))
        coming = Case(When(is_coming, then="starts_at"))
        return self.order_by(coming.asc(nulls_last=True), "-starts_at", "pk")

    def last_of(self, programme, party_group=None):
        """The row held last, whose place and host the next will probably share."""
        return self.done().filter(programme=programme, party_group=party_group).first()

    def counting_as(self, kinds):
        """Rows of one of the kinds, by their own programme or a second one."""
        others = Activity.also_counts_as.through.objects.filter(programme__kind__in=kinds)
        return self.filter(Q(programme__kind__in=kinds) | Q(pk__in=others.values("activity")))

    def upcoming_public(self, at):
        """Announced rows that are open to the public and still to come, soonest first."""
        return (
            self.planned()
            .filter(programme__is_public=True, is_announced=True, starts_at__gt=at)
            .select_related("programme")
            .order_by("starts_at", "pk")
        )

    def last_starts_of_life(self):
        """(kind, when the latest row held of it began) of each kind of organisation life, newest first."""
        latest = {}
        for row in self.raw(LATEST_OF_LIFE):
            if row.counted_kind in LIFE:
                latest.setdefault(row.counted_kind, row.starts_at)
        return list(latest.items())

    def with_standing_at(self, moment):
        """Annotate `standing`: the state, or `due` for a planned row that has begun."""
        due = When(state=Activity.State.PLANNED, starts_at__lte=moment, then=Value("due"))
        return self.annotate(standing=Case(due, default=F("state")))

    def with_programme(self):
        """Select the programme and the group, which decide who is expected."""
        return self.select_related("programme", "party_group")

    def with_second_count(self):
        """Annotate `counts_twice`: whether it counts for a second programme too."""
        others = Activity.also_counts_as.through.objects.filter(activity=OuterRef("pk"))
        return self.annotate(counts_twice=Exists(others))

    def with_attendance_counts(self):
        """Annotate `expected_count` (应到) and `present_count` (实到); observers are neither."""
        return self.annotate(
            expected_count=Count("attendances", filter=~Q(attendances__state="observer")),
            present_count=Count("attendances", filter=Q(attendances__state="present")),
        )

    def with_minutes_for(self, user):
        """Annotate `shows_minutes`: what `minutes_visible_to` says of one row already read."""
        if user.has_perm("activities.view_attendance_reason"):
            return self.annotate(shows_minutes=Value(True))
        return self.annotate(shows_minutes=~Q(programme__audience=Audience.COMMITTEE))

    def with_people(self):
        """Prefetch host, speakers and recorder, for `host_names` and the like."""
        parts = self.model._meta.get_field("parts").related_model.objects
        return self.with_programme().prefetch_related(
            Prefetch("parts", parts.select_related("staff", "speaker"))
        )


class Activity(PhotosAwaited, Versioned):
    """活动: one meeting, lesson, lecture or outing of the branch, planned or held."""

    class State(models.TextChoices):
        PLANNED = "planned", "待召开"
        DONE = "done", "已记录"
        CANCELLED = "cancelled", "已取消"

    class Format(models.TextChoices):
        LECTURE = "lecture", "讲座"
        FORUM = "forum", "座谈"
        SALON = "salon", "沙龙"

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="activities", verbose_name="项目"
    )
    also_counts_as = models.ManyToManyField(
        Programme, related_name="+", blank=True, verbose_name="同时计入"
    )
    party_group = models.ForeignKey(
        PartyGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="党小组",
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="共建单位",
    )
    # of 家长学校 alone
    format = models.CharField("形式", max_length=10, choices=Format, blank=True)
    title = models.CharField("活动名称", max_length=80)
    starts_at = models.DateTimeField("时间")
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=40)
    state = models.CharField("状态", max_length=20, choices=State)
    summary = models.TextField("活动情况", max_length=2000, blank=True)
    agenda = models.TextField("议题", max_length=1000, blank=True)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1, default=0)
    psychology_hours = models.DecimalField(
        "其中心理健康教育学时", max_digits=4, decimal_places=1, default=0
    )
    # 到场人数 of an open activity, whose guests are not named
    audience_count = models.PositiveIntegerField("到场人数", null=True, blank=True)
    # whether the user who last saved it may publish on the public home
    is_announced = models.BooleanField("已对外公布", default=False, editable=False)
    cancel_reason = models.CharField("取消原因", max_length=100, blank=True)
    # the key of the `Keeper` whose record writes it; empty: the form of activities
    kept_by = models.CharField("登记于", max_length=20, blank=True, editable=False)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动"
        ordering = ["-starts_at", "-pk"]
        permissions = [
            ("view_attendance_reason", "可以查看缺席人员和原因"),
            ("announce_activity", "可以对外公布活动"),
        ]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="activities_by_start"),
            models.Index(fields=["programme", "-starts_at"], name="activities_by_programme"),
            models.Index(fields=["state", "starts_at"], name="activities_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="activities_activity_ends_after_it_starts",
                violation_error_message="结束时间要晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=0),
                name="activities_activity_hours_not_negative",
                violation_error_message="学时不能是负数。",
            ),
            models.CheckConstraint(
                condition=Q(psychology_hours__gte=0, psychology_hours__lte=F("hours")),
                name="activities_activity_psychology_within_hours",
                violation_error_message="心理健康教育学时不能多于学时。",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                name="activities_activity_cancelled_with_a_reason",
                violation_error_message="请写明取消的原因。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("activities:activity-detail", self.pk)

    @property
    def page_to_join(self):
        """The page on which one signs up, else its own; of many rows the opening is selected with them."""
        return (
            self.opening.get_absolute_url() if hasattr(self, "opening") else self.get_absolute_url()
        )

    def clean(self):
        """Check the group against the programme, which a database constraint cannot read."""
        if self.programme_id is None:
            return
        if self.programme.audience == Audience.GROUP and self.party_group_id is None:
            raise ValidationError({"party_group": "请选择是哪个党小组的会。"})
        if self.programme.audience != Audience.GROUP and self.party_group_id is not None:
            raise ValidationError({"party_group": "只有党小组会才选党小组。"})

    @property
    def series(self):
        """The name of the series: 第一党小组会 for a group's meeting, else the programme's."""
        if self.party_group is None:
            return self.programme.name
        if self.programme.kind == Kind.GROUP_MEETING:
            return f"{self.party_group}会"
        return f"{self.programme}（{self.party_group}）"

    @property
    def is_planned(self):
        return self.state == self.State.PLANNED

    @property
    def is_done(self):
        return self.state == self.State.DONE

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    @property
    def waits_to_be_announced(self):
        """Planned and open to all, but not yet saved by anybody who may announce it."""
        return self.is_planned and self.programme.is_public and not self.is_announced

    @property
    def local_start(self):
        return timezone.localtime(self.starts_at)

    @property
    def day(self):
        return self.local_start.date()

    @property
    def seen_by_public(self):
        """What the public home may show of it: an open activity's facts, of organisation life the day."""
        if self.programme.is_public:
            facts = (self.title, self.starts_at, self.ends_at, self.place)
            return self.state, self.is_announced, *facts
        return (self.state, self.starts_at) if self.programme.area == Area.ORGANISATION else None

    def minutes_visible_to(self, user):
        """Whether the user may read agenda and summary; a committee meeting's are the committee's."""
        return self.programme.audience != Audience.COMMITTEE or user.has_perm(
            "activities.view_attendance_reason"
        )

    def attendance_visible_to(self, user):
        """Whether the user may see who was absent and why: the committee and the user who logged it."""
        return self.logged_by_id == user.pk or user.has_perm("activities.view_attendance_reason")

    @property
    def kinds(self):
        return {self.programme.kind, *(other.kind for other in self.also_counts_as.all())}

    def is_changeable_by(self, user):
        """Whether the user may change it, as `changeable_by` for a row already read."""
        may_change = user.has_perm("activities.change_activity") and not self.kept_by
        return may_change and self.attendance_visible_to(user)

    @property
    def audience_says(self):
        """37 人; of pupils, whose activity a record keeps, 少于5人 where they are few."""
        return headcount_says(self.audience_count) if self.kept_by else f"{self.audience_count} 人"

    def names_of(self, role):
        return "、".join(part.name for part in self.parts.all() if part.role == role)

    @property
    def host_names(self):
        return self.names_of("host")

    @property
    def speaker_names(self):
        return self.names_of("speaker")

    @property
    def public_speaker_names(self):
        """Whom the public reads as its speakers: one from outside only with a consent to be named."""
        speakers = [part for part in self.parts.all() if part.role == "speaker"]
        return "、".join(dict.fromkeys(part.public_name for part in speakers))

    @property
    def recorder_names(self):
        return self.names_of("recorder")

    @property
    def assistant_names(self):
        return self.names_of("assistant")


class ActivityFile(StoredFile):
    """附件: a document of an activity, served to those who may read its minutes."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="files")

    class Meta:
        verbose_name = verbose_name_plural = "活动附件"
        ordering = ["pk"]


class ActivityPhoto(StoredImage):
    """照片: a private picture of an activity; news copies those that may be published."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="photos")
    # of one that followed its record: the key the page gave it
    key = models.UUIDField("照片编号", unique=True, null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "活动照片"
        ordering = ["order", "pk"]
