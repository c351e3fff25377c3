"""What a request asks of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def cost_of(call, *args):
    """(the answer, how many statements ask or store something); a savepoint does neither."""
    with CaptureQueriesContext(connection) as queries:
        answer = call(*args)
    return answer, sum("SAVEPOINT" not in query["sql"] for query in queries)
