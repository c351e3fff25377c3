"""Who is locked out after wrong passwords; django-axes counts them by name and address."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum


def locked_at(moment):
    """The sign-in names that have to wait, from one address at least."""
    since = moment - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tries = AccessAttempt.objects.filter(attempt_time__gte=since).values("username", "ip_address")
    counted = tries.annotate(count=Sum("failures_since_start"))
    return counted.filter(count__gte=settings.AXES_FAILURE_LIMIT).values("username")
