import logging

from django.db import OperationalError
from django_tasks_db.management.commands import db_worker
from django_tasks_db.utils import is_locked_database_exception

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    """The library's worker, which ends where it has waited 20 seconds for SQLite's lock; this one goes on."""

    def handle(self, **options):
        while True:
            try:
                return super().handle(**options)
            except OperationalError as error:
                if not is_locked_database_exception(error):
                    raise
                logger.warning("the database is locked; the worker tries again")
