from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from branch.core.figures import figure
from branch.core.periods import says_year, school_year
from branch.school.models import Family, SchoolClass, Student
from branch.walkins.figures import HARDSHIP_KEPT

from .pairings import FamilyPairing, families_known_to


def first_year_kept(on):
    """The earliest school year of which rows are kept on a day."""
    return school_year(on).start.year - figure(HARDSHIP_KEPT.key, on=on)


class FamilyHardshipQuerySet(models.QuerySet):
    def holding_on(self, day):
        """Rows of the school year of a day."""
        return self.filter(first_year=school_year(day).start.year)

    def expired_on(self, day):
        """Rows whose school year is over for as long as the figure of the day keeps them."""
        return self.filter(first_year__lt=first_year_kept(day))

    def visible_to(self, user, *, on=None):
        """Rows of families that the user may read: `families_known_to`."""
        known = families_known_to(user, on=on or timezone.localdate())
        return self.filter(student__family__in=known.values("pk"))


class FamilyHardship(models.Model):
    """困难认定: the school confirmed for a school year that a student's family is in hardship.

    The list is that of the school's aid office. It has no grade, cause or income, and no field for one.
    """

    student = models.ForeignKey(
        Student, models.PROTECT, related_name="hardships", verbose_name="学生"
    )
    first_year = models.PositiveSmallIntegerField("学年（起始年）")

    objects = FamilyHardshipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "困难认定"
        ordering = ["-first_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "first_year"],
                name="walkins_familyhardship_once_a_year",
                violation_error_message="这名学生本学年已在认定名单里。",
            )
        ]

    def __str__(self):
        return f"困难认定 {self.pk}"

    @property
    def school_year_says(self):
        return says_year(self.first_year)


def hardship_families(on):
    """Families of which a student on the roll is confirmed for the school year of the day, as `named_by` says."""
    # the few that are listed first: SQLite would try every family with every student on the roll
    listed = FamilyHardship.objects.holding_on(on).values("student")
    here = Student.objects.on_roll_on(on).filter(pk__in=listed).order_by()
    return named_by(Student.objects.all(), on=on).filter(pk__in=here.values("family"))


def families_to_pair(on):
    """待结对家庭: hardship families of which no running pairing has a member who is here."""
    paired = FamilyPairing.objects.with_member_in_school_on(on).filter(family=OuterRef("pk"))
    rows = hardship_families(on).filter(~Exists(paired))
    return rows.order_by("-entry_year", "class_number", "pk")


def named_by(children, *, on):
    """Families of these students on the roll, each named, as 李明家, by the first one in the order of 学号.

    That one is `child_id`, `child_name`, `child_keys`, and in the class `entry_year`, `class_number`.
    """
    here = children.on_roll_with_class_on(on).filter(family=OuterRef("pk"))
    first = here.order_by("number")
    columns = {"child_name": "name", "child_keys": "name_keys", "child_id": "pk"}
    columns |= {"entry_year": "entry_year", "class_number": "class_number"}
    return Family.objects.filter(Exists(first)).annotate(
        **{name: Subquery(first.values(column)[:1]) for name, column in columns.items()}
    )


def named_like(families, typed):
    """Those rows of `named_by` whose name a typed text finds, as it finds students."""
    return families.filter(child_id__in=Student.objects.matching(typed).order_by().values("pk"))


def class_name_of(family, *, on):
    """初二（3）班 of a row of `named_by`."""
    school_class = SchoolClass(entry_year=family.entry_year, number=family.class_number)
    return school_class.name_on(on)
