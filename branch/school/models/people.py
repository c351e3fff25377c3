from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.dated import RUNNING
from branch.core.models import Versioned, VersionedQuerySet
from branch.school.finding import Asked
from branch.school.names import keys_of

from .classes import Enrolment, HeadTeacherPost, SchoolClass, Teaching, class_on
from .leavings import FormerLeaving
from .signins import WithSignInQuerySet

# of a 学号: lists show 4 digits, a search takes 3 or 4
TAIL_LENGTHS = (3, 4)

phone_validator = RegexValidator(r"^1\d{10}$", "手机号是 11 位数字，以 1 开头。")


class NameKeysField(models.CharField):
    """The pinyin and initials of `name`, by which a person is found; written on every save."""

    def pre_save(self, instance, add):
        keys = keys_of(instance.name)
        setattr(instance, self.attname, keys)
        return keys


class Gender(models.TextChoices):
    MALE = "m", "男"
    FEMALE = "f", "女"


class PersonQuerySet(VersionedQuerySet):
    """Rows with a name, its keys and a number."""

    def matching(self, typed):
        """Rows that match a typed text, with `nearness`; none if the text is too short."""
        asked = Asked.of(typed)
        found = self.filter(asked.found(self.numbered(asked.text)))
        return (found if asked.is_enough else self.none()).annotate(nearness=asked.nearness())


def has_left_by(day, staff=""):
    """The `Q` of colleagues who do not work here on the day, whether or not they returned after it.

    `staff` is the way to the colleague, as `staff__`.
    """
    former = FormerLeaving.objects.filter(from_on__lte=day, until_on__gte=day)
    return Q(**{f"{staff}until_on__lt": day}) | Q(**{f"{staff}pk__in": former.values("staff")})


class StaffQuerySet(WithSignInQuerySet, PersonQuerySet):
    @staticmethod
    def numbered(typed):
        """The `Q` of a 工号 that begins with the text."""
        return Q(number__istartswith=typed)

    def working_on(self, day):
        return self.exclude(has_left_by(day))

    def gone_on(self, day):
        return self.filter(has_left_by(day))

    def staying(self):
        """Colleagues without a recorded last day: only they are given posts and sign-ins."""
        return self.filter(RUNNING)

    def visible_to(self, user, *, on=None):
        """Colleagues who work here on the day; with `view_staff` also those who left."""
        if user.has_perm("school.view_staff"):
            return self
        colleagues = self.working_on(on or timezone.localdate())
        return colleagues if user.has_perm("school.find_people") else self.none()

    def with_work_on(self, day):
        """Prefetch `taught`, the teachings in the term of the day, and `headed`, the head teacher's posts."""
        teachings = Teaching.objects.in_term_of(day).select_related("subject", "school_class")
        posts = HeadTeacherPost.objects.active_on(day).select_related("school_class")
        return self.prefetch_related(
            Prefetch("teachings", teachings.in_order(), to_attr="taught"),
            Prefetch("head_posts", posts, to_attr="headed"),
        )

    def with_namesakes(self):
        """Annotate `has_namesake`, whether another of these rows has the same name."""
        others = self.order_by().filter(name=OuterRef("name")).exclude(pk=OuterRef("pk"))
        return self.annotate(has_namesake=Exists(others))

    def found_by(self, user, typed):
        """Rows of `matching`; by 工号 only for users who may read it."""
        is_number = Asked.of(typed).is_number
        is_allowed = not is_number or user.has_perm("school.view_staff")
        return (self if is_allowed else self.none()).matching(typed)

    def nearest_first(self):
        """Order by nearness, then by pinyin; needs `matching`."""
        return self.order_by("nearness", "name_keys", "number")


class Staff(Versioned):
    """教职工: a colleague, with or without a sign-in, Party member or not."""

    number = models.CharField(
        "工号", max_length=20, unique=True, error_messages={"unique": "这个工号已经有人了。"}
    )
    name = models.CharField("姓名", max_length=30)
    name_keys = NameKeysField("检索", max_length=200, default="", editable=False)
    gender = models.CharField("性别", max_length=1, choices=Gender, blank=True)
    phone = models.CharField("手机", max_length=11, blank=True, validators=[phone_validator])
    title = models.CharField("行政职务", max_length=30, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name="账号",
    )
    until_on = models.DateField("在校最后一天", null=True, blank=True)
    # last column of the roster; private, and starts no process
    remark = models.CharField("备注", max_length=100, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "教职工"
        ordering = ["number"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("school:staff-detail", self.pk)

    def told_apart(self, *, by_number):
        """The name, for namesakes with the 工号 or the work; needs `with_namesakes`, and `with_work_on`
        unless `by_number`."""
        if not self.has_namesake:
            return self.name
        detail = f"工号 {self.number}" if by_number else self.does
        return f"{self.name}（{detail}）" if detail else self.name

    @property
    def does(self):
        """The post and the subjects taught, as 教导处主任、数学; needs `with_work_on`."""
        subjects = [teaching.subject.name for teaching in self.taught]
        return "、".join(dict.fromkeys(filter(None, [self.title, *subjects])))

    @property
    def link_says(self):
        """The state of the slip, as 登录条未用，至 11-30; needs `with_sign_in_at`."""
        return f"登录条未用，至 {timezone.localdate(self.link_until):%m-%d}"

    @property
    def lacks_phone_sign_in(self):
        """Whether the telephone is not a sign-in, as a colleague signs in with it."""
        return bool(self.user and self.phone) and self.user.phone != self.phone


class Family(models.Model):
    """家庭: the household of one or more students; siblings share one."""

    address = models.CharField("家庭住址", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "家庭"

    def __str__(self):
        return f"家庭 {self.pk}"


class GuardianQuerySet(VersionedQuerySet):
    def visible_to(self, user, *, on=None):
        """Every guardian for the committee; for a head teacher those of their class; for others none."""
        families = Student.objects.private_to(user, on=on).exclude(family=None)
        return self.filter(family__in=families.order_by().values("family"))

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


def _entering_after(day):
    return Enrolment.objects.filter(from_on__gt=day).values("student")


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
        """将入班: students in no class on the day who have an enrolment from a later day."""
        return self._off_roll_on(day).filter(pk__in=_entering_after(day))

    def gone_on(self, day):
        """已离校: students in no class on the day, or in one that left, without a later enrolment."""
        return self._off_roll_on(day).exclude(pk__in=_entering_after(day))

    def _off_roll_on(self, day):
        """Two lists of ids and not a subquery a row: nearly all who were ever here are asked about."""
        in_school = SchoolClass.objects.in_school_on(day)
        here = Enrolment.objects.active_on(day).filter(school_class__in=in_school)
        return self.exclude(pk__in=here.values("student"))

    def in_classes(self, classes, *, on):
        here = Enrolment.objects.active_on(on).filter(school_class__in=classes)
        return self.filter(pk__in=here.values("student"))

    def headed_by(self, user, *, on):
        """Students of the classes of which the user is head teacher on the day."""
        return self.in_classes(SchoolClass.objects.headed_by(user, on=on), on=on)

    def with_class_on(self, day):
        """Annotate `entry_year` and `class_number` of the class on the day, None without one."""
        return self.annotate(**class_on(day))

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


class Student(Versioned):
    """学生: a student; the class is in dated rows of `Enrolment`."""

    number = models.CharField(
        "学号", max_length=20, unique=True, error_messages={"unique": "这个学号已经有人了。"}
    )
    name = models.CharField("姓名", max_length=30)
    name_keys = NameKeysField("检索", max_length=200, default="", editable=False)
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
    def is_to_return(self):
        """Whether the last enrolment has a last day, which a graduate's has not; needs `with_last_class`."""
        return bool(self.placed) and self.placed[0].until_on is not None

    def is_child_of(self, staff):
        """Whether one of the student's guardians is this member of staff."""
        return (
            self.family_id is not None
            and staff.guardianships.filter(family=self.family_id).exists()
        )


class RollNumber(models.Model):
    """学生编号: the running number of a student in the ledgers of a term, which do not show names."""

    term = models.ForeignKey("school.Term", models.PROTECT, related_name="roll_numbers")
    student = models.ForeignKey(Student, models.CASCADE, related_name="roll_numbers")
    number = models.CharField("学生编号", max_length=10)

    class Meta:
        verbose_name = verbose_name_plural = "学生编号"
        constraints = [
            models.UniqueConstraint(
                fields=["term", "student"], name="school_rollnumber_one_per_student_and_term"
            ),
            models.UniqueConstraint(
                fields=["term", "number"], name="school_rollnumber_once_per_term"
            ),
        ]

    def __str__(self):
        return self.number
