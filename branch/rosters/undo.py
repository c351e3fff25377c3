"""Taking an import back: remove what it made and nobody leans on, restore what it changed and nobody touched since."""

from django.db import IntegrityError, transaction

from .changes import model_of, references, restored, values_of

STAYS = "{label} 已有别的记录，保留。"
TOUCHED = "{label} 导入后又改过，没有恢复。"


def take_back(rows, importer):
    """Undo these rows, given last first; each says in `left` what had to stay.

    A row whose old state stands in the way of what came since is found by undoing them one by one.
    """
    rows = _removable(rows, importer)
    try:
        with transaction.atomic():
            _undo(rows, importer)
    except IntegrityError:
        for row in rows:
            _undo_alone(row, importer)


def _undo_alone(row, importer):
    try:
        with transaction.atomic():
            _undo([row], importer)
    except IntegrityError:
        row.left = TOUCHED.format(label=row.label)


def _undo(rows, importer):
    for model in reversed(importer.models):
        mine = [
            (row, change)
            for row in rows
            for change in reversed(row.changes)
            if model_of(change) is model
        ]
        _remove(model, [change["pk"] for _, change in mine if change["op"] == "new"])
        _restore(model, [pair for pair in mine if pair[1]["op"] == "changed"])
        lost = [change for _, change in mine if change["op"] == "gone"]
        model.objects.bulk_create(model(**restored(model, change["before"])) for change in lost)


def _removable(rows, importer):
    """Rows without those whose person something else points at by now, or that somebody went on from."""
    made = {}
    for row in rows:
        for change in row.changes:
            if change["op"] == "new":
                made.setdefault(model_of(change), set()).add(change["pk"])
    people = made.get(importer.main, set())
    held = references(importer.main, people, but=made) | importer.held(people)
    touched = _touched(rows)
    kept = []
    for row in rows:
        mine = {change["pk"] for change in row.changes if _makes(change, importer.main)}
        if mine & held:
            row.left = STAYS.format(label=row.label)
        elif row.pk in touched:
            row.left = TOUCHED.format(label=row.label)
        else:
            kept.append(row)
    return kept


def _touched(rows):
    """The rows of which a record they made says something else by now: a move that was followed by another."""
    made = {}
    for row in rows:
        for change in row.changes:
            if change["op"] == "new" and change["after"]:
                made.setdefault(model_of(change), []).append((row, change))
    touched = set()
    for model, pairs in made.items():
        records = model.objects.in_bulk([change["pk"] for _, change in pairs])
        for row, change in pairs:
            record = records.get(change["pk"])
            if record and values_of(record, change["after"]) != change["after"]:
                touched.add(row.pk)
    return touched


def _makes(change, model):
    return change["op"] == "new" and model_of(change) is model


def _remove(model, pks):
    """What other rows still share stays without a word: a family, a class."""
    free = set(pks) - references(model, pks) if pks else set()
    model.objects.filter(pk__in=free).delete()


def _restore(model, pairs):
    records = model.objects.in_bulk({change["pk"] for _, change in pairs})
    touched = {}
    for row, change in pairs:
        record = records.get(change["pk"])
        if record is None:
            continue
        if values_of(record, change["after"]) != change["after"]:
            row.left = TOUCHED.format(label=row.label)
            continue
        for name, value in restored(model, change["before"]).items():
            setattr(record, name, value)
        touched.setdefault(tuple(change["before"]), {})[record.pk] = record
    for names, found in touched.items():
        model.objects.bulk_update(found.values(), names)
