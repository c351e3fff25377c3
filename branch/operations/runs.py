"""One attempt at a job, as the job's function sees it."""

from django.db import transaction
from django.utils import timezone

from .job import unpacked
from .models import SILENCE, Job


class TakenOverError(Exception):
    """Another attempt runs this job by now; what this one was about to write is rolled back."""


class Run:
    """Reports how far the job is and how it ended, while it is still this attempt's to report.

    Like a command, a worker asks the clock itself.
    """

    def __init__(self, job):
        self.job = job

    @property
    def arguments(self):
        return unpacked(self.job.arguments)

    @property
    def done_count(self):
        """Where to go on: what earlier attempts have done is not done again."""
        return self.job.done_count

    @property
    def is_current(self):
        """Whether this attempt still runs the job: it was neither ended nor taken over."""
        return Job.objects.of_attempt(self.job).exists()

    def step(self, done, total):
        """Note that so many of all are done. Call it in the transaction that did them."""
        self._hold(done_count=done, total_count=total)
        self.job.done_count, self.job.total_count = done, total

    @transaction.atomic
    def finish(self, url="", *, file=None, subjects=None):
        """Close the job with the address of its result, or a file for its asker.

        In a transaction of the job's function, what it wrote and the end of the job are stored together.
        `subjects` says whom the file shows: {"student": ids}.
        """
        self._hold(state=Job.State.DONE, result_url=url)
        if file:
            self.job.file.save(file.name, file, save=False)
            Job.objects.filter(pk=self.job.pk).update(
                file=self.job.file.name,
                file_name=file.name[-120:],
                subjects={kind: sorted(ids) for kind, ids in (subjects or {}).items()},
            )

    def fail(self, sentence):
        self._update(state=Job.State.FAILED, failure=sentence[:200])

    def hand_back(self):
        """Let the next tick give the job to a worker again."""
        self._update(state=Job.State.WAITING, heartbeat_at=timezone.now() - 2 * SILENCE)

    def _hold(self, **values):
        if not self._update(**values):
            raise TakenOverError(self.job.pk)

    def _update(self, **values):
        """Write to the job if this attempt still runs it; the row stays locked until the transaction ends."""
        values = {"heartbeat_at": timezone.now()} | values
        return Job.objects.of_attempt(self.job).update(**values)
