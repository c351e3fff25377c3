"""Goals of a pairing: set, stepped, dropped, and undone on the same day."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from branch.core.figures import figure
from branch.core.models import AuditEvent, Stale
from branch.core.undo import Trace, undoes
from branch.walkins.figures import GOALS_AT_ONCE
from branch.walkins.students.models import Goal, GoalStep, Pairing

ENDED = "这个结对已经结束，目标停在结束时的样子。"
CLOSED = "这个目标已经结束，请看看现在的情况。"
STEPPED_SINCE = "这个目标之后又记过，请先撤销后面的一步。"


def lock_running(rows, pairing_id):
    """Lock the pairing if it is one of the rows, so that it does not end meanwhile; else refuse."""
    pairing = rows.select_for_update(of=("self",)).filter(pk=pairing_id).first()
    if pairing is None:
        raise ValidationError(ENDED)
    return pairing


def _open_goals(pairing_id, *, on):
    goals = Goal.objects.as_listed_on(on).filter(pairing=pairing_id)
    return [goal for goal in goals if goal.is_open]


def most_goals_says(pairing_id, *, on, goals=None):
    """已有 3 个目标在做，…, where the pairing has as many open goals as it may; else ""."""
    count = len(_open_goals(pairing_id, on=on) if goals is None else goals)
    if count < figure(GOALS_AT_ONCE.key, on=on):
        return ""
    return f"已有 {count} 个目标在做，做到了或不再做一个，再定新的。"


@transaction.atomic
def set_goal(pairing, *, what, on, by):
    """Set a goal, which begins with 还没有; returns the `UndoStep`, by which it is deleted today."""
    pairing = lock_running(Pairing.objects.led_by(by), pairing.pk)
    goals = _open_goals(pairing.pk, on=on)
    if any(goal.what == what for goal in goals):
        raise ValidationError({"what": "这个目标已经在做。"})
    if full := most_goals_says(pairing.pk, on=on, goals=goals):
        raise ValidationError({"what": full})
    goal = Goal(pairing=pairing, what=what, set_on=on, set_by=by)
    goal.full_clean()
    goal.save()
    AuditEvent.record(actor=by, verb="goal.set", target=goal)
    return _append(goal, GoalStep.State.NOT_YET, on=on, by=by)


@transaction.atomic
def step_goal(goal, *, state, version, on, by):
    """Append a step; returns its `UndoStep`, None where the goal stands so already, as after a second tap."""
    goal = _lock(goal, version, on=on, by=by, is_so=lambda row: row.state == state)
    if goal is None:
        return None
    goal.save(update_fields=["version"])
    AuditEvent.record(actor=by, verb="goal.stepped", target=goal)
    return _append(goal, state, on=on, by=by)


@transaction.atomic
def drop_goal(goal, *, version, on, by):
    """不再做: close a goal that was not reached; returns the `UndoStep`, None after a second tap."""
    goal = _lock(goal, version, on=on, by=by, is_so=lambda row: row.is_dropped)
    if goal is None:
        return None
    trace = Trace(Goal.objects.get(pk=goal.pk))
    goal.dropped_on = on
    goal.full_clean()
    goal.save(update_fields=["dropped_on", "version"])
    AuditEvent.record(actor=by, verb="goal.dropped", target=goal)
    return trace.keep("goal.dropped", target=goal, on=on, by=by)


def _lock(goal, version, *, on, by, is_so):
    """Lock an open goal at this version; None if it is as it was to become."""
    lock_running(Pairing.objects.led_by(by), goal.pairing_id)
    try:
        goal = Goal.objects.as_listed_on(on).lock(goal.pk, version)
    except Stale as stale:
        if is_so(stale.current):
            return None
        raise
    if is_so(goal):
        return None
    if not goal.is_open:
        raise ValidationError(CLOSED)
    return goal


def _append(goal, state, *, on, by):
    step = GoalStep(goal=goal, state=state, happened_on=on, recorded_by=by)
    step.full_clean()
    step.save()
    # as it was appended: the undo deletes it
    return Trace(step).keep("goal.stepped", target=goal, on=on, by=by)


@undoes("goal.stepped", permission="walkins.add_goal", first="goal__pairing")
def undo_goal_step(rows, *, on, by):
    """Take back the last step of a goal; with its first one the goal goes, too."""
    (step,) = rows
    lock_running(Pairing.objects.led_by(by), step.goal.pairing_id)
    if step.goal.dropped_on or step.goal.steps.filter(pk__gt=step.pk).exists():
        raise ValidationError(STEPPED_SINCE)
    step.delete()
    goal = _listed_again(step.goal_id, on=on)
    AuditEvent.record(actor=by, verb="goal.step_undone", target=goal)
    if goal.steps_so_far:
        Goal.objects.filter(pk=goal.pk).update(version=F("version") + 1)
    else:
        goal.delete()


@undoes("goal.dropped", permission="walkins.add_goal", first="pairing")
def resume_goal(rows, *, on, by):
    """Go on with a goal that was dropped by mistake."""
    (goal,) = rows
    lock_running(Pairing.objects.led_by(by), goal.pairing_id)
    goal = _listed_again(goal.pk, on=on)
    AuditEvent.record(actor=by, verb="goal.resumed", target=goal)


def _listed_again(goal_id, *, on):
    """The goal as it is after an undo; refuse where it is one too many."""
    goal = Goal.objects.as_listed_on(on).get(pk=goal_id)
    others = [other for other in _open_goals(goal.pairing_id, on=on) if other.pk != goal.pk]
    if goal.is_open and most_goals_says(goal.pairing_id, on=on, goals=others):
        raise ValidationError("之后又定了别的目标，不能撤销。")
    return goal
