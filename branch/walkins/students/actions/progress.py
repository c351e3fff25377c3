from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import NOT_YET, not_after
from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.walkins.students.models import Pairing, Progress

from .contacts import check_within
from .goals import lock_running

NOT_FOR_LEARNING = "这个结对没有学业帮扶的需求，不记学习情况。"


@transaction.atomic
def record_progress(pairing, *, subject, band, happened_on, on, by):
    """Record the band of a student in a subject on a day, or correct it; returns the `UndoStep`."""
    rows = Pairing.objects.followed_by(by, on=on).as_listed_on(on)
    pairing = lock_running(rows, pairing.pk)
    not_after(happened_on, "happened_on", on=on, says=NOT_YET)
    check_within(pairing, happened_on)
    if not pairing.is_for_learning:
        raise ValidationError(NOT_FOR_LEARNING)
    key = {"pairing": pairing, "subject": subject, "happened_on": happened_on}
    row = Progress.objects.filter(**key).first()
    is_new = row is None
    row = row or Progress(**key)
    # a new one as it is recorded: the undo deletes it
    trace = None if is_new else Trace(row)
    row.band, row.recorded_by = band, by
    row.full_clean()
    row.save()
    address = f"{pairing.get_absolute_url()}#progress"
    kind = "progress.recorded" if is_new else "progress.corrected"
    AuditEvent.record(actor=by, verb=kind, target=row)
    return (trace or Trace(row)).keep(kind, target=row, on=on, by=by, address=address)


@undoes("progress.recorded", permission="walkins.add_progress", first="pairing")
def delete_progress(rows, *, on, by):
    """Delete what was recorded by mistake."""
    (row,) = rows
    restore_progress(rows, on=on, by=by)
    row.delete()


@undoes("progress.corrected", permission="walkins.add_progress", first="pairing")
def restore_progress(rows, *, on, by):
    """Restore a band to what it was before it was corrected."""
    (row,) = rows
    lock_running(Pairing.objects.followed_by(by, on=on), row.pairing_id)
    AuditEvent.record(actor=by, verb="progress.undone", target=row)
