"""What slows down guessing: the lock for a name and an address, and the pause for a name from anywhere.

django-axes counts for the lock. For the pause a try is counted before its password is looked at, so
that of many at once no more are looked at than of one after the other.
"""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from .models import SignInTries

WAIT = f"这个账号最近输错密码太多，请 {settings.SIGN_IN_PAUSE} 秒后再试。"


def locked_at(moment):
    """The sign-in names that are locked at the moment, from at least one address."""
    since = moment - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(attempt_time__gte=since).values(
        "username", "ip_address"
    )
    counted = attempts.annotate(count=Sum("failures_since_start"))
    return counted.filter(count__gte=settings.AXES_FAILURE_LIMIT).values("username")


def take_try(name, device, *, at):
    """Count a try of this name from a known browser, or from any other (""); refuse one that must wait.

    One that must wait is refused by the first query: it waits for no lock.
    """
    one = {"name": name[:100], "device": device}
    _refuse_early(SignInTries.objects.filter(**one).first(), at)
    with transaction.atomic():
        rows = SignInTries.objects.select_for_update()
        row, _ = rows.get_or_create(**one, defaults={"last_at": at})
        _refuse_early(row, at)
        row.moments, row.last_at = [*row.counted_at(at), at.timestamp()], at
        row.save(update_fields=["moments", "last_at"])


def _refuse_early(row, at):
    if row and row.must_wait_at(at):
        raise ValidationError(WAIT, code="must_wait")


@transaction.atomic
def forgive_try(name, device, *, at):
    """Count a try no more, because its password was right."""
    rows = SignInTries.objects.select_for_update().filter(name=name[:100], device=device)
    row = rows.first()
    if row and at.timestamp() in row.moments:
        row.moments.remove(at.timestamp())
        row.save(update_fields=["moments"])


def tries_elsewhere(name, device, *, at):
    """How many wrong passwords of the last hour came from elsewhere than this browser."""
    rows = SignInTries.objects.filter(name=name)
    others = rows.exclude(device=device) if device else rows
    return sum(len(row.counted_at(at)) for row in others)
