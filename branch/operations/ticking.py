"""Running the chores that apps declare in `chores.py`, each at its interval."""

import logging
from datetime import timedelta

from branch.core.contributions import Chore

from .models import ChoreRun

logger = logging.getLogger(__name__)

# a timer may start a little early; a daily chore must not wait for another day because of it
TOLERANCE = timedelta(minutes=5)


def run_chores(*, at):
    """Run the chores due at the moment; return (chore, number of rows changed), None for one that failed."""
    last = dict(ChoreRun.objects.values_list("key", "ran_at"))
    due = [chore for chore in Chore.every() if _is_due(chore, last.get(chore.key), at)]
    return [(chore, _run(chore, at)) for chore in due]


def _is_due(chore, ran_at, at):
    return ran_at is None or at >= ran_at + chore.interval - TOLERANCE


def _run(chore, at):
    """Run a chore, then save its time: a chore that failed runs again at the next tick."""
    try:
        count = chore.run(at=at)
    except Exception:  # whatever it was, it must not keep the later chores from their work
        logger.exception("chore %s failed", chore.key)
        return None
    ChoreRun.objects.update_or_create(key=chore.key, defaults={"ran_at": at})
    return count
