"""The jobs that export a long ledger, one for each ledger and format, as each has its own permission."""

from functools import partial

from django.core.files.base import ContentFile

from branch.core.models import SiteProfile
from branch.core.periods import Period
from branch.operations.job import job

from .actions import job_kind, record_export
from .ledger import Ledger
from .sheets import Sheet
from .writers import WRITERS

FORMATS = {"xlsx": "表格", "docx": "文档"}


def export(run, *, ledger, suffix, start, end, **filters):
    """Write the ledger as the user who started the job may see it now, as of the moment of the start."""
    reader = run.job.asked_by
    sheet = Sheet(
        ledger=ledger,
        reader=reader,
        period=Period(start, end, ""),
        org=SiteProfile.current().official_name,
        at=run.job.asked_at,
        filters=ledger.filter_class and ledger.filter_class(filters),
    )
    students = set()
    content = WRITERS[suffix](sheet, _rows(sheet, run, students))
    name = record_export(sheet, suffix, run.done_count, by=reader)
    run.finish_with(ContentFile(content, name=name), subjects={"student": students})


def _rows(sheet, run, students):
    """Yield the rows, add to the students they show, and report the progress."""
    done, total = 0, len(sheet.keys)
    run.step(done, total)
    for batch in sheet.batches():
        students.update(sheet.ledger.student_ids(batch))
        yield from batch
        done += len(batch)
        run.step(done, total)


def declare_exports(ledger):
    """Declare the jobs that write this ledger."""
    for suffix, says in FORMATS.items():
        declare = job(
            job_kind(ledger, suffix),
            title=f"导出{says}：{ledger.title}",
            permission=("ledgers.view_ledger", "ledgers.export_ledger", ledger.permission),
        )
        declare(partial(export, ledger=ledger, suffix=suffix))


for each in Ledger.every():
    declare_exports(each)
