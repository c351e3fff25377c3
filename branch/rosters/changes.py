"""The changes an import makes to records: planned in memory, then written, and stored for an undo."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db.models import Model

from branch.core.models import Versioned
from branch.core.stored import held, key_of, plain


@dataclass
class Change:
    """One record created, changed or deleted; `before` and `after` are the values of the changed fields."""

    op: str
    record: Model
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    # the key of a deleted record, which Django clears
    was: int | None = None

    def as_json(self, *, in_full=False):
        """Return the change as JSON for an undo, once the record is stored; `in_full` with all values of a new one."""
        before, after = self.before, self.after
        if self.op == "gone":
            before = {**held(self.record), "id": self.was}
        elif self.op == "new" and in_full:
            after = held(self.record)
        return {
            "model": self.record._meta.label_lower,
            "pk": self.was or self.record.pk,
            "op": self.op,
            "before": {name: plain(value) for name, value in before.items()},
            "after": {name: plain(value) for name, value in after.items()},
        }


def new(record):
    return Change("new", record)


def changed(record, **values):
    """Set these values, and the next version of a versioned record; None where nothing differs."""
    before = {name: getattr(record, name) for name in values}
    before = {name: old for name, old in before.items() if old != values[name]}
    if not before:
        return None
    after = {name: values[name] for name in before}
    if isinstance(record, Versioned):
        before, after = (
            before | {"version": record.version},
            after | {"version": record.version + 1},
        )
    for name, value in after.items():
        setattr(record, name, value)
    return Change("changed", record, before, after)


def gone(record):
    return Change("gone", record, was=record.pk)


def lock(changes, importer, locked):
    """Lock the records of these changes; return whether each is still as it was read.

    Locks the records to change or delete, and the person (`importer.main`) to whom a changed or new one
    belongs, because every form locks the person first. `locked` {model: keys} is what this transaction
    has locked before; records read since then are current.
    """
    read, is_current = _as_read(changes, importer.main), True
    for model in importer.models:
        keys = read[model].keys() - locked[model]
        stored = {key: held(row) for key, row in locked_rows(model, keys).items()}
        is_current &= all(stored.get(key) == read[model][key] for key in keys)
        locked[model] |= keys
    return is_current


def locked_rows(model, keys):
    """{key: row}, each locked until the transaction ends.

    Rows are locked in the order of their keys and parents before children, so that two writers
    cannot wait for each other.
    """
    if not keys:
        return {}
    rows = model.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _as_read(changes, main):
    """{model: {key: values}} of the stored records behind these changes, before any of them."""
    read = defaultdict(dict)
    for change in changes:
        owners = [
            one.get_cached_value(change.record, None) for one in _links(type(change.record), main)
        ]
        for record in (change.record, *owners):
            if record is not None and record.pk is not None:
                read[type(record)][record.pk] = held(record)
    for change in reversed(changes):
        if change.record.pk is not None:
            before = {name: key_of(value) for name, value in change.before.items()}
            read[type(change.record)][change.record.pk] |= before
    return read


@cache
def _links(model, main):
    return [one for one in model._meta.concrete_fields if one.related_model is main]


def write(changes, models):
    """Store planned changes with a few statements a model: deletions first, then parents before children."""
    by_model = defaultdict(lambda: defaultdict(list))
    for change in changes:
        by_model[type(change.record)][change.op].append(change)
    for model in reversed(models):
        removed = [one.was for one in by_model[model]["gone"]]
        if removed:
            model.objects.filter(pk__in=removed).delete()
    for model in models:
        _write_changed(model, by_model[model]["changed"])
        added = [one.record for one in by_model[model]["new"]]
        if added:
            model.objects.bulk_create(added)


def _write_changed(model, changes):
    """Update changed records; a record created in the same chunk is stored with its last values anyway."""
    groups = defaultdict(dict)
    for change in changes:
        if change.record.pk is not None:
            groups[tuple(change.after)][change.record.pk] = change.record
    for names, records in groups.items():
        model.objects.bulk_update(records.values(), names)


def references(model, pks, *, but=(), derived=()):
    """The pks to which some row refers, apart from the rows in `but` ({model: pks}) and of `derived` models."""
    found, but = set(), dict(but)
    for relation in model._meta.related_objects:
        if relation.many_to_many or relation.related_model in derived:
            continue
        rows = relation.related_model.objects.filter(**{f"{relation.field.name}__in": pks})
        rows = rows.exclude(pk__in=but.get(relation.related_model, ()))
        found.update(rows.values_list(f"{relation.field.name}_id", flat=True))
    return found


def model_of(change):
    return apps.get_model(change["model"])
