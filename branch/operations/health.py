"""Two questions a machine may ask: is the process there, and can it do its work?"""

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

ASK_AGAIN_AFTER = 5  # seconds; a stranger who asks all day must not keep the database busy
FREE_DISK = 0.10


@login_not_required
@require_safe
@never_cache
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request):
    """Says yes or no and nothing more: what is wrong stands in the log."""
    if cache.get_or_set("operations.is_ready", is_ready, ASK_AGAIN_AFTER):
        return HttpResponse("ok", content_type="text/plain")
    return HttpResponse("not ready", status=503, content_type="text/plain")


def is_ready():
    """Whether records can be stored: a database that takes writes, its newest schema, room on the disk."""
    troubles = [says for holds, says in ASKED if not holds()]
    if troubles:
        logger.error("not ready: %s", ", ".join(troubles))
    return not troubles


def database_takes_writes():
    """One row is written as it stands, down to the disk."""
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
    return usage.free >= usage.total * FREE_DISK


ASKED = (
    (database_takes_writes, "the database takes no writes"),
    (schema_is_newest, "migrations are not applied"),
    (disk_has_room, "less than a tenth of the disk is free"),
)
