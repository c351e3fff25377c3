"""Two jobs that are done, each with a file that names pupils."""

from datetime import UTC, datetime

from django.core.files.base import ContentFile

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
        file=ContentFile(" ".join(pupil.name for pupil in pupils).encode(), name="pack.zip"),
        file_name="资料.zip",
        subjects={"student": [pupil.pk for pupil in pupils]},
    )
