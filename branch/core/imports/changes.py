"""What an import does to the records: planned without touching them, written in one go, taken back."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model

from branch.core.models import Versioned


@dataclass
class Change:
    """One record made, changed or removed; of a changed one what it said before and says after."""

    op: str
    record: Model
    after: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)

    def as_json(self):
        """As an undo needs it; asked for once the record is stored."""
        names = [one.name for one in self.record._meta.concrete_fields]
        before = values_of(self.record, names) if self.op == "gone" else self.before
        return {
            "model": self.record._meta.label_lower,
            "pk": self.pk,
            "op": self.op,
            "before": before,
            "after": {name: plain(value) for name, value in self.after.items()},
        }

    @property
    def fields(self):
        return tuple(self.after)

    @property
    def pk(self):
        return getattr(self, "was", None) or self.record.pk


def new(record):
    return Change("new", record)


def changed(record, **values):
    """The record with these values set, a versioned one at its next version; None where it has them already."""
    names = [name for name, value in values.items() if getattr(record, name) != value]
    if not names:
        return None
    if isinstance(record, Versioned):
        names, values = [*names, "version"], values | {"version": record.version + 1}
    before = values_of(record, names)
    for name in names:
        setattr(record, name, values[name])
    return Change("changed", record, {name: values[name] for name in names}, before)


def gone(record):
    return Change("gone", record)


def values_of(record, names):
    """{field name: a value JSON can hold}; of a relation its key."""
    return {name: plain(getattr(record, record._meta.get_field(name).attname)) for name in names}


def plain(value):
    """As JSON holds it; of a record its key, which it has once it is stored."""
    if isinstance(value, Model):
        return value.pk
    is_plain = value is None or isinstance(value, str | int | bool)
    return value if is_plain else DjangoJSONEncoder().default(value)


def write(changes, models):
    """Store planned changes with a few statements a model, parents first, what goes before what comes."""
    for change in changes:
        if change.op == "gone":
            change.was = change.record.pk
    by_model = defaultdict(list)
    for change in changes:
        by_model[type(change.record)].append(change)
    for model in reversed(models):
        removed = [one.record.pk for one in by_model[model] if one.op == "gone"]
        if removed:
            model.objects.filter(pk__in=removed).delete()
    for model in models:
        _write_changed(model, [one for one in by_model[model] if one.op == "changed"])
        added = [one.record for one in by_model[model] if one.op == "new"]
        if added:
            model.objects.bulk_create(added)


def _write_changed(model, changes):
    """Of a record made in this very chunk nothing is left to change: it is stored as it now stands."""
    groups = defaultdict(list)
    for change in changes:
        if change.record.pk is not None:
            groups[change.fields].append(change.record)
    for names, records in groups.items():
        model.objects.bulk_update(list(dict.fromkeys(records)), names)


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
