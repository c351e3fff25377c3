"""Seats: given in the order of the numbers, under the lock of the opening."""

from contextlib import contextmanager

from branch.core.public import touch
from branch.service.parents.models import ParentOpening, ParentSignUp

State = ParentSignUp.State


@contextmanager
def seats_of(pk):
    """Lock an opening for a block that gives or frees seats; public pages change if it becomes full or free."""
    opening = ParentOpening.objects.with_event().select_for_update(of=("self",)).get(pk=pk)
    was_full = opening.free_count() == 0
    yield opening
    if was_full != (opening.free_count() == 0):
        touch()


def move_up(opening, *, at, verified=None):
    """Give free seats to those who wait, in the order of their numbers; return the rows that moved up.

    A family that is more than the free seats keeps its place, and the next that fits is seated. Nobody moves up after
    the closing time, when nobody would ring them, but those of a source that has just been `verified`; they look at
    their codes, and are not on the list to ring.
    """
    if not opening.activity.is_planned:
        return []
    waiting, free = opening.signups.waiting().order_by("number"), opening.free_count()
    if at >= opening.ends_at:
        waiting = waiting.filter(source=verified) if verified else waiting.none()
    moved = list(_fitting(waiting, free)) if free else []
    for row in moved:
        row.state = State.CONFIRMED
        row.moved_up_at = None if verified and row.source_id == verified.pk else at
        row.save(update_fields=["state", "moved_up_at"])
    return moved


def _fitting(rows, free):
    for row in rows:
        if row.people_count <= free:
            free -= row.people_count
            yield row
        if not free:
            return
