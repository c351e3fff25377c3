"""Sign-in names that are locked after wrong passwords, as django-axes counts them."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum


def locked_at(moment):
    """The sign-in names that are locked at the moment, from at least one address."""
    since = moment - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(attempt_time__gte=since).values(
        "username", "ip_address"
    )
    counted = attempts.annotate(count=Sum("failures_since_start"))
    return counted.filter(count__gte=settings.AXES_FAILURE_LIMIT).values("username")
