"""Steps that can be undone on their day: an action traces the rows it changes, another restores them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from .models import UndoStep
from .registry import register
from .stored import values_of

UNDOS = {}
TOO_LATE = "已经撤销过，或者已过当天，不能再撤销。"


@dataclass(frozen=True)
class Undo:
    """How steps of a kind are undone: who may, and the action on the restored rows.

    `action(rows, on=, by=)` refuses what has become impossible and records the audit event. Only the
    person who took a step may undo it, unless it is `of_anyone`. `first` is the way from its rows to the row that
    their actions lock before them, as `goal__pairing`: the undo locks it first, too, or each would wait for the other.
    """

    action: Callable
    permission: str
    of_anyone: bool = False
    first: str = ""


def undoes(kind, *, permission, of_anyone=False, first=""):
    """Declare an action as the undo of a kind of step."""

    def declare(action):
        register(UNDOS, kind, Undo(action, permission, of_anyone, first))
        return action

    return declare


class Trace:
    """The values of some stored rows before a step changes them."""

    def __init__(self, *rows):
        self.rows = [(type(row), row.pk, values_of(row)) for row in rows]

    def keep(self, kind, *, target, on, by, address=""):
        """Store the step with the values of the rows before and after it; target may be deleted by now."""
        return UndoStep.objects.create(
            kind=kind,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
            changes=[_change(*row) for row in self.rows],
            address=address,
            by=by,
            taken_on=on,
        )


def _change(model, pk, before):
    row = model._meta.base_manager.filter(pk=pk).first()
    after = values_of(row) if row else None
    return {"model": model._meta.label_lower, "pk": pk, "before": before, "after": after}


def _lock_first(changes, way):
    """Lock the rows to which the way leads from those of the changes; a model without its first field has none."""
    keys, head = defaultdict(set), way.partition("__")[0]
    for change in changes:
        model = apps.get_model(change["model"])
        if head in {field.name for field in model._meta.get_fields()}:
            rows = model._meta.base_manager.filter(pk=change["pk"])
            keys[_model_at(model, way)].update(rows.values_list(way, flat=True))
    for model, found in keys.items():
        rows = model._meta.base_manager.select_for_update(no_key=True)
        list(rows.filter(pk__in=found).order_by("pk"))


def _model_at(model, way):
    for name in way.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def steps_left_to(user):
    """The steps that are the user's to undo, whether or not their day is over."""
    allowed = Q(pk=None)
    for kind, undo in UNDOS.items():
        if user.has_perm(undo.permission):
            allowed |= Q(kind=kind) if undo.of_anyone else Q(kind=kind, by=user)
    return UndoStep.objects.filter(allowed)


def offer_undo(rows, user, *, on):
    """Set `undo` of each of these rows, of any models: the last step of the day by it that the user may undo, or None."""
    labels = {row._meta.label_lower for row in rows}
    steps = steps_left_to(user).open_on(on).filter(target_type__in=labels).order_by("pk")
    found = {}
    for step in steps:
        found[step.target_type, step.target_id] = step
        # a step about several rows is kept with the first of them
        found |= {(change["model"], str(change["pk"])): step for change in step.changes}
    for row in rows:
        row.undo = found.get((row._meta.label_lower, str(row.pk)))


@transaction.atomic
def undo(step, *, on, at, by):
    """Restore the rows of a step, once; refuse if one was changed since or no longer fits."""
    step = UndoStep.objects.select_for_update(of=("self",)).open_on(on).filter(pk=step.pk).first()
    if step is None:
        raise ValidationError(TOO_LATE)
    declared = UNDOS[step.kind]
    if declared.first:
        _lock_first(step.changes, declared.first)
    rows = step.restore()
    declared.action(rows, on=on, by=by)
    step.undone_at = at
    step.save(update_fields=["undone_at"])
    return step
