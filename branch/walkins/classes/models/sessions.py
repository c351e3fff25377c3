from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from branch.activities.models import Activity
from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.school.models import SchoolClass

from .postings import ClassPosting
from .rolls import headcount_says


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


class ClassSessionQuerySet(VersionedQuerySet):
    def done(self):
        return self.filter(activity__state=Activity.State.DONE)

    def planned(self):
        return self.filter(activity__state=Activity.State.PLANNED)

    def within(self, period):
        """Sessions that began on a day of the period."""
        held = Activity.objects.within(period).order_by().values("pk")
        return self.filter(activity__in=held)

    def visible_to(self, user, *, on=None):
        """All for those who record them for every class; those of one's class or of one that one is linked to.

        Whoever led a session or was there as a companion reads it, too.
        """
        if user.has_perm("walkins.record_every_classsession"):
            return self
        on = on or timezone.localdate()
        headed = SchoolClass.objects.headed_by(user, on=on)
        linked = ClassPosting.objects.held_by(user, on=on)
        return self.filter(
            Q(school_class__in=headed.values("pk"))
            | Q(school_class__in=linked.order_by().values("school_class"))
            | Q(activity__in=Activity.objects.filter(attendances__staff__user=user).values("pk"))
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
