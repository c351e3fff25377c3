from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from branch.core.models import Versioned, VersionedQuerySet
from branch.school.models import Staff, Student

from .activities import Activity
from .openings import Opening, Slot

OLD_ENOUGH = 14  # years, from which a pupil may be in the Youth League


def is_old_enough(student, *, on):
    """Whether a pupil is 14 on the day; of one without a birthday nobody knows."""
    born = student.born_on
    return born is not None and (on.year - OLD_ENOUGH, on.month, on.day) >= (
        born.year,
        born.month,
        born.day,
    )


class RegistrationQuerySet(VersionedQuerySet):
    def standing(self):
        """Rows that were not withdrawn."""
        return self.exclude(state=Registration.State.WITHDRAWN)

    def placed(self):
        return self.filter(state=Registration.State.PLACED)

    def waiting(self):
        return self.filter(state=Registration.State.WAITING)

    def of_staff(self):
        return self.filter(student=None)

    def of_pupils(self):
        return self.filter(staff=None)

    def of(self, user):
        """Rows of the colleague who has this sign-in."""
        return self.filter(staff__user=user)

    def listed(self):
        """Rows that the lists of an event name, in the order in which they came."""
        return self.standing().select_related("staff", "slot").order_by("slot", "number")

    def pupils_named_to(self, user, *, opening, at):
        """Rows of pupils whose names the user reads until it is over.

        A leading teacher reads all; the one who entered a pupil reads that row while in charge of the pupil.
        """
        rows = self.of_pupils().filter(opening=opening)
        if opening.is_over_at(at):
            return rows.none()
        if Opening.objects.led_by(user).filter(pk=opening.pk).exists():
            return rows
        own = Student.objects.private_to(user, on=timezone.localdate(at))
        return rows.filter(entered_by__user=user, student__in=own.order_by().values("pk"))

    def proposed(self):
        """待确认: rows with hours that no second person has seen."""
        return self.standing().filter(hours__isnull=False, confirmed_by=None)

    def confirmed(self):
        return self.filter(hours__isnull=False, confirmed_by__isnull=False)

    def confirmable_by(self, user):
        """Proposals that the user may confirm: of openings they run, neither own nor entered by them."""
        return self.proposed_by_others(user).filter(
            opening__in=Opening.objects.run_by(user).values("pk")
        )

    def proposed_by_others(self, user):
        """Proposals that are neither the user's own nor entered by them."""
        entered = Q(state=Registration.State.ADDED, entered_by__user=user)
        return self.proposed().exclude(entered).exclude(staff__user=user)

    def held_within(self, period):
        """Rows of activities that began in the period."""
        held = Activity.objects.within(period).not_cancelled()
        return self.filter(opening__activity__in=held.order_by().values("pk"))

    def latest_first(self):
        rows = self.select_related("slot", "opening__activity__programme", "confirmed_by")
        return rows.order_by("-opening__activity__starts_at", "-pk")


class Registration(Versioned):
    """报名记录: a colleague or a pupil in a role of an event, placed or waiting; later their hours of service."""

    class State(models.TextChoices):
        PLACED = "placed", "已报名"
        WAITING = "waiting", "候补"
        WITHDRAWN = "withdrawn", "已取消"
        # who was not on the list and came
        ADDED = "added", "补登"

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="registrations")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="registrations")
    # given under the lock of the slot; the place in the queue is counted from it
    number = models.PositiveIntegerField("序号")
    staff = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name="教职工",
    )
    student = models.ForeignKey(
        Student, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学生"
    )
    is_league_member = models.BooleanField("团员", default=False)
    consent_on = models.DateField("监护人同意日期", null=True, blank=True)
    state = models.CharField("状态", max_length=20, choices=State)
    entered_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    # when a place became free for one who waited
    moved_up_at = models.DateTimeField("补上时间", null=True, blank=True)
    # 未到: of one who was placed and did not come
    is_absent = models.BooleanField("未到", default=False)
    hours = models.DecimalField("服务时长", max_digits=3, decimal_places=1, null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    confirmed_on = models.DateField("确认日期", null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报名记录"
        ordering = ["pk"]
        permissions = [("enter_pupils", "可以登记学生志愿者")]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "number"],
                name="activities_registration_number_once",
                violation_error_message="这个序号已经用过了。",
            ),
            models.UniqueConstraint(
                fields=["opening", "staff"],
                condition=~Q(state="withdrawn"),
                name="activities_registration_staff_once",
                violation_error_message="一场活动一人报一个岗位。",
            ),
            models.UniqueConstraint(
                fields=["opening", "student"],
                condition=~Q(state="withdrawn"),
                name="activities_registration_student_once",
                violation_error_message="这名学生已经登记过了。",
            ),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, student=None)
                | Q(staff=None, student__isnull=False),
                name="activities_registration_staff_or_student",
                violation_error_message="一条报名是一名教职工或一名学生的。",
            ),
            models.CheckConstraint(
                condition=Q(student=None, consent_on=None, is_league_member=False)
                | Q(student__isnull=False, consent_on__isnull=False),
                name="activities_registration_pupil_with_consent",
                violation_error_message="学生参加要有监护人同意的日期。",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0, hours__lte=24, student=None),
                name="activities_registration_hours_of_colleagues",
                violation_error_message="服务时长要多于 0 小时，不超过 24 小时。",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(state__in=["placed", "added"], is_absent=False),
                name="activities_registration_hours_of_who_came",
                violation_error_message="未到的没有服务时长。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_on=None)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="activities_registration_confirmed_with_its_day",
                violation_error_message="确认的时长要有确认日期。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("staff")),
                name="activities_registration_not_confirmed_by_oneself",
                violation_error_message="自己的服务时长由别人确认。",
            ),
            models.CheckConstraint(
                condition=~Q(state="added")
                | Q(confirmed_by=None)
                | ~Q(confirmed_by=F("entered_by")),
                name="activities_registration_added_seen_by_a_second",
                violation_error_message="事后补登的时长由另一个人确认。",
            ),
        ]

    def __str__(self):
        return str(self.staff) if self.staff_id else f"学生志愿者 {self.pk}"

    @property
    def is_placed(self):
        return self.state == self.State.PLACED

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    def is_league_member_on(self, day):
        """Whether a pupil is called 团员 if the event is on the day, which may have been moved; needs `student`."""
        return self.is_league_member and is_old_enough(self.student, on=day)

    @property
    def is_added(self):
        return self.state == self.State.ADDED

    @property
    def is_confirmed(self):
        return self.hours is not None and self.confirmed_by_id is not None

    @property
    def place_in_queue(self):
        """How many wait in this role up to and with this row."""
        rows = Registration.objects.waiting().filter(slot=self.slot_id, number__lte=self.number)
        return rows.count()
