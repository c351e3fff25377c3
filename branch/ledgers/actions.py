from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.stored import key_of
from branch.operations.actions import start_job
from branch.operations.job import packed
from branch.operations.models import Job

from .writers import WRITERS


def export_sheet(sheet, rows, suffix, *, by):
    """Write the rows of a sheet as a file and record who exported which period; returns the bytes and the name.

    It runs in no transaction, which would hold SQLite's one write lock while a long file is written.
    """
    content = WRITERS[suffix](sheet, rows)
    return content, record_export(sheet, suffix, len(rows), by=by)


def record_export(sheet, suffix, count, *, by):
    """Record that the rows of a sheet are handed out as a file; returns its name."""
    name = sheet.file_name(suffix)
    AuditEvent.record(actor=by, verb="ledger.exported", target=by, says=f"{name}，{count} 行")
    return name


@transaction.atomic
def start_export(sheet, suffix, *, by):
    """Start the job that writes a long sheet; returns one that is not finished yet, instead of a second."""
    kind = job_kind(sheet.ledger, suffix)
    arguments = {"start": sheet.period.start, "end": sheet.period.end, **_filters(sheet.filters)}
    started = Job.objects.unfinished().filter(kind=kind, asked_by=by, arguments=packed(arguments))
    return started.first() or start_job(kind, arguments, by=by, at=sheet.at)


def _filters(form):
    """The ids and days by which the rows are narrowed."""
    if form is None or not form.is_valid():
        return {}
    chosen = {name: key_of(value) for name, value in form.cleaned_data.items()}
    return {name: value for name, value in chosen.items() if value not in (None, "", [])}


def job_kind(ledger, suffix):
    return f"ledgers.{ledger.slug}.{suffix}"
