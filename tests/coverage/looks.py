"""What the board and the desk tell of every duty, and what the records say when they are counted anew."""

from branch.core.prepared import prepared
from branch.coverage import status as kept
from branch.coverage.status import statuses

# the same queries, whose answers nobody keeps
QUERIES = kept._counted, kept._unassigned  # noqa: SLF001 (there is no page without)
ANEW = [prepared(query.__wrapped__) for query in QUERIES]


def told(user, *, on, today):
    """The rows of each query that a page reads for the user."""
    return _rows(QUERIES, user, on, today)


def counted_anew(user, *, on, today):
    return _rows(ANEW, user, on, today)


def _rows(queries, user, on, today):
    found = statuses(user, on=on, today=today)
    return [sorted(map(repr, kept._ask(query, found))) for query in queries]  # noqa: SLF001
