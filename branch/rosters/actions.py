"""An import from its upload to its last row, and back: each step short, resumable, and on record."""

from collections import defaultdict
from hashlib import sha256
from json import dumps

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from branch.core.files import delete_on_commit, files_deleted_on_failure, stored
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.core.statistics import analyze
from branch.rosters.models import ChosenColumns, ImportBatch, ImportedRow

from . import changes
from .cells import text_of
from .checking import check, plan, tally
from .condensing import opened
from .importer import Importer, Line
from .layout import tidy
from .undo import take_back

# rows a transaction: other writers wait no longer than for one of these
CHUNK_SIZE = 200
# seconds; who waits for SQLite looks again every tenth of a second, and would find the next chunk begun
PAUSE_BETWEEN_CHUNKS = 0.1
State = ImportBatch.State
# the label of a row whose contents are deleted
STRIPPED = "名单里的一行"


def digest_of(kind, content):
    """The same for the same file imported as the same roster."""
    return sha256(kind.encode() + b":" + content).hexdigest()


def interrupted(digest):
    """The import of the same file that stopped half-way, if there is one: it goes on where it stopped."""
    return ImportBatch.objects.unfinished().filter(state=State.WRITING, digest=digest).first()


def receive_file(*, kind, file_name, content, effective_on, by):
    """Open an uploaded roster and keep it for a day; `RosterError` where it can't be read at all."""
    importer = Importer.of(kind)
    return keep_book(
        opened(importer, file_name, content, on=effective_on),
        kind=kind,
        file_name=importer.listed_as(file_name),
        digest=digest_of(kind, content),
        effective_on=effective_on,
        by=by,
    )


def keep_book(book, **facts):
    """Keep for a day what was read from a roster, so that the file is opened once.

    The caller has opened it: nobody waits for a transaction that reads a file.
    """
    with files_deleted_on_failure():
        return keep_file(store_book(book), **facts)


def store_book(book):
    """Store what was read from a roster, before the transaction of its batch; returns the file's name."""
    return stored(ImportBatch, {"file": ContentFile(book.as_json(), "roster.json")})["file"]


def keep_file(file, *, kind, file_name, digest, effective_on, by):
    """Open an import of a stored file."""
    batch = ImportBatch(
        kind=kind,
        file=file,
        file_name=file_name[-120:],
        digest=digest,
        effective_on=effective_on,
        by=by,
    )
    batch.full_clean()
    batch.save()
    return batch


def drop_file(file):
    """Delete a stored file that no import was opened with."""
    delete_on_commit(ImportBatch(file=file))


@transaction.atomic
def choose_layout(batch, *, choices):
    """Note which sheets are read from which row on; the columns are asked for next."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _refuse_unless(batch, State.UPLOADED, State.CHECKED)
    batch.lines.all().delete()
    batch.choices, batch.counts, batch.state = choices, {}, State.UPLOADED
    batch.save()
    return batch


@transaction.atomic
def discard_batch(batch, *, by):
    """Delete a file that is not to be imported after all, with what it says of people."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _refuse_unless(batch, State.UPLOADED, State.CHECKED)
    AuditEvent.record(actor=by, verb="import.discarded", target=batch, says=batch.file_name[:200])
    delete_on_commit(batch)
    batch.delete()


def remembered(importer):
    """Return {field label: index} that somebody chose for titles, by the titles; None where nobody did."""
    if importer.is_confidential:  # what is kept of it has titles of its own
        return lambda titles: None
    rows = ChosenColumns.objects.filter(kind=importer.kind)
    by_shape = dict(rows.values_list("shape", "columns"))
    return lambda titles: by_shape.get(_shape(titles))


@transaction.atomic
def remember(importer, chosen, *, by):
    """Keep what was chosen by hand: `chosen` are (titles, {field label: index})."""
    for titles, columns in chosen if not importer.is_confidential else ():
        ChosenColumns.objects.update_or_create(
            kind=importer.kind, shape=_shape(titles), defaults={"columns": columns, "by": by}
        )


def _shape(titles):
    said = [[tidy(above), tidy(own)] for above, own in titles]
    return sha256(dumps(said, ensure_ascii=False).encode()).hexdigest()


def check_batch(batch, *, on, choices=None, effective_on=None):
    """Check the file, and keep what was found for the pages that show it; writes no record.

    Not in one transaction: nobody else should wait while 5,000 rows are compared.
    """
    batch = _opened_again(batch, choices=choices, effective_on=effective_on)
    found = check(
        batch.importer,
        batch.book,
        on=on,
        effective_on=batch.effective_on,
        choices=batch.choices,
        remembered=remembered(batch.importer),
    )
    keep_check(batch, found)
    return batch


@transaction.atomic
def _opened_again(batch, *, choices, effective_on):
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _refuse_unless(batch, State.UPLOADED, State.CHECKED)
    batch.choices = batch.choices if choices is None else choices
    batch.effective_on = effective_on or batch.effective_on
    batch.save(update_fields=["choices", "effective_on"])
    return batch


def keep_check(batch, found):
    """Store the rows of a check, some at a time; those of an earlier one make way."""
    batch.state = State.UPLOADED
    batch.save(update_fields=["state"])
    batch.lines.all().delete()
    rows = [_row(batch, position, line) for position, line in enumerate(found.lines)]
    for start in range(0, len(rows), CHUNK_SIZE):
        ImportedRow.objects.bulk_create(rows[start : start + CHUNK_SIZE])
    batch.counts, batch.remarks, batch.state = found.counts, found.remarks, State.CHECKED
    batch.outcomes, batch.warnings = found.outcomes, found.warnings
    batch.effective_on = batch.importer.said_day(found.lines) or batch.effective_on
    names = ["counts", "remarks", "state", "outcomes", "warnings", "effective_on"]
    batch.save(update_fields=names)


def _row(batch, position, line):
    return ImportedRow(
        batch=batch,
        position=position,
        sheet=line.sheet[:60],
        row=line.row,
        label=line.label,
        verdict=line.verdict,
        values=line.values,
        cells={label: text_of(cell) for label, cell in line.cells.items()},
        errors=line.errors,
        warnings=line.warnings,
        outcomes=line.outcomes,
    )


def is_still_as_shown(batch, *, on, effective_on=None):
    """Whether the import would bring what the check found; if not, the file is checked again.

    Somebody may have changed a record since, or chosen another day.
    """
    effective_on = effective_on or batch.effective_on
    rows = batch.lines.good().order_by("position")
    lines = [Line(row.sheet, row.row, row.cells, row.values) for row in rows]
    plan(batch.importer, lines, on=on, effective_on=effective_on)
    if [line.outcomes for line in lines] == [row.outcomes for row in rows]:
        return True
    check_batch(batch, on=on, effective_on=effective_on)
    return False


@transaction.atomic
def begin_import(batch, *, skip_errors, by, effective_on=None, agreed=None):
    """Confirm a checked file; with errors it needs the word that they may be left out.

    `agreed` are the kinds of consequence ticked, of which none that ends something may be missing;
    None: by the command, which prints them. What the file no longer lists goes only with its tick.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _refuse_unless(batch, State.CHECKED)
    if batch.counts["errors"] and not skip_errors:
        raise ValidationError(
            f"还有 {batch.counts['errors']} 行有错误。请改好文件再传，或选择跳过这些行。"
        )
    _refuse_unagreed(batch, agreed)
    if not batch.options.keys() <= set(agreed or ()):
        batch.lines.unlisted().delete()
        batch.counts |= tally(batch.lines.values_list("verdict", flat=True)) | {"unlisted": 0}
    batch.state, batch.effective_on = State.WRITING, effective_on or batch.effective_on
    batch.save(update_fields=["state", "effective_on", "counts"])
    AuditEvent.record(actor=by, verb="import.begun", target=batch, says=batch.file_name[:200])
    return batch


def _refuse_unagreed(batch, agreed):
    missing = {} if agreed is None else batch.endings
    missing = [says for kind, says in missing.items() if kind not in agreed]
    if missing:
        raise ValidationError(f"请核对“{'”“'.join(missing)}”，勾选后再导入。")


@transaction.atomic
def begin_undo(batch, *, at, by):
    """Take an import back, as long as its day lasts."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.may_be_undone_at(at):
        raise ValidationError("导入已超过 24 小时，或已经撤销，不能再撤销。")
    batch.state, batch.undone_at = State.UNDOING, at
    batch.save(update_fields=["state", "undone_at"])
    AuditEvent.record(actor=by, verb="import.undo_begun", target=batch)
    return batch


@transaction.atomic
def advance(batch, *, on, at, by):
    """Write the next rows, or take the next ones back; closes the batch after the last.

    Each call is one short transaction. A killed import goes on where it stopped, and two imports at
    once take turns: all pass one gate, the oldest batch. Two who drive one batch may both meet its end.
    """
    ImportBatch.objects.select_for_update().order_by("pk").first()
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state in (State.DONE, State.UNDONE):
        return batch
    _refuse_unless(batch, State.WRITING, State.UNDOING)
    step = _write if batch.state == State.WRITING else _take_back
    if not step(batch, on=on, at=at):
        _close(batch, on=on, at=at, by=by)
    return batch


def _close(batch, *, on, at, by):
    """End the writing or the undo of a batch, and let the importer add what follows."""
    is_writing = batch.state == State.WRITING
    batch.state = State.DONE if is_writing else State.UNDONE
    if is_writing:  # another import may have come in between the check and the writing
        batch.done_at = at
        batch.counts |= tally(batch.lines.values_list("verdict", flat=True))
    if is_writing and batch.importer.is_confidential:
        _strip(batch)
    batch.save()
    touch()  # a name on a public page may have changed
    # touch() has locked the site's row: every change of a term locks it before the term
    follow = batch.importer.finish if is_writing else batch.importer.taken_back
    follow(on=on, effective_on=batch.effective_on)
    transaction.on_commit(analyze, robust=True)
    verb = "import.done" if is_writing else "import.undone"
    AuditEvent.record(actor=by, verb=verb, target=batch, says=_said(batch.shown_counts))


def _strip(batch):
    """Delete what a written file says of people; the keys that an undo needs stay."""
    batch.lines.filter(changes=[]).delete()
    batch.lines.update(
        sheet="", label=STRIPPED, values={}, cells={}, errors=[], warnings=[], outcomes=[]
    )
    drop_file(batch.file)
    batch.file, batch.digest, batch.choices = "", "", {}
    batch.remarks, batch.outcomes, batch.warnings = [], [], []


def _said(counts):
    says = f"新增 {counts['new']}，更新 {counts['changed']}，不变 {counts['unchanged']}"
    return f"{says}，移出 {counts['removed']}" if counts["removed"] else says


def _write(batch, *, on, at):
    """Plan the next rows against what stands at this moment and store them; whether there were any."""
    rows = list(batch.lines.to_write()[:CHUNK_SIZE])
    lines, planned = _plan_and_lock(batch, rows, on=on)
    changes.write(planned, batch.importer.models)
    for row, line in zip(rows, lines, strict=True):
        row.written_at, row.verdict, row.errors = at, line.verdict, line.errors
        in_full = line.verdict != "new"
        row.changes = [one.as_json(in_full=in_full) for one in line.changes if line.is_good]
    _store(rows, ["written_at", "verdict", "errors", "changes"])
    return bool(rows)


def _plan_and_lock(batch, rows, *, on):
    """The lines and their changes, planned again until each record they are about is locked as it was read.

    A person may have saved one between the reading and the lock. Each round locks some more, so there
    are few; on SQLite, which has one writer at a time, one.
    """
    locked = defaultdict(set)
    while True:
        lines = [Line(row.sheet, row.row, row.cells, row.values) for row in rows]
        plan(batch.importer, lines, on=on, effective_on=batch.effective_on)
        planned = [one for line in lines if line.is_good for one in line.changes]
        if changes.lock(planned, batch.importer, locked):
            return lines, planned


def _take_back(batch, *, on, at):
    """Undo the next rows, last first; whether there were any."""
    rows = list(batch.lines.to_undo()[:CHUNK_SIZE])
    if rows:
        take_back(rows, batch.importer, batch.restored_versions)
        batch.save(update_fields=["restored_versions"])
        for row in rows:
            row.undone_at = at
        _store(rows, ["undone_at", "left"])
    return bool(rows)


def _store(rows, names):
    """One plain statement where bulk_update would build a branch for every row and column."""
    ImportedRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=names
    )


def forget_imports(*, at):
    """Empty each import older than a day of its file and its rows; returns how many there were."""
    expired = ImportBatch.objects.expired_at(at).values_list("pk", flat=True)
    return sum(_forget(pk, at=at) for pk in list(expired))


@transaction.atomic
def _forget(pk, *, at):
    """Whether the import was emptied; not where an undo has begun or somebody was quicker."""
    batch = ImportBatch.objects.expired_at(at).select_for_update().filter(pk=pk).first()
    if batch is None:
        return False
    batch.lines.all().delete()
    delete_on_commit(batch)
    batch.is_emptied, batch.file, batch.restored_versions = True, "", {}
    batch.remarks, batch.outcomes, batch.warnings = [], [], []
    batch.save()
    return True


def _refuse_unless(batch, *states):
    if batch.is_emptied:
        raise ValidationError("文件已过 24 小时，不再保存。请重新上传，已导入的不会重复。")
    if batch.state not in states:
        raise ValidationError(f"这份名册{batch.get_state_display()}，这一步已经办过了。")
