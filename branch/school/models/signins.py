from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When

from branch.accounts.locks import locked_at
from branch.accounts.models import SignInLink


class SignInState(models.TextChoices):
    """The state of a colleague's sign-in."""

    NONE = "none", "未开通"
    OPEN = "open", "登录条未用"
    ACTIVE = "active", "已启用"
    LOCKED = "locked", "已锁定"
    CLOSED = "closed", "已停用"


class WithSignInQuerySet(models.QuerySet):
    def with_sign_in_at(self, moment):
        """Annotate `sign_in`, a SignInState, and `link_until`, when the unused slip expires."""
        slips = SignInLink.objects.open_at(moment).filter(user=OuterRef("user"))
        locked = Q(user__username__in=locked_at(moment))
        rows = self.annotate(link_until=Subquery(slips.values("expires_at")[:1]))
        return rows.annotate(
            sign_in=Case(
                When(user=None, then=Value(SignInState.NONE)),
                When(user__is_active=False, then=Value(SignInState.CLOSED)),
                When(locked, then=Value(SignInState.LOCKED)),
                When(link_until__isnull=False, then=Value(SignInState.OPEN)),
                When(
                    user__password__startswith=UNUSABLE_PASSWORD_PREFIX,
                    then=Value(SignInState.NONE),
                ),
                default=Value(SignInState.ACTIVE),
            )
        ).select_related("user")
