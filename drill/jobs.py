"""A job whose worker is killed midway again and again, while a second worker waits for its chance."""

import random
import subprocess
import sys
import time

from django.db import transaction
from django.utils import timezone

from bench.server import ROOT, manage
from branch.core.models import AuditEvent
from branch.operations.actions import ATTEMPT_LIMIT, start_job
from branch.operations.job import job
from branch.operations.models import SILENCE, Job
from branch.operations.tasks import run_job

ROWS = 3000
KILLS = ATTEMPT_LIMIT - 1
WORKER = [sys.executable, "manage.py", "db_worker", "--no-reload", "--verbosity", "0"]


@job("drill.rows", title="演练", permission="core.use_desk")
def write_rows(run):
    for number in range(run.done_count, ROWS):
        with transaction.atomic():
            run.step(number + 1, ROWS)
            AuditEvent.record(actor=None, verb="drill.row", target=run.job, says=str(number))


def run(env, user):
    """The job at its end; each of its tasks was delivered twice, to two workers."""
    rng = random.Random(7)  # noqa: S311 (moments, not secrets)
    started = start_job("drill.rows", {}, by=user, at=timezone.now())
    run_job.enqueue(started.pk)
    share = ROWS // (KILLS + 1)
    for number in range(KILLS):
        _until_killed(env, started, at_row=share * number + rng.randint(1, share))
        _as_if_later(started)
        manage(env, "tick")
        run_job.enqueue(started.pk)
    _until(env, started, lambda now: now.is_finished, kill=False)
    return Job.objects.get(pk=started.pk)


def _until_killed(env, started, at_row):
    _until(env, started, lambda now: now.done_count >= at_row or now.is_finished, kill=True)


def _until(env, started, holds, *, kill):
    """Let two workers work until it holds of the job, then end both, one way or the other."""
    workers = [subprocess.Popen(WORKER, cwd=ROOT, env=env) for _ in range(2)]
    while not holds(Job.objects.get(pk=started.pk)) and any(one.poll() is None for one in workers):
        time.sleep(0.01)
    for worker in workers:
        worker.kill() if kill else worker.terminate()
    for worker in workers:
        worker.wait()


def _as_if_later(started):
    """The minutes after which a silent worker counts as dead have passed."""
    Job.objects.filter(pk=started.pk).update(heartbeat_at=timezone.now() - 2 * SILENCE)


def results(ended, rows):
    """{sentence: whether it holds}, from the job and what its rows say."""
    return {
        f"a job killed {KILLS} times in the middle is done": ended.state == Job.State.DONE,
        f"all {ROWS} rows are there, none twice": sorted(map(int, rows)) == list(range(ROWS)),
        "it was taken once each time": ended.attempt_count == KILLS + 1,
    }
