"""Calls in threads of their own, each with its own connection to the database."""

from contextlib import contextmanager
from threading import Barrier, Thread

from django.db import connection, transaction


def run(call, raised):
    """Call it, add what it raises to the list, and close the connection of this thread."""
    try:
        call()
    except BaseException as error:
        raised.append(error)
    finally:
        connection.close()


def at_once(*calls):
    """Run them side by side; what they raised."""
    start, raised = Barrier(len(calls)), []

    def wait_and_run(call):
        start.wait()
        run(call, raised)

    threads = [Thread(target=wait_and_run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@contextmanager
def meanwhile(call):
    """Run it beside the block, whose transaction ends once the other waits for a lock or is over.

    SQLite has one writer at a time: there the other waits to begin at all.
    """
    raised = []
    other = Thread(target=run, args=[call, raised])
    with transaction.atomic():
        yield other.start
        while connection.vendor == "postgresql" and other.is_alive() and not somebody_waits():
            pass
    other.join()
    assert raised == []


@contextmanager
def crossing(call):
    """Yield what runs it beside the block, which goes on once the other waits for a lock of the block or is over.

    So a lock that the block takes then must be none that the other holds. The other ends after the block.
    """
    raised = []
    other = Thread(target=run, args=[call, raised])

    def start():
        other.start()
        while connection.vendor == "postgresql" and other.is_alive() and not somebody_waits():
            pass

    with transaction.atomic():
        yield start
    other.join()
    assert raised == []


def somebody_waits():
    """Whether a connection to this database waits for a lock; other processes test on databases of their own."""
    own = "SELECT oid FROM pg_database WHERE datname = current_database()"
    held = f"SELECT pid FROM pg_locks WHERE database = ({own})"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN ({held})")
        return cursor.fetchone()[0]
