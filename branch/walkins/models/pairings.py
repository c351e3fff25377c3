from django.conf import settings
from django.db import models
from django.db.models import DateField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from branch.core.figures import figure
from branch.core.models import Versioned, VersionedQuerySet
from branch.members.models import Member
from branch.school.models import Enrolment, SchoolClass, Student
from branch.school.models.calendar import school_days_before

from .needs import SupportNeed


def contact_horizon(on):
    """The day before which a last contact is too long ago; holidays do not count."""
    return school_days_before(on, figure("walkins.contact_days", on=on))


class PairingQuerySet(VersionedQuerySet):
    def active(self):
        return self.filter(ended_on=None)

    def active_on(self, day):
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)

    def held_by(self, user):
        """One's own running pairings: an ended one is nobody's own any more."""
        return self.active().filter(member__staff__user=user)

    def recordable_by(self, user):
        """Those one may record a contact for: one's own, and for the committee every running one."""
        return self.active() if user.has_perm("walkins.add_pairing") else self.held_by(user)

    def visible_to(self, user, *, on=None):
        """All for the committee; one's own until they end; a head teacher's class.

        The counsellor sees those of students with an open need.
        """
        on = on or timezone.localdate()
        if user.has_perm("walkins.add_pairing"):
            return self
        headed = Student.objects.in_classes(SchoolClass.objects.headed_by(user, on=on), on=on)
        rows = Q(member__staff__user=user, ended_on=None) | Q(student__in=headed.values("pk"))
        if user.has_perm("walkins.follow_open_needs"):
            rows |= Q(student__in=SupportNeed.objects.open().values("student"))
        return self.filter(rows)

    def with_class_on(self, day):
        """Annotate the student's class on that day, for `class_name` and `in_class_order`."""
        here = Enrolment.objects.active_on(day).filter(student=OuterRef("student"))
        return self.annotate(
            as_of=Value(day, DateField()),
            entry_year=Subquery(here.values("school_class__entry_year")[:1]),
            class_number=Subquery(here.values("school_class__number")[:1]),
        )

    def with_last_contact(self, on):
        """Annotate `last_contact_on` and `waits_since`: that day, or the first day of the pairing."""
        touched = self.model.contacts.through.objects.filter(
            pairing=OuterRef("pk"), happened_on__lte=on
        ).order_by("-happened_on")
        last = Subquery(touched.values("happened_on")[:1])
        return self.annotate(
            as_of=Value(on, DateField()),
            last_contact_on=last,
            waits_since=Coalesce(last, "started_on"),
        )

    def overdue_on(self, day):
        """待联系: running pairings without a contact for longer than the figure allows."""
        waiting = self.active_on(day).with_last_contact(day)
        return waiting.filter(waits_since__lt=contact_horizon(day))

    def in_class_order(self):
        """By grade, class and student number; needs `with_class_on`."""
        return self.order_by(
            F("entry_year").desc(nulls_last=True), "class_number", "student__number", "pk"
        )


class Pairing(Versioned):
    """结对: one member's standing commitment to one student."""

    class EndReason(models.TextChoices):
        GOAL_MET = "goal_met", "目标达成"
        ON_REQUEST = "on_request", "学生或家长要求更换"
        GRADUATED = "graduated", "毕业"
        TRANSFERRED = "transferred", "转学"
        MEMBER_MOVED = "member_moved", "党员调动"
        OTHER = "other", "其他"

    class Outcome(models.TextChoices):
        DONE = "done", "办结"
        HANDED_OVER = "handed_over", "交接"
        PAUSED = "paused", "暂停"

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="pairings", verbose_name="结对党员"
    )
    student = models.ForeignKey(
        Student, models.PROTECT, related_name="pairings", verbose_name="学生"
    )
    started_on = models.DateField("结对日期")
    guardian_informed_on = models.DateField("监护人知情")
    student_agreed_on = models.DateField("学生同意", null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="安排人"
    )
    ended_on = models.DateField("结束日期", null=True, blank=True)
    end_reason = models.CharField("结束原因", max_length=20, choices=EndReason, blank=True)
    outcome = models.CharField("结果", max_length=20, choices=Outcome, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结对"
        ordering = ["-started_on", "pk"]
        indexes = [
            # Its twin on (member) is the unique index below, which begins with the member.
            models.Index(
                fields=["student"],
                condition=Q(ended_on=None),
                name="walkins_pairing_active_student",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "student"],
                condition=Q(ended_on=None),
                name="walkins_pairing_one_active_per_member_and_student",
                violation_error_message="该党员已与这名学生结对。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="walkins_pairing_ends_after_it_starts",
                violation_error_message="结束日期不能早于结对日期。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="", outcome="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="") & ~Q(outcome="")),
                name="walkins_pairing_ends_with_reason_and_outcome",
                violation_error_message="结束结对时请选择原因和结果。",
            ),
        ]

    def __str__(self):
        return f"{self.member} — {self.student}"

    def get_absolute_url(self):
        return reverse("walkins:pairing-detail", args=[self.pk])

    @property
    def is_active(self):
        return self.ended_on is None

    @property
    def class_name(self):
        """初二（3）班; needs `with_class_on`."""
        if self.entry_year is None:
            return "未在班"
        return SchoolClass(entry_year=self.entry_year, number=self.class_number).name_on(self.as_of)

    @property
    def days_waited(self):
        """Days since the last contact or, before the first, since the pairing began; needs `with_last_contact`."""
        return (self.as_of - self.waits_since).days

    def covers(self, day):
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)
