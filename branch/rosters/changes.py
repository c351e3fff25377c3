"""What an import does to the records: planned without touching them, written in one go, taken back."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model

from branch.core.models import Versioned

PLAIN, ENCODE = (str, int, bool), DjangoJSONEncoder().default


@dataclass
class Change:
    """One record made, changed or removed; `before` and `after` hold the values of the changed fields."""

    op: str
    record: Model
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    # of a record that goes: its key, which Django forgets
    was: int | None = None

    def as_json(self, *, in_full=False):
        """As an undo needs it; asked for once the record is stored. `in_full` keeps what a new one said."""
        before, after = self.before, self.after
        if self.op == "gone":
            before = {**_held(self.record), "id": self.was}
        elif self.op == "new" and in_full:
            after = _held(self.record)
        return {
            "model": self.record._meta.label_lower,
            "pk": self.was or self.record.pk,
            "op": self.op,
            "before": {name: _plain(value) for name, value in before.items()},
            "after": {name: _plain(value) for name, value in after.items()},
        }


def new(record):
    return Change("new", record)


def changed(record, **values):
    """The record with these values set, a versioned one at its next version; None where it has them already."""
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


def _held(record):
    """{field name: value}; of a relation its key."""
    return {one.name: getattr(record, one.attname) for one in record._meta.concrete_fields}


def _plain(value):
    """As JSON holds it; of a record its key, known by now even if it was new when this was planned."""
    value = _key_of(value)
    return value if value is None or isinstance(value, PLAIN) else ENCODE(value)


def values_of(record, names):
    """{field name: a value JSON can hold}; of a relation its key."""
    held = _held(record)
    return {name: _plain(held[name]) for name in names}


def lock(changes, importer, locked):
    """Lock the records these changes are about; whether each still stands as it was read.

    Locked are the records to change or remove, and the person (`importer.main`) a changed or new one
    belongs to, as every form locks that one first. `locked` {model: keys} holds what this transaction
    has locked before: what was read since is current.
    """
    read, is_current = _as_read(changes, importer.main), True
    for model in importer.models:
        keys = read[model].keys() - locked[model]
        stands = {key: _held(row) for key, row in locked_rows(model, keys).items()}
        is_current &= all(stands.get(key) == read[model][key] for key in keys)
        locked[model] |= keys
    return is_current


def locked_rows(model, keys):
    """{key: row}, each locked until the transaction ends.

    In the order of their keys, and called for parents before children: writers then wait for one
    another in one direction only.
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
                read[type(record)][record.pk] = _held(record)
    for change in reversed(changes):
        if change.record.pk is not None:
            before = {name: _key_of(value) for name, value in change.before.items()}
            read[type(change.record)][change.record.pk] |= before
    return read


@cache
def _links(model, main):
    return [one for one in model._meta.concrete_fields if one.related_model is main]


def _key_of(value):
    return value.pk if isinstance(value, Model) else value


def write(changes, models):
    """Store planned changes with a few statements a model, parents first, what goes before what comes."""
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
    """Of a record made in this very chunk nothing is left to change: it is stored as it now stands."""
    groups = defaultdict(dict)
    for change in changes:
        if change.record.pk is not None:
            groups[tuple(change.after)][change.record.pk] = change.record
    for names, records in groups.items():
        model.objects.bulk_update(records.values(), names)


def references(model, pks, *, but=()):
    """The pks that some row points at, left out those of the models in `but` ({model: pks})."""
    held, but = set(), dict(but)
    for relation in model._meta.related_objects:
        if relation.many_to_many:
            continue
        rows = relation.related_model.objects.filter(**{f"{relation.field.name}__in": pks})
        rows = rows.exclude(pk__in=but.get(relation.related_model, ()))
        held.update(rows.values_list(f"{relation.field.name}_id", flat=True))
    return held


def model_of(change):
    return apps.get_model(change["model"])


def restored(model, values):
    """Field values from JSON, as the fields hold them; of a relation under its key's name."""
    found = {}
    for name, value in values.items():
        one = model._meta.get_field(name)
        target = one.target_field if isinstance(one, ForeignKey) else one
        found[one.attname] = target.to_python(value)
    return found
