"""Health checks for monitoring: /healthz for the process, /readyz for what it needs to store records."""

import logging
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from branch.core.models import SiteProfile

logger = logging.getLogger(__name__)

CACHE_SECONDS = 5  # anyone may ask; the database must not be kept busy by it
MIN_FREE_DISK = 0.10


@login_not_required
@require_safe
@never_cache
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request):
    """Answer "ok" or 503; the failed checks are only logged."""
    if cache.get_or_set("operations.is_ready", is_ready, CACHE_SECONDS):
        return HttpResponse("ok", content_type="text/plain")
    return HttpResponse("not ready", status=503, content_type="text/plain")


def is_ready():
    """Whether records can be stored: the database takes writes, migrations are applied, the disk has room."""
    failed = [failure for check, failure in CHECKS if not check()]
    if failed:
        logger.error("not ready: %s", ", ".join(failed))
    return not failed


def database_takes_writes():
    """Whether an update that changes nothing can be committed."""
    try:
        with transaction.atomic():
            return SiteProfile.objects.update(public_stamp=F("public_stamp")) == 1
    except DatabaseError:
        return False


def schema_is_newest():
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def disk_has_room():
    place = Path(settings.DATA_DIR)
    if not place.exists():
        return False
    usage = shutil.disk_usage(place)
    return usage.free >= usage.total * MIN_FREE_DISK


CHECKS = (
    (database_takes_writes, "the database takes no writes"),
    (schema_is_newest, "migrations are not applied"),
    (disk_has_room, "less than a tenth of the disk is free"),
)
