from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from branch.school.models import SchoolClass
from branch.school.models.classes import GRADES

from .openings import ParentOpening


class FamilyTurnout(models.Model):
    """家长到场人数: how many people came of a class or, of those who had not signed up, of a grade.

    It changes with each tick at the door, so that it stays when the sign-ups are deleted.
    """

    opening = models.ForeignKey(ParentOpening, models.CASCADE, related_name="turnouts")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, null=True, related_name="+")
    grade = models.PositiveSmallIntegerField("年级", null=True, choices=list(GRADES.items()))
    came_count = models.PositiveIntegerField("到场人数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "家长到场人数"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "school_class"],
                condition=Q(grade=None),
                name="service_familyturnout_once_of_a_class",
            ),
            models.UniqueConstraint(
                fields=["opening", "grade"],
                condition=Q(school_class=None),
                name="service_familyturnout_once_of_a_grade",
            ),
            models.CheckConstraint(
                condition=Q(school_class=None, grade__isnull=False)
                | Q(school_class__isnull=False, grade=None),
                name="service_familyturnout_of_a_class_or_a_grade",
                violation_error_message="到场人数按班级或按年级记。",
            ),
            models.CheckConstraint(
                condition=Q(came_count__gte=0),
                name="service_familyturnout_not_negative",
                violation_error_message="人数不能是负数。",
            ),
        ]

    def __str__(self):
        return f"{self.came_count} 人"

    def says_on(self, day):
        """初二（3）班; of those who had not signed up 初二（没有报名）."""
        if self.school_class:
            return self.school_class.name_on(day)
        return f"{GRADES[self.grade]}（没有报名）"


def people_at(rows, name):
    """A subquery of an activity: the sum of a column over the rows of its opening; None for no rows."""
    own = rows.filter(opening__activity=OuterRef("pk")).order_by().values("opening")
    return Subquery(own.annotate(people=Sum(name)).values("people"))


def with_came(activities):
    """Annotate `came_people`, 到场人数: what the record says, else what was counted at the door; None where nobody counted."""
    counted = people_at(FamilyTurnout.objects.all(), "came_count")
    written = NullIf("audience_count", Value(0))
    return activities.annotate(came_people=Coalesce(written, counted, "audience_count"))


def came_of(opening):
    """How many people came to an event, with and without a sign-up."""
    return opening.turnouts.aggregate(people=Sum("came_count"))["people"] or 0
