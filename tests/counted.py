"""What the database has counted of a table."""

from django.db import connection

COUNTED = {
    "sqlite": "SELECT 1 FROM sqlite_stat1 WHERE tbl = %s",
    "postgresql": "SELECT 1 FROM pg_stats WHERE tablename = %s",
}


def is_counted(model):
    """Whether the planner has statistics of the model's table."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED[connection.vendor], [model._meta.db_table])
        return cursor.fetchone() is not None
