from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.characters import folded
from branch.core.dated import RUNNING
from branch.core.models import Versioned, VersionedQuerySet
from branch.school.finding import Asked
from branch.school.names import stored_keys

from .classes import HeadTeacherPost, Teaching
from .leavings import FormerLeaving
from .signins import WithSignInQuerySet

phone_validator = RegexValidator(r"^1\d{10}$", "手机号是 11 位数字，以 1 开头。")


class NameKeysField(models.CharField):
    """The pinyin of `name`, by which people are sorted in lists and found; written on every save.

    Declared before the name, which it gives the ideographs that radicals of some programs look like.
    """

    def pre_save(self, instance, add):
        instance.name = folded(instance.name)
        keys = stored_keys(instance.name)
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
    name_keys = NameKeysField("检索", max_length=240, default="", editable=False)
    name = models.CharField("姓名", max_length=30)
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
        # namesakes are looked for, of each row of a list before it is put in order
        indexes = [models.Index(fields=["name"], name="school_staff_name")]

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
