"""Running the chores that apps declare in `chores.py`, each at its interval, by one `tick` at a time."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from branch.core.contributions import Chore
from branch.core.models import SiteProfile

from .models import ChoreRun, TickLock

logger = logging.getLogger(__name__)

# a timer may start a little early; a daily chore must not wait for another day because of it
TOLERANCE = timedelta(minutes=5)
# the desk is loud about a longer silence
LATE_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class LastTick:
    """When `tick` last did all its work, as the desk tells it at a moment."""

    ticked_at: datetime | None
    at: datetime

    @property
    def is_late(self):
        return self.ticked_at is None or self.at - self.ticked_at > LATE_AFTER


class TakenError(Exception):
    """Raised where another `tick` runs already, on this machine or on another."""


def tick(*, at):
    """Run the chores due at the moment, and store when that was unless one failed.

    `TakenError` where another run is at it already. How long a run keeps others out is a matter of the real time, which is read here.
    """
    holder = uuid4()
    if not TickLock.objects.take(holder, at=timezone.now()):
        raise TakenError
    try:
        ran = run_chores(at=at, before_each=lambda: _keep(holder))
        if all(count is not None for _, count in ran):
            SiteProfile.objects.update(ticked_at=at)
    finally:
        TickLock.objects.give_back(holder)
    return ran


def _keep(holder):
    """Keep the lock for longer; raise if this run was so slow that another one has it by now."""
    if not TickLock.objects.take(holder, at=timezone.now()):
        raise TakenError


def run_chores(*, at, before_each=lambda: None):
    """Run the chores due at the moment; return (chore, number of rows changed), None for one that failed."""
    last = dict(ChoreRun.objects.values_list("key", "ran_at"))
    due = [chore for chore in Chore.every() if _is_due(chore, last.get(chore.key), at)]
    ran = []
    for chore in due:
        before_each()
        ran.append((chore, _run(chore, at)))
    return ran


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
