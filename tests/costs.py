"""The number of queries of a call."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def cost_of(call, *args):
    """(result of the call, number of queries), without savepoints."""
    with CaptureQueriesContext(connection) as queries:
        answer = call(*args)
    return answer, sum("SAVEPOINT" not in query["sql"] for query in queries)
