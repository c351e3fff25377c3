from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet

from .classes import Enrolment, SchoolClass, class_on, entry_years_on
from .consents import PortraitConsent
from .people import Gender, NameKeysField, PersonQuerySet, Staff, phone_validator

# of a 学号: lists show 4 digits, a search takes 3 or 4
TAIL_LENGTHS = (3, 4)


class FamilyQuerySet(VersionedQuerySet):
    def visible_to(self, user, *, on=None):
        """Every family with a child for the committee; for a head teacher those of their class; for others none."""
        return self.filter(Exists(Student.objects.private_to(user, on=on).filter(_of_family())))

    def whole_to(self, user, *, on=None):
        """Families of `visible_to` of which the user may read every child; only they are joined and split."""
        rows = self.visible_to(user, on=on)
        if user.has_perm("school.view_every_guardian"):
            return rows
        seen = Student.objects.private_to(user, on=on)
        hidden = Student.objects.filter(_of_family()).exclude(pk__in=seen.values("pk"))
        return rows.exclude(Exists(hidden))


def _of_family():
    return Q(family=OuterRef("pk"))


class Family(Versioned):
    """家庭: the household of one or more students; siblings share one."""

    address = models.CharField("家庭住址", max_length=100, blank=True)

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭"

    def __str__(self):
        return f"家庭 {self.pk}"

    def get_absolute_url(self):
        return address_of("school:family-detail", self.pk)


class GuardianQuerySet(VersionedQuerySet):
    def visible_to(self, user, *, on=None):
        """Every guardian for the committee; for a head teacher those of their class; for others none."""
        children = Student.objects.private_to(user, on=on).filter(family=OuterRef("family"))
        return self.filter(Exists(children))

    def unlinked_namesakes(self):
        """Guardians not linked to the colleague with their name and telephone, annotated as `namesake`."""
        same = Staff.objects.filter(name=OuterRef("name"), phone=OuterRef("phone"))
        rows = self.filter(staff=None).exclude(phone="")
        return rows.annotate(namesake=Subquery(same.values("pk")[:1])).exclude(namesake=None)


class Guardian(Versioned):
    """监护人: an adult of a family; linked to the Staff row if they work here."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="guardians")
    name = models.CharField("监护人", max_length=30)
    relation = models.CharField("关系", max_length=10)
    phone = models.CharField("联系电话", max_length=11, blank=True, validators=[phone_validator])
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="guardianships"
    )

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监护人"
        ordering = ["pk"]
        constraints = [
            # Children with the same guardian's name and telephone are one family.
            models.UniqueConstraint(
                fields=["name", "phone"],
                condition=~Q(phone=""),
                name="school_guardian_in_one_family",
                violation_error_message="这位监护人已在另一个家庭里，请把两个孩子合为一个家庭。",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def masked_phone(self):
        return f"{self.phone[:3]}****{self.phone[-4:]}" if self.phone else ""


def _enrolments():
    return Enrolment.objects.filter(student=OuterRef("pk"))


def _staying_on(day):
    """Students with an enrolment that runs on the day or later, in a class that has not left."""
    not_left = SchoolClass.objects.filter(entry_year__gte=entry_years_on(day)[0])
    return Enrolment.objects.reaching(day).filter(school_class__in=not_left).values("student")


# Needs `with_class_on`
CLASS_ORDER = (F("entry_year").desc(nulls_last=True), "class_number", "number")


class StudentQuerySet(PersonQuerySet):
    @staticmethod
    def numbered(typed):
        """The `Q` of a whole 学号, or of its last 3 or 4 digits.

        A longer end, or a beginning, would let a user guess the rest digit by digit.
        """
        whole = Q(number__iexact=typed)
        return whole | Q(number__iendswith=typed) if len(typed) in TAIL_LENGTHS else whole

    def on_roll_on(self, day):
        """在籍: students in a class on the day that has not left the school."""
        return self.in_classes(SchoolClass.objects.in_school_on(day), on=day)

    def coming_on(self, day):
        """将入班: students not on the roll of the day whose class or enrolment only begins."""
        here = Student.objects.on_roll_on(day)
        return self.filter(pk__in=_staying_on(day)).exclude(pk__in=here.values("pk"))

    def gone_on(self, day):
        """已离校: students neither on the roll of the day nor coming.

        One list of ids and not a subquery a row: nearly all who were ever here are asked about.
        """
        return self.exclude(pk__in=_staying_on(day))

    def in_classes(self, classes, *, on):
        here = Enrolment.objects.active_on(on).filter(school_class__in=classes)
        return self.filter(pk__in=here.values("student"))

    def headed_by(self, user, *, on):
        """Students of the classes of which the user is head teacher on the day."""
        return self.in_classes(SchoolClass.objects.headed_by(user, on=on), on=on)

    def with_class_on(self, day):
        """Annotate `entry_year` and `class_number` of the class on the day, None without one."""
        return self.annotate(**class_on(day))

    def on_roll_with_class_on(self, day):
        """Students of `on_roll_on` with the annotations of `with_class_on`, by one join for both."""
        here, years = class_on(day)["here"], entry_years_on(day)
        # filtered before the class is annotated: a later filter would join a second time
        rows = self.alias(here=here).filter(here__school_class__entry_year__range=years)
        return rows.with_class_on(day)

    def with_last_class(self):
        """Annotate the same of the last enrolment, past or future, and prefetch all as `placed`."""
        last = _enrolments().order_by("-from_on")
        placed = Prefetch("enrolments", Enrolment.objects.select_related("school_class"), "placed")
        return self.annotate(
            entry_year=Subquery(last.values("school_class__entry_year")[:1]),
            class_number=Subquery(last.values("school_class__number")[:1]),
        ).prefetch_related(placed)

    def in_class_order(self):
        """Order by grade, class and 学号; needs `with_class_on` or `with_last_class`."""
        return self.order_by(*CLASS_ORDER)

    def newest_first(self):
        """Order by 学号, the largest first: schools begin them with the year of entry."""
        return self.order_by("-number")

    def nearest_first(self):
        """Order by nearness, then class; needs `matching` and `with_class_on`."""
        return self.order_by("nearness", *CLASS_ORDER)

    def visible_to(self, user, *, on=None):
        """Every student for the committee, counsellor and administrator; a head teacher's own class.

        A paired member reads the student on the page of the pairing, which `walkins` scopes.
        """
        on = on or timezone.localdate()
        if user.has_perm("school.view_student"):
            return self
        return self.headed_by(user, on=on)

    def private_to(self, user, *, on=None):
        """Students whose guardians, address, birthday and remark the user may read.

        Every student for the committee; a head teacher's own class. The administrator reads these only
        while importing, the counsellor only where a need is open.
        """
        on = on or timezone.localdate()
        if user.has_perm("school.view_every_guardian"):
            return self
        return self.headed_by(user, on=on)

    def may_be_shown_on(self, day):
        """Students whose guardian agreed that they are seen on public photos, as it stands on the day."""
        return self.filter(pk__in=PortraitConsent.objects.consented_on(day).values("student"))

    def with_portrait_consent_on(self, day):
        """Annotate `portrait_answer`, the guardian's answer of the day, "" for 未答复."""
        rows = PortraitConsent.objects.in_force_on(day).filter(student=OuterRef("pk"))
        answer = Subquery(rows.values("answer")[:1])
        return self.annotate(portrait_answer=Coalesce(answer, Value("")))

    def in_name_order(self):
        """Order by the pinyin of the name."""
        return self.order_by("name_keys", "number")

    def joinable_by(self, user, *, on):
        """Students on the roll whose family the user may join with another, with their class."""
        whole = Family.objects.whole_to(user, on=on)
        rows = self.private_to(user, on=on)
        rows = rows.filter(Q(family=None) | Q(family__in=whole.values("pk")))
        return rows.on_roll_with_class_on(on)


class Student(Versioned):
    """学生: a student; the class is in dated rows of `Enrolment`."""

    number = models.CharField(
        "学号", max_length=20, unique=True, error_messages={"unique": "这个学号已经有人了。"}
    )
    name_keys = NameKeysField("检索", max_length=240, default="", editable=False)
    name = models.CharField("姓名", max_length=30)
    gender = models.CharField("性别", max_length=1, choices=Gender, blank=True)
    born_on = models.DateField("出生年月日", null=True, blank=True)
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, blank=True, related_name="students"
    )
    # last column of the roster; private, and no support need
    remark = models.CharField("备注", max_length=100, blank=True)

    objects = StudentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学生"
        ordering = ["number"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("school:student-detail", self.pk)

    @property
    def number_tail(self):
        """The last four digits of the 学号, which tell namesakes apart."""
        return self.number[-max(TAIL_LENGTHS) :]

    def told_apart_on(self, day):
        """The class and the end of the 学号, which tell namesakes apart, as 初一（3）班　学号后四位 0231."""
        return f"{self.class_name_on(day)}　学号后四位 {self.number_tail}"

    def class_on(self, day):
        """The class on a day or None, from the annotation of `with_class_on` or by a query."""
        if hasattr(self, "entry_year"):
            if self.entry_year is None:
                return None
            return SchoolClass(entry_year=self.entry_year, number=self.class_number)
        enrolment = self.enrolments.active_on(day).select_related("school_class").first()
        return enrolment and enrolment.school_class

    def class_name_on(self, day):
        school_class = self.class_on(day)
        return school_class.name_on(day) if school_class else "未在班"

    def standing_on(self, day):
        """A note on the last enrolment, as 2026-10-09 离校 or 毕业; needs `with_last_class`."""
        return self.placed[0].standing_on(day) if self.placed else "没有登记班级"

    @property
    def last_day(self):
        """The last day at this school, as far as it is known; None for one who was in no class."""
        rows = self.enrolments.select_related("school_class")
        return max((row.last_day for row in rows), default=None)

    @property
    def is_to_return(self):
        """Whether the last enrolment has a last day, which a graduate's has not; needs `with_last_class`."""
        return bool(self.placed) and self.placed[0].until_on is not None

    def is_child_of(self, staff):
        """Whether one of the student's guardians is this member of staff."""
        return (
            self.family_id is not None
            and staff.guardianships.filter(family=self.family_id).exists()
        )
