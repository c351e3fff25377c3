from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.dated import (
    ENDED_HAS_A_LAST_DAY,
    NOT_VOID,
    RUNNING,
    Dated,
    Opening,
    OpeningQuerySet,
    ends_after_it_starts,
)
from branch.core.periods import school_year

from .calendar import OfTermQuerySet, Term

GRADES = {1: "初一", 2: "初二", 3: "初三"}


class Subject(models.Model):
    """学科: Chinese, mathematics and others, named by the school."""

    name = models.CharField("学科", max_length=20, unique=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "学科"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


def entry_years_on(day):
    """The first and the last year of entry of the classes in school on a day."""
    first = school_year(day).start.year
    return first - 2, first


class SchoolClassQuerySet(models.QuerySet):
    def in_school_on(self, day):
        """Classes in one of the three grades on a day."""
        return self.filter(entry_year__range=entry_years_on(day))

    def headed_by(self, user, *, on):
        """Classes in school of which the user is head teacher on a day."""
        posts = HeadTeacherPost.objects.opening_on(on).filter(staff__user=user)
        return self.in_school_on(on).filter(pk__in=posts.values("school_class"))

    def visible_to(self, user, *, on=None):
        """Every class for users who read the whole roll; for a head teacher their own class."""
        if user.has_perm("school.view_student"):
            return self
        return self.headed_by(user, on=on or timezone.localdate())

    def consents_kept_by(self, user, *, on):
        """Classes in school of which the user reads and fills the list of 肖像同意.

        Every class for the committee; for a head teacher their own. A role that reads the whole roll
        gives no access to it.
        """
        if user.has_perm("school.view_every_portraitconsent"):
            return self.in_school_on(on)
        return self.headed_by(user, on=on)

    def with_roll_count_on(self, day):
        """Annotate `roll_count`, the number of students in the class on the day."""
        here = Enrolment.objects.active_on(day).filter(school_class=OuterRef("pk")).order_by()
        counted = here.values("school_class").annotate(count=Count("pk")).values("count")
        return self.annotate(roll_count=Coalesce(Subquery(counted), 0))

    def with_head_keys_on(self, day):
        """Annotate `head_keys`, by which the head teacher of the day is sorted; None where there is none."""
        posts = HeadTeacherPost.objects.active_on(day).filter(school_class=OuterRef("pk"))
        return self.annotate(head_keys=Subquery(posts.values("staff__name_keys")[:1]))

    def with_heads_on(self, day):
        """Prefetch `heads`, the list with the head teacher's post of the day, if there is one."""
        posts = HeadTeacherPost.objects.active_on(day).select_related("staff")
        return self.prefetch_related(Prefetch("head_posts", posts, to_attr="heads"))


class SchoolClass(models.Model):
    """班级: a class, by the year in which it entered and a number; its name depends on the day."""

    entry_year = models.PositiveSmallIntegerField("入学年份")
    number = models.PositiveSmallIntegerField(
        "班号", validators=[MinValueValidator(1), MaxValueValidator(30)]
    )

    objects = SchoolClassQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "班级"
        ordering = ["-entry_year", "number"]
        # the first rows of a list in class order are read without sorting the whole school
        indexes = [models.Index(fields=["-entry_year", "number"], name="school_class_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry_year", "number"],
                name="school_schoolclass_once",
                violation_error_message="这个班级已经有了。",
            )
        ]

    def __str__(self):
        return f"{self.entry_year}级（{self.number}）班"

    def get_absolute_url(self):
        return address_of("school:class-detail", self.pk)

    def is_in_school_on(self, day):
        return self.grade_on(day) in GRADES

    def is_consent_kept_by(self, user, *, on):
        """Whether it is one of `consents_kept_by`."""
        if user.has_perm("school.view_every_portraitconsent"):
            return self.is_in_school_on(on)
        return SchoolClass.objects.headed_by(user, on=on).filter(pk=self.pk).exists()

    def grade_on(self, day):
        """The grade, from 1 to 3; more after the class has left, less before it enters."""
        return school_year(day).start.year - self.entry_year + 1

    def name_on(self, day):
        """The name on a day, as 初二（3）班; after 初三 by the year of entry."""
        grade = GRADES.get(self.grade_on(day))
        return f"{grade}（{self.number}）班" if grade else f"{self.entry_year}级（{self.number}）班"


class TeachingQuerySet(OfTermQuerySet):
    def in_order(self):
        """Order by subject, grade and class."""
        return self.order_by(
            "subject__order", "subject__name", "-school_class__entry_year", "school_class__number"
        )


class Teaching(models.Model):
    """任教: a colleague teaches a subject in a class in a term."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="teachings")
    staff = models.ForeignKey("school.Staff", models.PROTECT, related_name="teachings")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="teachings")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="teachings")

    objects = TeachingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任教"
        constraints = [
            models.UniqueConstraint(
                fields=["term", "staff", "school_class", "subject"],
                name="school_teaching_once",
                violation_error_message="这条任教已经有了。",
            )
        ]

    def __str__(self):
        return f"{self.staff} {self.subject} {self.school_class}"


class HeadTeacherPostQuerySet(OpeningQuerySet):
    def by_class_on(self, day):
        """{key of a class: its head teacher} on a day, with the accounts."""
        posts = self.active_on(day).select_related("staff__user")
        return {post.school_class_id: post.staff for post in posts}

    def ending_after(self, day, *, before):
        """Posts that end when their holder leaves on the day; also those that ended with the leaving of `before`."""
        ended_with_it = Q(until_on=before, is_ended=True)
        return self.filter(RUNNING | Q(until_on__gt=day) | ended_with_it)


class HeadTeacherPost(Opening):
    """班主任: a colleague is head teacher of a class, dated."""

    staff = models.ForeignKey(
        "school.Staff", models.PROTECT, related_name="head_posts", verbose_name="班主任"
    )
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, related_name="head_posts", verbose_name="班级"
    )

    objects = HeadTeacherPostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "班主任"
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_class"],
                condition=RUNNING & NOT_VOID,
                name="school_headteacherpost_one_open_per_class",
                violation_error_message="这个班已有班主任，请先写上原班主任的结束日期。",
            ),
            ends_after_it_starts(
                "school_headteacherpost_ends_after_it_starts", also=ENDED_HAS_A_LAST_DAY
            ),
        ]

    def __str__(self):
        return f"{self.school_class} {self.staff}"


class Enrolment(Dated):
    """学籍: a student is in a class, dated.

    No two rows of a student share a day. The actions check it with the student's row locked, as only
    PostgreSQL has a constraint for it and both databases need the same rule.
    """

    student = models.ForeignKey("school.Student", models.PROTECT, related_name="enrolments")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="enrolments")

    class Meta:
        verbose_name = verbose_name_plural = "学籍"
        ordering = ["-from_on"]
        # whole: the roll of a day is read from it alone
        indexes = [
            models.Index(
                fields=["school_class", "from_on", "until_on", "student"],
                condition=NOT_VOID,
                name="school_enrolment_roll",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=RUNNING & NOT_VOID,
                name="school_enrolment_one_open_per_student",
                violation_error_message="这名学生已在一个班里，请先写上离开原班的日期。",
            ),
            ends_after_it_starts("school_enrolment_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.student} {self.school_class}"

    @property
    def says(self):
        """The class and the days, as 初二（3）班，2026-09-01 起, with the class name of the first day."""
        until = f"，到 {self.until_on} 为止" if self.until_on else ""
        return f"{self.school_class.name_on(self.from_on)}，{self.from_on} 起{until}"

    @property
    def last_day(self):
        """The last day in the class: the one recorded, or that on which the class leaves the school."""
        graduation = date(self.school_class.entry_year + len(GRADES), 8, 31)
        return min(self.until_on or graduation, graduation)

    def standing_on(self, day):
        """A note on a student whose last class this is: to enter or leave, left, graduated, or ""."""
        if self.from_on > day:
            return f"将于 {self.from_on} 入{self.class_name_on(day)}"
        if self.until_on is None:
            return "" if self.school_class.is_in_school_on(day) else "毕业"
        return f"{'' if self.until_on < day else '将于 '}{self.until_on} 离校"

    def class_name_on(self, day):
        """The name of the class on a day, or on the student's nearest day in it."""
        shown = max(day, self.from_on)
        return self.school_class.name_on(min(shown, self.until_on) if self.until_on else shown)


def class_on(day, student=""):
    """The annotations of a student's class on a day; `student` is the way there, as `student__`.

    A join and not subqueries, which would be read for every row before the rows are put in order.
    """
    held, here = f"{student}enrolments", "here__school_class"
    begun = Q(**{f"{held}__from_on__lte": day, f"{held}__is_void": False})
    running = Q(**{f"{held}__until_on": None}) | Q(**{f"{held}__until_on__gte": day})
    return {
        "here": FilteredRelation(held, condition=begun & running),
        "entry_year": F(f"{here}__entry_year"),
        "class_number": F(f"{here}__number"),
    }
