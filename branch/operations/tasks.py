"""The task in the worker's queue, whose only argument is the id of a job."""

import logging

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils import timezone
from django_tasks import task

from .job import JOBS
from .models import Job
from .runs import Run, TakenOverError

logger = logging.getLogger(__name__)

UNKNOWN = "这一版门户不认识这类任务。请联系管理员升级后台服务，再重新发起。"
UNEXPECTED = "办理时出了意外，没有办完。请重新发起；仍然不成，请联系管理员。"


class JobFailedError(Exception):
    """Raised with the class of an unexpected exception alone, because the queue stores what is raised."""


@task
def run_job(pk):
    """Run a job that waits for a worker; a second delivery of the same job does nothing.

    An unexpected exception is in the log alone: its message may name a person.
    """
    try:
        _run(pk)
    except BaseException as error:
        logger.exception("job %s failed", pk)
        raise JobFailedError(type(error).__qualname__) from None


def _run(pk):
    job = Job.objects.claim(pk, at=timezone.now())
    if job is None:
        logger.info("job %s does not wait for a worker", pk)
    elif job.kind not in JOBS:
        Run(job).fail(UNKNOWN)
    else:
        _call(JOBS[job.kind].function, Run(job))


def _call(function, run):
    """Call a job's function and store how it ended."""
    try:
        url = function(run, **run.arguments)
        if run.is_current:
            run.finish(url or "")
    except ValidationError as refusal:
        run.fail("".join(refusal.messages))
    except TakenOverError:
        logger.warning("job %s was taken over by another attempt", run.job.pk)
    except (KeyboardInterrupt, SystemExit, OperationalError):
        # the worker is being stopped, or the database was unavailable: the job can be run again
        run.hand_back()
        raise
    except BaseException:
        run.fail(UNEXPECTED)
        raise
