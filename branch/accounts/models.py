from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        """A sign-in; without a password nobody can use it yet."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user


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
    # Part of every session's hash: a new value ends all sessions at once.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    REQUIRED_FIELDS = ["name"]
    EMAIL_FIELD = None

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self):
        return self.name or self.username

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


class RoleGrantQuerySet(models.QuerySet):
    def active_on(self, day):
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)


class RoleGrant(models.Model):
    """授权: one role of one person from a day to a day; both days belong to it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", verbose_name="账号"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        ordering = ["user", "role", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(until_on=None),
                name="accounts_rolegrant_one_open_per_role",
                violation_error_message="这个账号已有这个角色。",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="accounts_rolegrant_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}"
