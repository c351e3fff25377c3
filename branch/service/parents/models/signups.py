import secrets
import unicodedata
import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from branch.school.models import SchoolClass
from branch.school.models.people import NameKeysField

from .openings import ParentOpening
from .sources import SignUpSource

# without letters and digits that are read for one another: 0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V, Q
CODE_LETTERS = "ACDEFHJKMNPRTVWXY3479"
CODE_LENGTH = 8
PHONE = RegexValidator(r"^1[0-9]{10}$", "手机号应是 11 位数字，以 1 开头。")
NAME = RegexValidator(r"^[^\W\d_]+(?:[ ·•.'’-]+[^\W\d_]+)*$", "请写姓名，不写数字和符号。")


def new_code():
    """A random code of 8 characters."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def code_typed(text):
    """The code that was meant: in one width and one case, without spaces and dashes."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in plain if letter.isalnum())


class ParentSignUpQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(state=ParentSignUp.State.CONFIRMED)

    def waiting(self):
        return self.filter(state=ParentSignUp.State.WAITING)

    def unverified(self):
        return self.filter(state=ParentSignUp.State.UNVERIFIED)

    def standing(self):
        """Rows that were not cancelled."""
        return self.exclude(state=ParentSignUp.State.CANCELLED)

    def to_ring(self):
        """Rows that moved up from the waiting list and have not been told yet."""
        return self.confirmed().filter(moved_up_at__isnull=False, rung_at=None)

    def to_handle_by(self, user):
        """Rows of events that the user logged which wait for a decision or for a call."""
        to_ring = Q(state=ParentSignUp.State.CONFIRMED, moved_up_at__isnull=False, rung_at=None)
        rows = self.filter(to_ring | Q(state=ParentSignUp.State.UNVERIFIED))
        return rows.filter(opening__activity__logged_by=user)

    def by_name(self):
        return self.order_by("name_keys", "number")


class ParentSignUp(models.Model):
    """家长报名（一户）: a family at an event, deleted 30 days after it by one statement.

    One that is cancelled keeps neither name nor telephone.
    """

    class State(models.TextChoices):
        CONFIRMED = "confirmed", "已报名"
        WAITING = "waiting", "候补"
        UNVERIFIED = "unverified", "待核实"
        CANCELLED = "cancelled", "已取消"

    opening = models.ForeignKey(ParentOpening, models.CASCADE, related_name="signups")
    # in the order of commit: given under the lock of the opening
    number = models.PositiveIntegerField("顺序号")
    name = models.CharField("家长姓名", max_length=20, blank=True, validators=[NAME])
    name_keys = NameKeysField(max_length=200, blank=True, editable=False)
    phone = models.CharField("手机号", max_length=11, blank=True, validators=[PHONE])
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, related_name="+", verbose_name="孩子所在班级"
    )
    people_count = models.PositiveSmallIntegerField("参加人数")
    state = models.CharField("状态", max_length=10, choices=State)
    code = models.CharField("报名码", max_length=CODE_LENGTH, unique=True)
    # of the form it was made with, by which the same browser is led to it
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(
        SignUpSource, models.SET_NULL, null=True, blank=True, related_name="signups"
    )
    moved_up_at = models.DateTimeField("补上时间", null=True, blank=True)
    rung_at = models.DateTimeField("已打电话", null=True, blank=True)
    arrived_at = models.DateTimeField("到场时间", null=True, blank=True)

    objects = ParentSignUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家长报名（一户）"
        ordering = ["number"]
        indexes = [models.Index(fields=["opening", "state"], name="service_signup_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "number"], name="service_parentsignup_number_once"
            ),
            models.UniqueConstraint(
                fields=["opening", "phone"],
                condition=~Q(phone=""),
                name="service_parentsignup_one_of_a_telephone",
                violation_error_message="这个手机号已经报过名。",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", phone="", name="")
                | ~Q(state="cancelled") & ~Q(phone="") & ~Q(name=""),
                name="service_parentsignup_cancelled_keeps_nobody",
                violation_error_message="取消了的报名不留姓名和手机号。",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(state="confirmed"),
                name="service_parentsignup_arrives_with_a_seat",
                violation_error_message="有座位的才能登记到场。",
            ),
            models.CheckConstraint(
                condition=Q(people_count__gte=1),
                name="service_parentsignup_of_somebody",
                violation_error_message="参加人数至少 1 人。",
            ),
        ]

    def __str__(self):
        return f"第 {self.number} 号"

    @property
    def code_says(self):
        """7K4M 2XPH: the code in two groups."""
        return f"{self.code[:4]} {self.code[4:]}"

    @property
    def is_confirmed(self):
        return self.state == self.State.CONFIRMED

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_unverified(self):
        return self.state == self.State.UNVERIFIED

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED


class ParentQuestion(models.Model):
    """想请主讲人谈什么: what parents want to hear about, without person, time and order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opening = models.ForeignKey(ParentOpening, models.CASCADE, related_name="questions")
    text = models.TextField("想请主讲人谈什么", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "家长提的问题"
        # by its random key: in no order of time
        ordering = ["pk"]

    def __str__(self):
        return str(self.pk)
