from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from branch.activities.models import Activity, ActivityPart
from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.core.periods import school_year
from branch.core.wording import headcount_says
from branch.school.models import SchoolClass
from branch.school.models.calendar import Calendar

from .postings import ClassPosting


class SessionTheme(models.Model):
    """团辅主题: a theme of class sessions, from a library that the school may change."""

    name = models.CharField(
        "主题", max_length=30, unique=True, error_messages={"unique": "已有同名的主题。"}
    )
    about = models.CharField("说明", max_length=100, blank=True)
    is_active = models.BooleanField("在用", default=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "团辅主题"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


# the key of the `Keeper` of their activities
KEPT_BY = "class_session"


def classes_to_record(user, *, on):
    """The classes in school whose sessions the user may plan and record."""
    if user.has_perm("walkins.record_every_classsession"):
        return SchoolClass.objects.in_school_on(on)
    if user.has_perm("walkins.add_classsession"):
        return SchoolClass.objects.headed_by(user, on=on)
    return SchoolClass.objects.none()


def classes_linked_to(user, *, on):
    """The classes that the user heads or is linked to."""
    linked = ClassPosting.objects.held_by(user, on=on).order_by()
    headed = SchoolClass.objects.headed_by(user, on=on)
    own = Q(pk__in=linked.values("school_class")) | Q(pk__in=headed.values("pk"))
    return SchoolClass.objects.filter(own)


class ClassSessionQuerySet(VersionedQuerySet):
    def done(self):
        return self.filter(activity__state=Activity.State.DONE)

    def planned(self):
        return self.filter(activity__state=Activity.State.PLANNED)

    def not_cancelled(self):
        return self.exclude(activity__state=Activity.State.CANCELLED)

    def within(self, period):
        """Sessions that began on a day of the period."""
        held = Activity.objects.within(period).order_by().values("pk")
        return self.filter(activity__in=held)

    def of_year(self, day):
        """Sessions of the school year of a day, and those planned for a later one."""
        return self.filter(activity__starts_at__date__gte=school_year(day).start)

    def to_be_moved(self, days):
        """The planned ones on those of these days that the school has marked as holidays or exams, as a list.

        Each has the mark as `off_says`.
        """
        calendar = Calendar(min(days), max(days))
        rows = self.planned().filter(activity__starts_at__date__in=days)
        rows = list(rows.select_related("activity", "school_class").order_by("activity__starts_at"))
        for session in rows:
            session.off_says = calendar.off_says(session.day)
        return [session for session in rows if session.off_says]

    def with_people(self):
        """With all that a page of a session shows."""
        rows = self.select_related("school_class", "theme", "activity__programme")
        parts = ActivityPart.objects.select_related("staff")
        return rows.prefetch_related(Prefetch("activity__parts", parts))

    def changeable_by(self, user, *, on):
        """Those of the classes whose sessions the user records, but for cancelled ones.

        Those of a school year that is over only for who records them for every class: its ledgers are made.
        """
        classes = classes_to_record(user, on=on)
        rows = self.not_cancelled().filter(school_class__in=classes.values("pk"))
        return rows if user.has_perm("walkins.record_every_classsession") else rows.of_year(on)

    def visible_to(self, user, *, on=None):
        """All for those who record them for every class; those of one's class or of one that one is linked to.

        Colleagues who led a session or helped, or are to do so, read it, too.
        """
        if user.has_perm("walkins.record_every_classsession"):
            return self
        on = on or timezone.localdate()
        headed = SchoolClass.objects.headed_by(user, on=on)
        linked = ClassPosting.objects.held_by(user, on=on)
        own = ActivityPart.objects.filter(staff__user=user).order_by()
        return self.filter(
            Q(school_class__in=headed.values("pk"))
            | Q(school_class__in=linked.order_by().values("school_class"))
            | Q(activity__in=own.values("activity"))
        )


class ClassSession(Versioned):
    """班级团辅: what a session of a class has beyond its activity, which holds day, people, headcount and photos."""

    activity = models.OneToOneField(
        Activity, models.CASCADE, related_name="class_session", verbose_name="活动"
    )
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, related_name="sessions", verbose_name="班级"
    )
    theme = models.ForeignKey(
        SessionTheme, models.PROTECT, related_name="sessions", verbose_name="主题"
    )
    # of the pupils as the leader saw it; a figure about the session, never about a person
    feedback = models.PositiveSmallIntegerField(
        "学生反馈",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    feedback_line = models.CharField("反馈情况", max_length=100, blank=True)
    applied = models.CharField("学到的怎么用上", max_length=100, blank=True)

    objects = ClassSessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "班级团辅"
        ordering = ["-activity__starts_at", "-pk"]
        permissions = [("record_every_classsession", "可以记录每个班的团辅")]
        constraints = [
            models.CheckConstraint(
                condition=Q(feedback=None) | Q(feedback__range=(1, 5)),
                name="walkins_classsession_feedback_from_1_to_5",
                violation_error_message="学生反馈选 1 到 5。",
            ),
        ]

    def __str__(self):
        return f"班级团辅 {self.pk}"

    def get_absolute_url(self):
        return address_of("walkins:session-detail", self.pk)

    @property
    def is_done(self):
        return self.activity.state == Activity.State.DONE

    @property
    def few_say(self):
        """37 人, for a reader to whom a count below five is not told."""
        return headcount_says(self.activity.audience_count)

    @property
    def day(self):
        return self.activity.day

    @property
    def class_name(self):
        """The name of the class on the day of the session."""
        return self.school_class.name_on(self.day)

    @property
    def leaders(self):
        return self._who("host")

    @property
    def companions(self):
        return self._who("assistant")

    def _who(self, role):
        return [part.staff for part in self.activity.parts.all() if part.role == role]

    @property
    def photos_awaited(self):
        """How many photos of it are still to follow, as its activity counts them."""
        return self.activity.photos_awaited
