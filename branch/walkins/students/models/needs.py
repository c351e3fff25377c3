from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.dated import NOT_VOID, RUNNING, DayBefore, Voidable, VoidableQuerySet
from branch.school.models import Student

from .students import AboutStudent, AboutStudentQuerySet


class SupportNeedQuerySet(VoidableQuerySet, AboutStudentQuerySet):
    def open(self):
        return self.filter(RUNNING)

    def open_on(self, day):
        return self.filter(RUNNING | Q(until_on__gte=day), raised_on__lte=day)

    def as_listed_on(self, day):
        """Rows with everything a list shows, in class order."""
        return self.select_related("student").with_class_on(day).in_class_order()

    def with_pairing_count(self):
        """Annotate how many members are paired with the student."""
        running = Count("pairings", filter=Q(pairings__until_on=None))
        counted = Student.objects.filter(pk=OuterRef("student")).annotate(count=running)
        return self.annotate(pairing_count=Subquery(counted.values("count")))

    def visible_to(self, user, *, on=None):
        """All for the committee; else those of one's class as head teacher or of one's paired students.

        The counsellor also sees the needs of every student with an open one.
        """
        on = on or timezone.localdate()
        if user.has_perm("walkins.add_pairing"):
            return self
        headed = Student.objects.headed_by(user, on=on)
        paired = Student.objects.filter(pairings__member__staff__user=user, pairings__until_on=None)
        rows = Q(student__in=headed.values("pk")) | Q(student__in=paired.values("pk"))
        if user.has_perm("walkins.follow_open_needs"):
            rows |= Q(student__in=SupportNeed.objects.open().values("student"))
        return self.filter(rows)


class SupportNeed(Voidable, AboutStudent):
    """帮扶需求: the kind of support a student needs, in neutral words, from a day until it is met."""

    class Kind(models.TextChoices):
        LEARNING = "learning", "学业帮扶"
        LIVING = "living", "生活帮扶"
        COMPANY = "company", "成长陪伴"
        HOME_CARE = "home_care", "家庭照护支持"
        ADJUSTMENT = "adjustment", "环境适应支持"

    class RaisedAs(models.TextChoices):
        HEAD = "head", "班主任提出"
        SCHOOL = "school", "学校提出"

    class CloseReason(models.TextChoices):
        MET = "met", "目标达成"
        LEFT = "left", "毕业或转学"
        DECLINED = "declined", "学生或家长不再需要"
        MISTAKEN = "mistaken", "登记有误"

    student = models.ForeignKey(Student, models.PROTECT, related_name="needs", verbose_name="学生")
    kind = models.CharField("帮扶类别", max_length=20, choices=Kind)
    raised_on = models.DateField("提出日期")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    # The origin that every page shows; for a counsellor's need always 学校提出.
    raised_as = models.CharField("来源", max_length=10, choices=RaisedAs)
    until_on = models.DateField("最后一天", null=True, blank=True)
    close_reason = models.CharField("办结原因", max_length=20, choices=CloseReason, blank=True)

    objects = SupportNeedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶需求"
        ordering = ["raised_on", "pk"]
        indexes = [
            models.Index(
                fields=["student"], condition=RUNNING & NOT_VOID, name="walkins_need_open_student"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "kind"],
                condition=RUNNING & NOT_VOID,
                name="walkins_supportneed_one_open_per_student_and_kind",
                violation_error_message="这名学生已有同一类帮扶需求，还没有办结。",
            ),
            models.CheckConstraint(
                condition=RUNNING | Q(until_on__gte=DayBefore(F("raised_on"))),
                name="walkins_supportneed_closes_after_it_is_raised",
                violation_error_message="办结日期不能早于提出日期。",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None, close_reason="")
                | (Q(until_on__isnull=False) & ~Q(close_reason="")),
                name="walkins_supportneed_closes_with_a_reason",
                violation_error_message="办结时请选择原因。",
            ),
        ]

    def __str__(self):
        return f"{self.student} {self.get_kind_display()}"

    @property
    def is_open(self):
        return self.until_on is None

    def overlaps(self, pairing):
        """Whether the need was open at some time while the pairing ran."""
        begins_in_time = pairing.until_on is None or self.raised_on <= pairing.until_on
        return begins_in_time and (self.until_on is None or self.until_on >= pairing.started_on)

    def get_absolute_url(self):
        return address_of("walkins:need-list")


def students_to_raise_for(user, *, on):
    """Students the user may raise a need for: on the roll and visible to the user."""
    return Student.objects.on_roll_with_class_on(on).visible_to(user, on=on)


def students_in_need(on):
    """Students on the roll with an open need and their class; `needy_since` is the day the oldest was raised."""
    needs = SupportNeed.objects.open_on(on)
    oldest = needs.filter(student=OuterRef("pk")).order_by("raised_on")
    return (
        Student.objects.on_roll_with_class_on(on)
        .filter(pk__in=needs.values("student"))
        .annotate(needy_since=Subquery(oldest.values("raised_on")[:1]))
    )


def students_in_need_seen_by(user, *, on):
    """Students in need, of whom the user may see a need, in class order."""
    needs = SupportNeed.objects.open_on(on).visible_to(user, on=on)
    seen = students_in_need(on).filter(pk__in=needs.values("student"))
    return seen.in_class_order()
