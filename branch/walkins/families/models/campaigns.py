from django.db import models
from django.db.models import F, Q

from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.school.models import SchoolClass, Student


class VisitCampaignQuerySet(VersionedQuerySet):
    def running_on(self, day):
        return self.filter(from_on__lte=day, until_on__gte=day)


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
