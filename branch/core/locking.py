"""Which database errors mean that another transaction was in the way, so that trying again helps."""

from django.db import IntegrityError

# of PostgreSQL: serialization failure, deadlock, lock not available
LOCKED = {"40001", "40P01", "55P03"}


def is_conflict(error):
    """Whether a `DatabaseError` comes of another transaction: a row of the same key, or a lock it holds.

    A full disk or a lost connection is none.
    """
    cause = error.__cause__
    is_locked = getattr(cause, "sqlstate", "") in LOCKED or "is locked" in str(cause)
    return isinstance(error, IntegrityError) or is_locked
