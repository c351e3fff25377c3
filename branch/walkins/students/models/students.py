from django.db.models import DateField, F, Value

from branch.core.models import Versioned, VersionedQuerySet
from branch.school.models import SchoolClass
from branch.school.models.classes import class_on


class AboutStudentQuerySet(VersionedQuerySet):
    """Rows that are each about one student."""

    def with_class_on(self, day):
        """Annotate the student's class on that day, for `class_name` and `in_class_order`."""
        return self.annotate(as_of=Value(day, DateField()), **class_on(day, "student__"))

    def in_class_order(self):
        """By grade, class and student number; needs `with_class_on`."""
        return self.order_by(
            F("entry_year").desc(nulls_last=True), "class_number", "student__number", "pk"
        )


class AboutStudent(Versioned):
    """A row about one student, with the name of the student's class."""

    class Meta:
        abstract = True

    @property
    def class_name(self):
        """初二（3）班; needs `with_class_on`."""
        if self.entry_year is None:
            return "未在班"
        return SchoolClass(entry_year=self.entry_year, number=self.class_number).name_on(self.as_of)
