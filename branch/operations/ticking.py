"""What `tick` does: the chores that apps declare in `chores.py`, each as often as it says."""

from datetime import timedelta

from branch.core.contributions import Chore

from .models import ChoreRun

# a timer may ring a little early; a daily chore must not wait for a second day because of it
EARLY = timedelta(minutes=5)


def run_chores(*, at):
    """Run the chores due at the moment; returns (chore, how many rows it changed) of each."""
    last = dict(ChoreRun.objects.values_list("key", "ran_at"))
    due = [chore for chore in Chore.every() if _is_due(chore, last.get(chore.key), at)]
    return [(chore, _run(chore, at)) for chore in due]


def _is_due(chore, ran_at, at):
    return ran_at is None or at >= ran_at + chore.interval - EARLY


def _run(chore, at):
    """Noted after the chore is done: one that failed is tried again at the next tick."""
    count = chore.run(at=at)
    ChoreRun.objects.update_or_create(key=chore.key, defaults={"ran_at": at})
    return count
