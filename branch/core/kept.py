"""Answers of the database that are kept until a record changes (ADR 29).

Every write of a record leaves a `Change` in its own transaction (`core.changes`), and an answer is true while no
`Change` is seen. Nothing stale is told, whatever writes meanwhile and in whatever order the writers commit:

- An answer is made anew in a transaction that deletes the marks first and counts afterwards. A mark that it deleted
  was committed before, and so were the records of its writer: they are counted.
- A mark that it did not see is not deleted, and is seen as soon as its writer has committed. So the marks are deleted
  rather than compared: their numbers are not in the order in which their writers commit.
- One look at a time does so. Else one that counted before a change could keep its answer after another look had
  deleted the mark of this change.
- A reader asks for the answer and for the marks in one query, which sees one state of both.
"""

from django.db import transaction

from .changes import alone, are_watched
from .models import Change, KeptAnswer

TRUE_ANSWER = """
    SELECT * FROM core_keptanswer WHERE key = %s AND NOT EXISTS (SELECT 1 FROM core_change)
"""


def kept(key, make):
    """The rows kept under a key, or, where a record has changed since, those that `make` returns now."""
    rows = _true_rows(key)
    return _made_anew(key, make) if rows is None else rows


def _true_rows(key):
    """The rows kept under a key, as dictionaries; None where none are true. In SQL for speed, as every desk asks it."""
    found = list(KeptAnswer.objects.raw(TRUE_ANSWER, [key]))
    if not found:
        return None
    columns, rows = found[0].columns, found[0].rows
    return [dict(zip(columns, row, strict=True)) for row in rows]


@transaction.atomic
def _made_anew(key, make):
    alone()
    # another look may have made it while this one waited
    rows = _true_rows(key)
    if rows is not None:
        return rows
    if not are_watched():
        return make()
    forgotten, _ = Change.objects.all().delete()
    if forgotten:
        KeptAnswer.objects.all().delete()
    rows = make()
    columns = list(rows[0]) if rows else []
    values = [list(row.values()) for row in rows]
    KeptAnswer.objects.create(key=key, columns=columns, rows=values)
    return rows
