from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branch.core.models import AuditEvent

from .models import RoleGrant, User


@transaction.atomic
def grant_role(*, user, role, from_on, by, until_on=None):
    """Let a person act in a role from a day on."""
    grant = RoleGrant(
        user=user,
        role=role,
        from_on=from_on,
        until_on=until_on,
        proposed_by=by,
        confirmed_at=timezone.now(),
    )
    grant.full_clean()
    grant.save()
    AuditEvent.record(actor=by, verb="role.granted", target=grant, says=grant.get_role_display())
    return grant


@transaction.atomic
def change_password(*, user, password, by):
    """Set a new password; every other session of the person ends with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    AuditEvent.record(actor=by, verb="user.password_changed", target=user)
    return user


@transaction.atomic
def close_account(*, user, on, by):
    """Let a person in no more: roles end on the day, every session at its next request."""
    user.grants.filter(until_on=None).update(until_on=on)
    user.is_active = False
    user.save(update_fields=["is_active"])
    AuditEvent.record(actor=by, verb="user.closed", target=user)
    return end_sessions(user=user, by=by)


@transaction.atomic
def reopen_account(*, user, by):
    """Let a person in again, with the password they had; roles are granted anew."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    AuditEvent.record(actor=by, verb="user.reopened", target=user)
    return user


@transaction.atomic
def end_sessions(*, user, by):
    """Sign a person out of every device at the next request of each."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    AuditEvent.record(actor=by, verb="user.sessions_ended", target=user)
    return user
