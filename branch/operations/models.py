"""The times when chores last ran, the lock of `tick`, and jobs: work done outside a request, its progress and result."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from branch.core.addresses import address_of
from branch.core.models.abstract import generated_name

from .job import JOBS

# A worker that reports nothing for this long is taken for dead; call `Run.step` or `Run.beat` more often.
SILENCE = timedelta(minutes=5)
# A `tick` that was killed keeps others out for so long; each chore begins it anew.
TICK_SILENCE = timedelta(minutes=15)


class ChoreRun(models.Model):
    """定时工作: the time when a chore last ran, by which `tick` decides whether it is due."""

    key = models.CharField("工作", max_length=60, primary_key=True)
    ran_at = models.DateTimeField("上次运行")

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "定时工作"

    def __str__(self):
        return self.key


class TickLockQuerySet(models.QuerySet):
    def take(self, holder, *, at):
        """Take the lock, or keep it for longer, for this holder; False while another one has it."""
        self.bulk_create([TickLock(pk=1)], ignore_conflicts=True)
        free = Q(holder=None) | Q(holder=holder) | Q(held_until__lt=at)
        return bool(self.filter(free, pk=1).update(holder=holder, held_until=at + TICK_SILENCE))

    def give_back(self, holder):
        self.filter(holder=holder).update(holder=None, held_until=None)


class TickLock(models.Model):
    """整理的锁: which run of `tick` keeps others out, and until when if it is not heard of again; one row."""

    holder = models.UUIDField("运行", null=True, editable=False)
    held_until = models.DateTimeField("到", null=True, editable=False)

    objects = TickLockQuerySet.as_manager()

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "整理的锁"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="operations_ticklock_is_one_row",
                violation_error_message="整理的锁只有一把。",
            ),
            models.CheckConstraint(
                condition=Q(holder=None, held_until=None)
                | Q(holder__isnull=False, held_until__isnull=False),
                name="operations_ticklock_held_until_a_moment",
                violation_error_message="锁有人拿着，才有到期时间。",
            ),
        ]

    def __str__(self):
        return "整理的锁"


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The user's own jobs, of the kinds that are open to the user today."""
        permitted = [kind for kind, declared in JOBS.items() if declared.is_open_to(user)]
        return self.filter(asked_by=user, kind__in=permitted)

    def unfinished(self):
        return self.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))

    def abandoned_at(self, moment):
        """Unfinished jobs without a recent heartbeat: the worker died, or the task was lost."""
        return self.unfinished().filter(heartbeat_at__lt=moment - SILENCE)

    def outlived_at(self, moment, *, days):
        """Finished jobs that ended more than that many days ago."""
        finished = self.filter(state__in=(Job.State.DONE, Job.State.FAILED))
        return finished.filter(heartbeat_at__lt=moment - timedelta(days=days))

    def of_attempt(self, job):
        """The job, if the attempt in which `job` was read still runs it."""
        return self.filter(pk=job.pk, state=Job.State.RUNNING, attempt_count=job.attempt_count)

    @transaction.atomic
    def claim(self, pk, *, at):
        """Give a waiting job to this worker and return it; None where it does not wait."""
        claimed = self.filter(pk=pk, state=Job.State.WAITING).update(
            state=Job.State.RUNNING, attempt_count=F("attempt_count") + 1, heartbeat_at=at
        )
        return self.get(pk=pk) if claimed else None


class Job(models.Model):
    """后台任务: work done outside a request, visible only to the user who started it."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "正在办理"
        DONE = "done", "已办完"
        FAILED = "failed", "没有办成"

    kind = models.CharField("类别", max_length=60)
    # ids and dates, never a name or a text about a person; `job.packed` checks it
    arguments = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人"
    )
    asked_at = models.DateTimeField("发起时间")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    done_count = models.PositiveIntegerField("已办", default=0)
    # 0: not known yet
    total_count = models.PositiveIntegerField("共", default=0)
    # how often a worker has taken it; tells the current attempt from an abandoned one
    attempt_count = models.PositiveSmallIntegerField("次数", default=0)
    # the last time it was started, taken by a worker, moved on or finished
    heartbeat_at = models.DateTimeField("最近进展")
    failure = models.CharField("没有办成的原因", max_length=200, blank=True)
    result_url = models.CharField("结果", max_length=200, blank=True)
    file = models.FileField("文件", upload_to=generated_name, max_length=120, blank=True)
    file_name = models.CharField("文件名", max_length=120, blank=True)
    # {"student": [3, 8]}: the people the file shows, for its access record
    subjects = models.JSONField(default=dict, blank=True)

    objects = JobQuerySet.as_manager()

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="operations_job_silent")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_count__lte=F("total_count")),
                name="operations_job_done_within_total",
                violation_error_message="已办的不能多于总数。",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(attempt_count__gte=1),
                name="operations_job_attempted_once_begun",
                violation_error_message="还没有开始的任务不能是正在办理或已经结束。",
            ),
            models.CheckConstraint(
                condition=(Q(state="failed") & ~Q(failure=""))
                | (~Q(state="failed") & Q(failure="")),
                name="operations_job_failed_says_why",
                violation_error_message="没有办成的要写明原因，其余的不写。",
            ),
            models.CheckConstraint(
                condition=Q(state="done") | Q(result_url="", file=""),
                name="operations_job_result_when_done",
                violation_error_message="办完的任务才有结果。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("operations:job-detail", self.pk)

    @property
    def title(self):
        return JOBS[self.kind].title if self.kind in JOBS else self.get_state_display()

    @property
    def is_finished(self):
        return self.state in (self.State.DONE, self.State.FAILED)

    def is_abandoned_at(self, moment):
        return not self.is_finished and self.heartbeat_at < moment - SILENCE
