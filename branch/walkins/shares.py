"""Rows that tie a record of one day to one student: the class and the number the student had on that day."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from branch.school.models import Enrolment, RollNumber, SchoolClass


class ShareQuerySet(models.QuerySet):
    """A subclass names in `student_path` the way from its rows to the student."""

    student_path = "student"

    def in_period(self, period):
        return self.filter(happened_on__range=(period.start, period.end))

    def with_class_then(self):
        """Annotate the student's class on the day of the record, for `class_name`."""
        here = Enrolment.objects.filter(
            Q(until_on=None) | Q(until_on__gte=OuterRef("happened_on")),
            student=OuterRef(self.student_path),
            from_on__lte=OuterRef("happened_on"),
        )
        return self.annotate(
            entry_year=Subquery(here.values("school_class__entry_year")[:1]),
            class_number=Subquery(here.values("school_class__number")[:1]),
        )

    def with_roll_number(self):
        """Annotate `roll_number`: the number that replaces the student's name in ledgers of that term."""
        numbers = RollNumber.objects.filter(student=OuterRef(self.student_path))
        numbers = numbers.in_term_of(OuterRef(OuterRef("happened_on")))
        return self.annotate(roll_number=Subquery(numbers.values("number")[:1]))


class Share(models.Model):
    """A share of a record in one student; it repeats the record's day, so that one index finds the last one."""

    happened_on = models.DateField("日期")

    class Meta:
        abstract = True

    @property
    def class_name(self):
        """初二（3）班 on the day of the record; needs `with_class_then`."""
        if self.entry_year is None:
            return "未在班"
        school_class = SchoolClass(entry_year=self.entry_year, number=self.class_number)
        return school_class.name_on(self.happened_on)
