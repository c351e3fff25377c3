from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.core.periods import Period
from branch.school.models import SchoolClass, Student
from branch.school.models.classes import GRADES

from .hardship import FamilyHardship
from .households import one_a_household, with_standing


class VisitCampaignQuerySet(VersionedQuerySet):
    def running_on(self, day):
        return self.filter(from_on__lte=day, until_on__gte=day)

    def visible_to(self, user, *, on=None):
        """All for the committee; for a head teacher those that concern a student of the class."""
        if user.has_perm("walkins.add_familypairing"):
            return self
        on = on or timezone.localdate()
        classes = SchoolClass.objects.headed_by(user, on=on)
        students = Student.objects.headed_by(user, on=on)
        listed = FamilyHardship.objects.holding_on(on).filter(student__in=students.values("pk"))
        chosen = VisitCampaign.students.through.objects.filter(student__in=students.values("pk"))
        return self.filter(
            Q(school_class__in=classes.values("pk"))
            | Q(entry_year__in=classes.order_by().values("entry_year"))
            | Q(models.Exists(listed), audience=VisitCampaign.Audience.HARDSHIP)
            | Q(
                audience=VisitCampaign.Audience.CHOSEN,
                pk__in=chosen.values("visitcampaign"),
            )
        )


class VisitCampaign(Versioned):
    """走访活动（千名党员访万家）: the families of an audience are visited between two days.

    Which families and which visits belong to it follows from audience and dates; nothing is assigned to it.
    """

    class Audience(models.TextChoices):
        HARDSHIP = "hardship", "困难家庭"
        GRADE = "grade", "一个年级"
        CLASS = "class", "一个班"
        CHOSEN = "chosen", "选定的学生"

    title = models.CharField("名称", max_length=40, default="千名党员访万家")
    from_on = models.DateField("开始日期")
    until_on = models.DateField("结束日期")
    audience = models.CharField("走访对象", max_length=20, choices=Audience)
    # the grade, by the year in which its classes entered
    entry_year = models.PositiveSmallIntegerField("年级", null=True, blank=True)
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="班级"
    )
    students = models.ManyToManyField(Student, related_name="+", blank=True, verbose_name="学生")

    objects = VisitCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访活动"
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="walkins_visitcampaign_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(audience="grade", entry_year__isnull=False, school_class=None)
                | Q(audience="class", entry_year=None, school_class__isnull=False)
                | Q(audience__in=["hardship", "chosen"], entry_year=None, school_class=None),
                name="walkins_visitcampaign_says_for_whom",
                violation_error_message="请选择是哪个年级或哪个班。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("walkins:campaign-detail", self.pk)

    def clean(self):
        """Refuse what the constraints refuse, at the field that has to be changed."""
        refusals = {}
        if self.from_on and self.until_on and self.until_on < self.from_on:
            refusals["until_on"] = "结束日期不能早于开始日期。"
        if self.audience == self.Audience.GRADE and self.entry_year is None:
            refusals["entry_year"] = "请选择年级。"
        if self.audience == self.Audience.CLASS and self.school_class_id is None:
            refusals["school_class"] = "请选择班级。"
        if refusals:
            raise ValidationError(refusals)

    @property
    def period(self):
        return Period(self.from_on, self.until_on, self.title)

    def audience_on(self, day):
        """困难家庭, 初二年级, 初二（3）班 or 选定的学生."""
        if self.audience == self.Audience.GRADE:
            grade = SchoolClass(entry_year=self.entry_year).grade_on(day)
            return f"{GRADES[grade]}年级" if grade in GRADES else f"{self.entry_year}级"
        if self.audience == self.Audience.CLASS:
            return self.school_class.name_on(day)
        return self.get_audience_display()

    def stage_on(self, day):
        """进行中, 未开始 or 已结束."""
        if day < self.from_on:
            return "未开始"
        return "已结束" if day > self.until_on else "进行中"

    def students_on(self, day):
        """The students on the roll of the day whom it is for, with their class."""
        rows = Student.objects.on_roll_with_class_on(day)
        if self.audience == self.Audience.GRADE:
            return rows.filter(entry_year=self.entry_year)
        if self.audience == self.Audience.CLASS:
            own = SchoolClass.objects.filter(pk=self.school_class_id)
            return rows.in_classes(own, on=day)
        if self.audience == self.Audience.HARDSHIP:
            listed = FamilyHardship.objects.holding_on(day)
            return rows.filter(pk__in=listed.order_by().values("student"))
        return rows.filter(pk__in=self.students.order_by().values("pk"))

    def households_for(self, user, *, on, with_phone):
        """A student for each household whom the user may read, with `standing`; of a past campaign as it ended."""
        students = self.students_on(min(on, self.until_on))
        if not user.has_perm("walkins.add_familypairing"):
            students = students.filter(pk__in=Student.objects.headed_by(user, on=on).values("pk"))
        rows = one_a_household(students)
        return with_standing(rows, period=self.period, with_phone=with_phone)
