"""Undo of an import: delete the records it created and restore those it changed.

A record stays if others refer to it or if somebody has changed it since the import.
"""

from collections import defaultdict

from django.db import IntegrityError, transaction

from branch.core.models import Versioned
from branch.core.stored import restored, values_of

from .changes import locked_rows, model_of, references

STAYS = "{label} 已有别的记录，保留。"
TOUCHED = "{label} 导入后又改过，没有恢复。"


def take_back(rows, importer, restored_versions):
    """Undo these rows, given last first; `left` of a row says what stayed.

    `restored_versions` of the batch is updated, see `ImportBatch`. If the old state of a row breaks a
    constraint by now, the rows are undone one by one to find it.
    """
    _lock(rows, importer)
    rows = _removable(rows, importer, restored_versions)
    try:
        restored_versions |= _undo(rows, importer, restored_versions)
    except IntegrityError:
        for row in rows:
            try:
                restored_versions |= _undo([row], importer, restored_versions)
            except IntegrityError:
                row.left = TOUCHED.format(label=row.label)


def _lock(rows, importer):
    keys = defaultdict(set)
    for row in rows:
        for change in row.changes:
            keys[model_of(change)].add(change["pk"])
    for model in importer.models:
        locked_rows(model, keys[model])


@transaction.atomic
def _undo(rows, importer, restored_versions):
    """Undo all of these rows or none; return what to add to `restored_versions`."""
    added = {}
    for model in reversed(importer.models):
        mine = [
            (row, change)
            for row in rows
            for change in reversed(row.changes)
            if model_of(change) is model
        ]
        added_pks = [change["pk"] for _, change in mine if change["op"] == "new"]
        _remove(model, added_pks, importer.derived)
        pairs = [pair for pair in mine if pair[1]["op"] == "changed"]
        added |= _restore(model, pairs, restored_versions)
        lost = [change for _, change in mine if change["op"] == "gone"]
        model.objects.bulk_create(model(**restored(model, change["before"])) for change in lost)
    return added


def _removable(rows, importer, restored_versions):
    """The rows whose person no other record refers to and whose records nobody has changed since."""
    created = {}
    for row in rows:
        for change in row.changes:
            if change["op"] == "new":
                created.setdefault(model_of(change), set()).add(change["pk"])
    people = created.get(importer.main, set())
    held = references(importer.main, people, but=created, derived=importer.derived)
    held |= importer.held(people)
    touched = _touched(rows, restored_versions)
    kept = []
    for row in rows:
        mine = {change["pk"] for change in row.changes if _creates(change, importer.main)}
        if mine & held:
            row.left = STAYS.format(label=row.label)
        elif row.pk in touched:
            row.left = TOUCHED.format(label=row.label)
        else:
            kept.append(row)
    return kept


def _touched(rows, restored_versions):
    """The rows that created a record which has been changed since, as a move followed by another.

    Changes by later rows of the same import do not count.
    """
    created, later = defaultdict(list), defaultdict(dict)
    for row in rows:
        for change in reversed(row.changes):
            key = change["model"], change["pk"]
            later[key] = change["after"] | later[key]
            if change["op"] == "new" and change["after"]:
                created[model_of(change)].append((row, change["pk"], later[key]))
    touched = set()
    for model, found in created.items():
        records = model.objects.in_bulk([pk for _, pk, _ in found])
        _set_known_versions(records.values(), restored_versions)
        for row, pk, after in found:
            if pk in records and values_of(records[pk], after) != after:
                touched.add(row.pk)
    return touched


def _set_known_versions(records, restored_versions):
    """Give a record that this undo has partly restored the version that the earlier rows of the import left."""
    for record in records:
        stored, known = restored_versions.get(_key(record), (None, None))
        if stored and record.version == stored:
            record.version = known


def _key(record):
    return f"{record._meta.label_lower}:{record.pk}"


def _creates(change, model):
    return change["op"] == "new" and model_of(change) is model


def _remove(model, pks, derived):
    """Delete the records to which no other row refers; a shared family or class stays, unreported."""
    free = set(pks) - references(model, pks, derived=derived) if pks else set()
    model.objects.filter(pk__in=free).delete()


def _restore(model, pairs, restored_versions):
    """Restore the values from before the first change of each record, unless it was changed since the last.

    Return {record: [its version now, the version that the earlier rows of the import left]}.
    """
    records = model.objects.in_bulk({change["pk"] for _, change in pairs})
    stored = {pk: getattr(record, "version", None) for pk, record in records.items()}
    _set_known_versions(records.values(), restored_versions)
    names = _set_back(model, pairs, records)
    added = _move_versions_on(model, [records[pk] for pk in names], stored)
    groups = defaultdict(list)
    for pk, changed in names.items():
        groups[tuple(sorted(changed))].append(records[pk])
    for fields, found in groups.items():
        model.objects.bulk_update(found, fields)
    return added


def _set_back(model, pairs, records):
    """Set back the records in memory, as {pk: names of their fields}; note in a row if its record was changed since."""
    names = defaultdict(set)
    for row, change in pairs:
        record = records.get(change["pk"])
        if record is None:
            continue
        if values_of(record, change["after"]) != change["after"]:
            row.left = TOUCHED.format(label=row.label)
            continue
        for name, value in restored(model, change["before"]).items():
            setattr(record, name, value)
        names[record.pk] |= set(change["before"])
    return names


def _move_versions_on(model, records, stored):
    """Raise the version of each record, as no version may be used twice: an older form gets a conflict."""
    if not issubclass(model, Versioned):
        return {}
    added = {}
    for record in records:
        added[_key(record)] = [stored[record.pk] + 1, record.version]
        record.version = stored[record.pk] + 1
    return added
