"""What the organiser decides of a network that sent too much at once: all of it with one tick."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent

from .seats import State, move_up, seats_of

NONE_LEFT = "这些报名已经处理过了。"


@transaction.atomic
def confirm_source(source, *, at, by):
    """Count the unverified sign-ups of a source as real; return how many of them were seated.

    They wait in the order of their numbers, and free seats go to the first whom they fit.
    """
    with seats_of(source.opening_id) as opening:
        count = source.signups.unverified().update(state=State.WAITING)
        _refuse_none(count)
        moved = move_up(opening, at=at, verified=source)
        seated = sum(row.source_id == source.pk for row in moved)
        says = f"核实 {count} 户报名，{seated} 户有座位"
        AuditEvent.record(actor=by, verb="parentsource.confirmed", target=opening, says=says)
    return seated


@transaction.atomic
def drop_unverified_of(source, *, at, by):
    """Delete the unverified sign-ups of a source; return how many."""
    with seats_of(source.opening_id) as opening:
        return _drop(source.signups.unverified(), opening, at=at, by=by)


@transaction.atomic
def drop_source(source, *, at, by):
    """Delete every sign-up of a source, those with a seat too, but who has arrived; return how many."""
    with seats_of(source.opening_id) as opening:
        return _drop(source.signups.standing().filter(arrived_at=None), opening, at=at, by=by)


def _drop(rows, opening, *, at, by):
    count = rows.delete()[0]
    _refuse_none(count)
    move_up(opening, at=at)
    AuditEvent.record(
        actor=by, verb="parentsource.dropped", target=opening, says=f"作废 {count} 户报名"
    )
    return count


def _refuse_none(found):
    if not found:
        raise ValidationError(NONE_LEFT)
