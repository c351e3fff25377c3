"""The numbers that replace names in the ledgers of a term, dealt anew each term by `deal_roll_numbers`."""

from django.db import models

from .calendar import OfTermQuerySet, Term
from .students import Family, Student


class TermNumber(models.Model):
    """A number by which ledgers of a term mean somebody, once in the term."""

    objects = OfTermQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["term", "number"], name="%(app_label)s_%(class)s_once_per_term"
            )
        ]

    def __str__(self):
        return self.number


class RollNumber(TermNumber):
    """学生编号: the number of a student in the ledgers of a term, which do not show names."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="roll_numbers")
    student = models.ForeignKey(Student, models.CASCADE, related_name="roll_numbers")
    number = models.CharField("学生编号", max_length=10)

    class Meta(TermNumber.Meta):
        verbose_name = verbose_name_plural = "学生编号"
        constraints = [
            *TermNumber.Meta.constraints,
            models.UniqueConstraint(
                fields=["term", "student"], name="school_rollnumber_one_per_student_and_term"
            ),
        ]


class FamilyNumber(TermNumber):
    """家庭编号: the number of a family in the ledgers of a term, which do not show names."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="family_numbers")
    family = models.ForeignKey(Family, models.CASCADE, related_name="family_numbers")
    number = models.CharField("家庭编号", max_length=10)

    class Meta(TermNumber.Meta):
        verbose_name = verbose_name_plural = "家庭编号"
        constraints = [
            *TermNumber.Meta.constraints,
            models.UniqueConstraint(
                fields=["term", "family"], name="school_familynumber_one_per_family_and_term"
            ),
        ]
