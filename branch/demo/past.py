"""The past of the demo school: pupils who moved or left, former head teachers, former teaching.

Built last and without random numbers, so that the numbers drawn for the rest do not change.
"""

from datetime import date

from branch.school.actions import (
    appoint_head,
    enrol,
    move_student,
    record_departure,
    record_leaving,
    record_staff,
)
from branch.school.models import Enrolment, HeadTeacherPost, Student, Teaching, Term

from .pupils import PUPIL_COUNT
from .school import PUPIL_NUMBER, STAFF_COUNT, STAFF_NUMBER

# index in a class of a pupil without a need
INDEX = 20
MOVED_FROM, MOVED_TO = (1, 7), (1, 8)
REPEATED_FROM, REPEATED_TO = (3, 6), (2, 6)
LEAVERS = (((2, 1), "时雨禾", "f", 30), ((3, 3), "易南乔", "m", 9))
FORMER_HEAD_CLASS, FORMER_HEAD = (3, 8), "欧静波"
REMARKS = {40: "住校", 140: "走读", 340: "校车接送"}


class Past:
    """Adds earlier years to a school that is already built."""

    def __init__(self, days, classes, *, by):
        self.days, self.classes, self.by = days, classes, by

    def build(self):
        self._swap()
        self._repeat()
        for n, (key, name, gender, ago) in enumerate(LEAVERS, start=1):
            self._leave(PUPIL_NUMBER.format(PUPIL_COUNT + n), key, name, gender, ago)
        self._former_head()
        self._taught_before()
        for n, remark in REMARKS.items():
            Student.objects.filter(number=PUPIL_NUMBER.format(n)).update(remark=remark)

    def _pupil_of(self, key):
        rows = Enrolment.objects.filter(school_class=self.classes[key], until_on=None)
        return rows.order_by("student__number")[INDEX].student

    def _swap(self):
        """Move two pupils into each other's class some weeks into the term."""
        on = max(self.days.before(35), self.days.entered(1))
        one, other = self._pupil_of(MOVED_FROM), self._pupil_of(MOVED_TO)
        self._move(one, MOVED_TO, on)
        self._move(other, MOVED_FROM, on)

    def _move(self, student, key, on):
        move_student(
            student, to_class=self.classes[key], on=on, version=student.version, by=self.by
        )

    def _repeat(self):
        """留级: a pupil who was a grade higher until the summer."""
        student = self._pupil_of(REPEATED_TO)
        student.enrolments.update(
            school_class=self.classes[REPEATED_FROM], from_on=self.days.entered(3)
        )
        self._move(student, REPEATED_TO, self.days.entered(1))

    def _leave(self, number, key, name, gender, ago):
        student = Student.objects.create(number=number, name=name, gender=gender)
        school_class, first = self.classes[key], self.days.entered(key[0])
        version = student.version
        here = enrol(student, school_class=school_class, from_on=first, version=version, by=self.by)
        version = here.student.version
        record_departure(student, last_on=self.days.before(ago), version=version, by=self.by)

    def _former_head(self):
        """Build a head teacher who left the school in the summer, followed by the current one."""
        school_class, year = self.classes[FORMER_HEAD_CLASS], self.days.first_year
        post = school_class.head_posts.select_related("staff").get()
        HeadTeacherPost.objects.filter(pk=post.pk).delete()
        former = record_staff(
            number=STAFF_NUMBER.format(STAFF_COUNT + 1), name=FORMER_HEAD, gender="f", by=self.by
        )
        appoint_head(school_class=school_class, staff=former, from_on=post.from_on, by=self.by)
        last_day, today = date(year, 7, 9), self.days.today
        record_leaving(former, until_on=last_day, version=former.version, on=today, by=self.by)
        appoint_head(
            school_class=school_class, staff=post.staff, from_on=self.days.entered(1), by=self.by
        )

    def _taught_before(self):
        """Give the two upper grades the same teachers in the last term as now."""
        year = self.days.first_year
        before = Term.objects.get(first_year=year - 1, number=2)
        now = Teaching.objects.filter(term=Term.objects.on(self.days.today))
        unchanged = now.filter(school_class__entry_year__lt=year)
        Teaching.objects.bulk_create(
            Teaching(
                term=before,
                staff_id=row.staff_id,
                school_class_id=row.school_class_id,
                subject_id=row.subject_id,
            )
            for row in unchanged
        )
