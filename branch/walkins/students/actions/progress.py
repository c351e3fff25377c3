from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import NOT_YET, not_after
from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.walkins.students.models import Progress, pairings_to_follow

from .goals import lock_running

NOT_FOR_LEARNING = "这个结对没有学业帮扶的需求，不记学习情况。"


@transaction.atomic
def record_progress(pairing, *, subject, band, happened_on, on, by):
    """Record the band of a student in a subject on a day, or correct it; returns the `UndoStep`."""
    rows = pairings_to_follow(by, on=on).as_listed_on(on)
    pairing = lock_running(rows, pairing.pk)
    not_after(happened_on, "happened_on", on=on, says=NOT_YET)
    if not pairing.covers(happened_on):
        raise ValidationError({"happened_on": "这一天不在结对期间，请改日期。"})
    if not pairing.is_for_learning:
        raise ValidationError(NOT_FOR_LEARNING)
    key = {"pairing": pairing, "subject": subject, "happened_on": happened_on}
    row = Progress.objects.filter(**key).first()
    if row is None:
        # void in the trace, so that the undo knows that there was none before
        row = Progress(**key, band=band, recorded_by=by, is_void=True)
        row.save()
    trace = Trace(row)
    row.band, row.recorded_by, row.is_void = band, by, False
    row.full_clean()
    row.save()
    AuditEvent.record(actor=by, verb="progress.recorded", target=row)
    return trace.keep("progress.recorded", target=row, on=on, by=by)


@undoes("progress.recorded", permission="walkins.add_progress")
def undo_progress(rows, *, on, by):
    """Take back what was recorded by mistake, or a correction."""
    (row,) = rows
    lock_running(pairings_to_follow(by, on=on), row.pairing_id)
    AuditEvent.record(actor=by, verb="progress.undone", target=row)
    if row.is_void:
        row.delete()
