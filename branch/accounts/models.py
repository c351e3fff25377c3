import re
import unicodedata
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from branch.core.dated import (
    ENDED_HAS_A_LAST_DAY,
    NOT_VOID,
    RUNNING,
    Opening,
    OpeningQuerySet,
    ends_after_it_starts,
)

# A telephone is written 138 0000 0001 or 138-0000-0001
DASHES = re.compile(r"[\s\-‐-―]")


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        """A sign-in; without a password nobody can use it yet."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user

    def known_as(self, typed):
        """The sign-in with this 工号, or else with this telephone; None where nobody has either.

        A 工号 may be typed in small letters; where two differ in nothing else, the very one goes first.
        """
        number = plain_number(typed)
        phone = DASHES.sub("", number)
        found = self.filter(Q(username__iexact=number) | Q(phone=phone) & ~Q(phone=""))
        return min(found, key=lambda user: _distance(user.username, number), default=None)


def plain_number(typed):
    """What was typed to sign in with, in half width and without spaces around it."""
    return unicodedata.normalize("NFKC", typed).strip()


def _distance(username, number):
    """How far a 工号 is from what was typed: the same, in other letters, or not by it at all."""
    return username != number, username.lower() != number.lower(), username


class User(AbstractUser):
    """账号: a sign-in of one person who works here; what it may do follows from roles and facts.

    Nobody is above the role table: there are no superusers and no permissions by the row.
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
    # written from the Staff row, as the name is; either number opens the door
    phone = models.CharField("手机", max_length=11, blank=True)
    # Part of every session's hash: a new value ends all sessions at once.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

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
        """Enough of the 工号 for its owner to know it, for whoever holds a slip of somebody else."""
        return f"···{self.username[-3:]}"

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def _get_session_auth_hash(self, secret=None):
        """Bound to the password and the epoch, so that changing either ends the other sessions."""
        return f"{self.session_epoch}.{super()._get_session_auth_hash(secret)}"


class Role(models.TextChoices):
    SECRETARY = "secretary", "书记"
    COMMITTEE = "committee", "支委"
    EDITOR = "editor", "宣传编辑"
    COUNSELLOR = "counsellor", "心理教师"
    ADMIN = "admin", "管理员"


# Who grants roles: one of each hand, by two different people.
KEEPERS = frozenset({Role.SECRETARY, Role.ADMIN})
# Who keeps the most sensitive rows signs in anew each working day.
NEVER_REMEMBERED = frozenset({Role.COUNSELLOR, Role.ADMIN})
# Whoever handed out a slip may have used it themselves, and its owner needs time to notice: for a
# month the two count as one hand, and the slip stands on the owner's page.
SLIP_DAYS = 30


class SignInLinkQuerySet(models.QuerySet):
    def open_at(self, moment):
        """Links that still open the door: not used, not too old, of a sign-in that is not closed."""
        return self.filter(used_at=None, expires_at__gt=moment, user__is_active=True)

    def recent_at(self, moment):
        """Handed out or used lately enough for whoever did it to be asked about it."""
        since = moment - timedelta(days=SLIP_DAYS)
        return self.filter(Q(issued_at__gte=since) | Q(used_at__gte=since))

    def used_lately_at(self, moment):
        """Who issued one of these may still be the one who signs in."""
        return self.filter(used_at__gte=moment - timedelta(days=SLIP_DAYS))

    def spent_at(self, moment):
        """Long over, and of no more use to anybody's question."""
        return self.filter(expires_at__lt=moment - timedelta(days=SLIP_DAYS))


class SignInLink(models.Model):
    """登录条: a one-time link with which a person sets their own password, good for seven days."""

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


class RoleGrantQuerySet(OpeningQuerySet):
    def visible_to(self, user):
        """All of them to whoever grants roles; to anyone else their own."""
        return self if user.has_perm("accounts.propose_role") else self.filter(user=user)

    def active_on(self, day):
        """Held on the day: confirmed by a second person, begun and not over."""
        return super().active_on(day).filter(confirmed_at__isnull=False)

    def standing_on(self, day):
        """Confirmed and not over: opening pages on the day, or to begin later."""
        return self.reaching(day).filter(confirmed_at__isnull=False, is_ended=False)

    def over_on(self, day):
        """Held once, and over on the day or ended by hand."""
        return self.filter(Q(until_on__lt=day) | Q(is_ended=True), confirmed_at__isnull=False)

    def keeping_on(self, day):
        """Of those who grant roles and can still sign in."""
        return self.opening_on(day).filter(role__in=KEEPERS, user__is_active=True)

    def proposed(self):
        """Waiting for the second person."""
        return self.filter(confirmed_at=None)

    def waiting_for(self, user, *, on):
        """Proposals of others to which this person is the hand that lacks: the two hold both roles."""
        keeping = RoleGrant.objects.keeping_on(on)
        mine, theirs = keeping.filter(user=user), keeping.filter(user=OuterRef("proposed_by"))
        both = Q()
        for role in KEEPERS:
            both |= Q(
                Exists(mine.filter(role=role)), Exists(theirs.filter(role__in=KEEPERS - {role}))
            )
        return self.proposed().exclude(proposed_by=user).filter(both)


class RoleGrant(Opening):
    """授权: one role of one person from a day to a day; both days belong to it.

    The secretary and the administrator grant together: one proposes, the other confirms. Only the
    first of each, made on an empty school, has neither.
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
