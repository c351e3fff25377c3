"""Two jobs that are done, each with a file that names pupils."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import ContentFile

from branch.core.spreadsheet import workbook_bytes
from branch.operations.job import job
from branch.operations.models import Job

BEFORE = datetime(2026, 11, 13, 8, 0, tzinfo=UTC)


@job("world.pack", title="打包资料", permission="core.use_desk")
def pack(run):
    """Declared for its permission; no worker runs it."""


def add_rows(world):
    world.add("job", *(_job(world, who) for who in ("teacher", "secretary")))


def _job(world, who):
    pupils = world.pupils
    return Job.objects.create(
        kind="world.pack",
        asked_by=world.users[who],
        asked_at=BEFORE,
        heartbeat_at=BEFORE,
        attempt_count=1,
        state=Job.State.DONE,
        file=ContentFile(_pack(pupils), name="pack.zip"),
        file_name="资料.zip",
        subjects={"student": [pupil.pk for pupil in pupils]},
    )


def _pack(pupils):
    """A zip with a table of these pupils."""
    names = [[pupil.name] for pupil in pupils]
    table = workbook_bytes(title="名单", head=[], columns=[("姓名", 10)], rows=names, foot=[])
    pack = BytesIO()
    with ZipFile(pack, "w", ZIP_DEFLATED) as archive:
        archive.writestr("名单.xlsx", table)
    return pack.getvalue()
