"""Actions on jobs: start one, queue abandoned ones again, delete old ones."""

from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from branch.core.figures import figure
from branch.core.models import AuditEvent

from .figures import KEPT
from .job import JOBS, packed
from .models import Job
from .tasks import run_job

# A job during which so many workers died would probably kill the next one too.
ATTEMPT_LIMIT = 5
GIVEN_UP = "后台服务在办理时多次中断，没有办完。请联系管理员查看服务器的内存和日志，再重新发起。"


@transaction.atomic
def start_job(kind, arguments, *, by, at):
    """Store a job and queue it once the caller's transaction has committed."""
    if not JOBS[kind].is_open_to(by):
        raise PermissionDenied(kind)
    job = Job(kind=kind, arguments=packed(arguments), asked_by=by, asked_at=at, heartbeat_at=at)
    job.full_clean()
    job.save()
    AuditEvent.record(actor=by, verb="job.started", target=job, says=job.title)
    _enqueue(job)
    return job


def _enqueue(job):
    """Queue the job on commit; if that fails, it is logged and the next tick tries again."""

    def enqueue():  # not a partial: to log an exception, Django needs the function's name
        run_job.enqueue(job.pk)

    transaction.on_commit(enqueue, robust=True)


def _is_queued(job):
    """Whether a task for the job waits in the queue in this database; one elsewhere is not asked."""
    return DBTaskResult.objects.ready().filter(args_kwargs__args=[job.pk]).exists()


def take_up_abandoned(*, at):
    """Queue the jobs again whose worker died or whose task was lost; returns how many."""
    silent = Job.objects.abandoned_at(at).values_list("pk", flat=True)
    return sum(_take_up(pk, at=at) for pk in list(silent))


@transaction.atomic
def _take_up(pk, *, at):
    job = Job.objects.abandoned_at(at).select_for_update().filter(pk=pk).first()
    if job is None:  # its worker was only slow, or another tick has taken it up
        return False
    if job.state == Job.State.WAITING and _is_queued(job):  # the workers are busy
        return False
    job.heartbeat_at = at
    if job.attempt_count < ATTEMPT_LIMIT:
        job.state = Job.State.WAITING
        _enqueue(job)
    else:
        job.state, job.failure = Job.State.FAILED, GIVEN_UP
    job.save(update_fields=["state", "failure", "heartbeat_at"])
    return job.state == Job.State.WAITING


def forget_jobs(*, at):
    """Delete finished jobs with their files, and the queue's rows, some days after their end.

    Tracebacks in the queue go at once, because a message in them may name a person. Returns how many
    jobs were deleted.
    """
    DBTaskResult.objects.exclude(traceback="").update(traceback="")
    days = figure(KEPT.key, on=timezone.localdate(at))
    outlived = list(Job.objects.outlived_at(at, days=days))
    for job in outlived:
        with transaction.atomic():
            job.delete()
            if job.file:
                transaction.on_commit(partial(job.file.delete, save=False))
    DBTaskResult.objects.filter(enqueued_at__lt=at - timedelta(days=days)).delete()
    return len(outlived)
