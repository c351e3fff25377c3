import re
import unicodedata
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property

from branch.core.dated import (
    ENDED_HAS_A_LAST_DAY,
    NOT_VOID,
    RUNNING,
    Opening,
    OpeningQuerySet,
    ends_after_it_starts,
)

# Separators in a telephone number: 138 0000 0001, 138-0000-0001
SEPARATORS = re.compile(r"[\s\-‐-―]")


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        """Create a sign-in; without a password it cannot be used yet."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user

    def known_as(self, typed):
        """The sign-in with this 工号, or else with this telephone; None if there is none.

        A 工号 may be typed in any case; if two differ only by case, an exact match goes first.
        """
        number = plain_number(typed)
        phone = SEPARATORS.sub("", number)
        found = self.filter(Q(username__iexact=number) | Q(phone=phone) & ~Q(phone=""))
        return min(found, key=lambda user: _distance(user.username, number), default=None)


def plain_number(typed):
    """The text typed as 工号 or telephone, in half width and without surrounding spaces."""
    return unicodedata.normalize("NFKC", typed).strip()


def _distance(username, number):
    """The sort key of a 工号 by its match: exact, then in another case, then none."""
    return username != number, username.lower() != number.lower(), username


class User(AbstractUser):
    """账号: the sign-in of one person who works here; its permissions follow from roles and facts.

    There are no superusers, no groups and no permissions of a single user.
    """

    first_name = last_name = email = None
    is_staff = is_superuser = groups = user_permissions = None
    username = models.CharField(
        "工号",
        max_length=30,
        unique=True,
        error_messages={"unique": "这个工号已有账号。"},
    )
    name = models.CharField("姓名", max_length=30)
    # copied from the Staff row, as the name is; either number can be used to sign in
    phone = models.CharField("手机", max_length=11, blank=True)
    # Part of every session's hash: a new value ends all sessions at once.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    # written by signing in
    bookkeeping_fields = ("last_login",)
    REQUIRED_FIELDS = ["name"]
    EMAIL_FIELD = None

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        constraints = [
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(phone=""),
                name="accounts_user_phone_once",
                violation_error_message="这个手机号已是另一位同事的登录号。",
            )
        ]

    def __str__(self):
        return self.name or self.username

    @property
    def number_tail(self):
        """The last three characters of the 工号: its owner recognises it, others do not learn it."""
        return f"···{self.username[-3:]}"

    @cached_property
    def permissions(self):
        """All permissions of the user today, read once a request."""
        return frozenset(self.get_all_permissions())

    def has_perm(self, perm, obj=None):
        return obj is None and self.is_active and perm in self.permissions

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def _get_session_auth_hash(self, secret=None):
        """The hash of password and epoch; a change of either ends the user's other sessions."""
        return f"{self.session_epoch}.{super()._get_session_auth_hash(secret)}"


class Role(models.TextChoices):
    SECRETARY = "secretary", "书记"
    COMMITTEE = "committee", "支委"
    EDITOR = "editor", "宣传编辑"
    COUNSELLOR = "counsellor", "心理教师"
    ADMIN = "admin", "管理员"
    CRISIS = "crisis", "强制报告负责人"


# The roles that grant roles: a grant takes two people, one of each.
KEEPERS = frozenset({Role.SECRETARY, Role.ADMIN})
# Roles with access to the most sensitive rows; their holders sign in again each working day.
NEVER_REMEMBERED = frozenset({Role.COUNSELLOR, Role.ADMIN, Role.CRISIS})
# The issuer of a link may have used it, and its owner needs time to notice: for so many days issuer
# and user count as one person, and the owner's account page lists the link.
SLIP_DAYS = 30


class SignInLinkQuerySet(models.QuerySet):
    def open_at(self, moment):
        """Links that can be used at the moment: unused, not expired, of an active user."""
        return self.filter(used_at=None, expires_at__gt=moment, user__is_active=True)

    def recent_at(self, moment):
        """Links issued or used within `SLIP_DAYS`, which the owner's account page lists."""
        since = moment - timedelta(days=SLIP_DAYS)
        return self.filter(Q(issued_at__gte=since) | Q(used_at__gte=since))

    def used_lately_at(self, moment):
        """Links used within `SLIP_DAYS`: the issuer may still be the one who signs in."""
        return self.filter(used_at__gte=moment - timedelta(days=SLIP_DAYS))

    def spent_at(self, moment):
        """Links that expired more than `SLIP_DAYS` ago and can be deleted."""
        return self.filter(expires_at__lt=moment - timedelta(days=SLIP_DAYS))


class SignInLink(models.Model):
    """登录条: a one-time link with which a person sets their own password, valid for seven days."""

    token = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="links", verbose_name="账号"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发放人",
    )
    issued_at = models.DateTimeField("发放时间", auto_now_add=True)
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    objects = SignInLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录条"
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None),
                name="accounts_signinlink_one_open_per_user",
                violation_error_message="这位同事已有一张没用过的登录条。",
            )
        ]

    def __str__(self):
        return f"{self.user} 的登录条"


class SignInTriesQuerySet(models.QuerySet):
    def over_at(self, moment):
        """Rows of which no try is counted any more."""
        return self.filter(last_at__lt=moment - timedelta(seconds=settings.SIGN_IN_COUNTED))


class SignInTries(models.Model):
    """登录尝试: the wrong passwords of the last hour for one name, from one known browser or all others."""

    name = models.CharField("登录名", max_length=100)
    # empty: all browsers in which the user has not signed in before
    device = models.CharField("浏览器", max_length=32, blank=True)
    # seconds since 1970, in order; a try is counted before its password is looked at
    moments = models.JSONField("时间", default=list)
    last_at = models.DateTimeField("最近一次", db_index=True)

    objects = SignInTriesQuerySet.as_manager()

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "登录尝试"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "device"],
                name="accounts_signintries_once_per_browser",
                violation_error_message="这个浏览器的登录尝试已有一行。",
            )
        ]

    def __str__(self):
        return f"{self.name} 的登录尝试"

    def counted_at(self, moment):
        """The moments of the tries that still count."""
        since = moment.timestamp() - settings.SIGN_IN_COUNTED
        return [one for one in self.moments if one > since]

    def must_wait_at(self, moment):
        """Whether a try at the moment is not looked at."""
        counted = self.counted_at(moment)
        if len(counted) < settings.SIGN_IN_FREE_TRIES:
            return False
        return moment.timestamp() < counted[-1] + settings.SIGN_IN_PAUSE


class RoleGrantQuerySet(OpeningQuerySet):
    def visible_to(self, user):
        """All grants for users who may propose roles; only the own ones for others."""
        return self if user.has_perm("accounts.propose_role") else self.filter(user=user)

    def active_on(self, day):
        """Grants held on the day: confirmed, begun and not over."""
        return super().active_on(day).filter(confirmed_at__isnull=False)

    def standing_on(self, day):
        """Confirmed grants that are in force on the day or begin later."""
        return self.reaching(day).filter(confirmed_at__isnull=False, is_ended=False)

    def over_on(self, day):
        """Confirmed grants that ended before the day or by hand."""
        return self.filter(Q(until_on__lt=day) | Q(is_ended=True), confirmed_at__isnull=False)

    def keeping_on(self, day):
        """Grants of `KEEPERS` in force on the day, of active users."""
        return self.opening_on(day).filter(role__in=KEEPERS, user__is_active=True)

    def proposed(self):
        """Grants that no second person has confirmed yet."""
        return self.filter(confirmed_at=None)

    def waiting_for(self, user, *, on):
        """Proposals of others that this user may confirm: proposer and user together hold both `KEEPERS`."""
        keeping = RoleGrant.objects.keeping_on(on)
        own, proposers = keeping.filter(user=user), keeping.filter(user=OuterRef("proposed_by"))
        both = Q()
        for role in KEEPERS:
            both |= Q(
                Exists(own.filter(role=role)), Exists(proposers.filter(role__in=KEEPERS - {role}))
            )
        return self.proposed().exclude(proposed_by=user).filter(both)


class RoleGrant(Opening):
    """授权: a role of a user from a day to a day, both included.

    The secretary and the administrator grant together: one proposes, the other confirms. Only the
    first grant of each, made for an empty school, has neither proposer nor confirmer.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", verbose_name="账号"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提出人",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        ordering = ["user", "role", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=RUNNING & NOT_VOID,
                name="accounts_rolegrant_one_open_per_role",
                violation_error_message="这个账号已有这个角色。",
            ),
            ends_after_it_starts(
                "accounts_rolegrant_ends_after_it_starts", also=ENDED_HAS_A_LAST_DAY
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="accounts_rolegrant_confirmed_by_another",
                violation_error_message="提出和确认要由两个人来做。",
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}"
