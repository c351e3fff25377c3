"""Triggers that leave a `Change` whenever a row of a table is written: by an action, the admin, an import or SQL.

Every table has them but those of bookkeeping, on which no duty depends: a model says so by `is_bookkeeping`, and names
by `bookkeeping_fields` single columns. A table of a new model is watched without being named anywhere.
"""

from functools import cache

from django.apps import apps
from django.db import connection, transaction

from .models import KeptAnswer

# apps of others whose tables are written by reading, signing in and waiting jobs
BOOKKEEPING_APPS = {"admin", "axes", "django_tasks_database", "sessions"}
PREFIX = "changed_"
# the number of a lock of PostgreSQL, which nothing else takes
ALONE = 290_029
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    # the schema that a restore moved aside has triggers of the same names
    "postgresql": """
        SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgenabled <> 'D'
    """,
}
# SQLite has one writer, so one mark is enough: its deletion is a write too, and follows all that it marks.
SQLITE = """
    CREATE TRIGGER {name} AFTER {event} ON {table} WHEN NOT EXISTS (SELECT 1 FROM core_change)
    BEGIN INSERT INTO core_change (id) VALUES (NULL); END
"""
# Two writers insert a mark each, and so never wait for each other.
POSTGRESQL = """
    CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION core_leave_change()
"""
FUNCTION = """
    CREATE OR REPLACE FUNCTION core_leave_change() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN INSERT INTO core_change DEFAULT VALUES; RETURN NULL; END'
"""


def watched():
    """The models whose tables have triggers."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in BOOKKEEPING_APPS
        and not getattr(model, "is_bookkeeping", False)
    ]


@cache
def wanted():
    """{name: (table, SQL)} of every trigger."""
    return {name: (table, sql) for model in watched() for name, table, sql in _triggers_of(model)}


def _triggers_of(model):
    table, quote = model._meta.db_table, connection.ops.quote_name
    update = "UPDATE"
    if spared := getattr(model, "bookkeeping_fields", ()):
        told = [field for field in model._meta.local_concrete_fields if field.name not in spared]
        update += f" OF {', '.join(quote(field.column) for field in told)}"
    events = {"insert": "INSERT", "update": update, "delete": "DELETE"}
    create = SQLITE
    if connection.vendor == "postgresql":
        events = {"write": f"INSERT OR {update} OR DELETE OR TRUNCATE"}
        create = POSTGRESQL
    for kind, event in events.items():
        name = f"{PREFIX}{table}_{kind}"
        yield name, table, create.format(name=quote(name), event=event, table=quote(table))


def _found():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def are_watched():
    """Whether no table lacks its triggers, as after a migration that stopped midway."""
    return wanted().keys() <= _found()


def watch(**_):
    """After a migration: create the triggers that are missing, of the tables that exist."""
    missing = wanted().keys() - _found()
    tables = set(connection.introspection.table_names()) if missing else set()
    if "core_change" not in tables:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table, sql in map(wanted().get, sorted(missing)):
            if table in tables:
                cursor.execute(sql)


def unwatch(*, plan, **_):
    """Before tables change: drop the triggers, without which no answer is kept, and the answers.

    SQLite drops the triggers of a table that it builds anew, and refuses to rename a column while one names it.
    """
    found = _found() if plan else ()
    if not found:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        alone()
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION core_leave_change() CASCADE")
        else:
            for name in found:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        KeptAnswer.objects.all().delete()


def alone():
    """Wait until no other transaction makes answers or drops triggers, until the end of this one.

    On SQLite a transaction is the only one that writes anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ALONE])
