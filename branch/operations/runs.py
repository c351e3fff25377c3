"""One attempt at a job, as passed to the job's function."""

from django.db import transaction
from django.utils import timezone

from branch.core.files import content_type, files_deleted_on_failure

from .job import unpacked
from .models import SILENCE, Job


class TakenOverError(Exception):
    """Raised where another attempt runs the job by now; rolls back what this one was writing."""


class Run:
    """Stores the progress and the end of a job, as long as this attempt is the one that runs it.

    Like a command, a worker reads the clock itself.
    """

    def __init__(self, job):
        self.job = job

    @property
    def arguments(self):
        return unpacked(self.job.arguments)

    @property
    def done_count(self):
        """How much earlier attempts have done, which is not done again."""
        return self.job.done_count

    @property
    def is_current(self):
        """Whether this attempt still runs the job: it was neither ended nor taken over."""
        return Job.objects.of_attempt(self.job).exists()

    def step(self, done, total):
        """Store the progress. Call it in the transaction that writes those rows."""
        self._update_or_fail(done_count=done, total_count=total)
        self.job.done_count, self.job.total_count = done, total

    @transaction.atomic(durable=True)
    def beat(self):
        """Report that this attempt is alive, between two steps that are minutes apart.

        `RuntimeError` in a transaction: nobody would see it before the transaction has committed.
        """
        self._update_or_fail()

    def finish(self, url=""):
        """End the job with the address of its result.

        Called in a transaction of the job's function, it is stored together with what that wrote.
        """
        self._update_or_fail(state=Job.State.DONE, result_url=url)

    def finish_with(self, file, *, subjects=None):
        """End the job with a file for the user who started it.

        `subjects` are the people the file shows: {"student": ids}. `KeyError` for a kind of file that
        no page serves; `RuntimeError` in a transaction, which would hold SQLite's lock while the file
        is written.
        """
        content_type(file.name)
        self.beat()
        values = {"state": Job.State.DONE, "file_name": file.name[-120:]}
        values["subjects"] = {kind: sorted(ids) for kind, ids in (subjects or {}).items()}
        with files_deleted_on_failure():
            self.job.file.save(file.name, file, save=False)
            with transaction.atomic(durable=True):
                self._update_or_fail(file=self.job.file.name, **values)

    def fail(self, sentence):
        self._update(state=Job.State.FAILED, failure=sentence[:200])

    def hand_back(self):
        """Let the next tick give the job to a worker again."""
        self._update(state=Job.State.WAITING, heartbeat_at=timezone.now() - 2 * SILENCE)

    def _update_or_fail(self, **values):
        if not self._update(**values):
            raise TakenOverError(self.job.pk)

    def _update(self, **values):
        """Update the job if this attempt still runs it; the row stays locked until the transaction ends."""
        values = {"heartbeat_at": timezone.now()} | values
        return Job.objects.of_attempt(self.job).update(**values)
