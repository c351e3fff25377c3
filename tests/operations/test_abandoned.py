"""A job whose worker died is run by another without repeating a step; old jobs are deleted."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from branch.operations.actions import (
    ATTEMPT_LIMIT,
    GIVEN_UP,
    forget_jobs,
    take_up_abandoned,
)
from branch.operations.models import SILENCE, Job
from branch.operations.runs import Run, TakenOverError
from branch.school.models import SchoolDay
from tests.operations.jobs import work

State = Job.State
DAY = date(2026, 12, 1)


@pytest.fixture
def killed(start):
    """The attempt of a worker that was killed after the second of five rows."""
    job = start("tests.days", first=DAY, count=5)
    DBTaskResult.objects.all().delete()
    attempt = Run(Job.objects.claim(job.pk, at=timezone.now()))
    for number in (0, 1):
        attempt.step(number + 1, 5)
        SchoolDay.objects.create(day=DAY + timedelta(days=number), kind="closed")
    return attempt


@pytest.fixture
def later():
    return timezone.now() + SILENCE + timedelta(minutes=1)


def take_up(capture, moment):
    with capture(execute=True):
        return take_up_abandoned(at=moment)


def test_another_worker_continues_where_the_killed_one_stopped(
    killed, later, django_capture_on_commit_callbacks
):
    taken = take_up(django_capture_on_commit_callbacks, later)
    work()

    job = Job.objects.get()
    assert taken == 1
    assert (job.state, job.done_count, job.attempt_count) == (State.DONE, 5, 2)
    assert SchoolDay.objects.count() == 5


def test_a_worker_with_a_recent_heartbeat_keeps_its_job(killed, django_capture_on_commit_callbacks):
    taken = take_up(django_capture_on_commit_callbacks, timezone.now() + SILENCE / 2)

    assert (taken, Job.objects.get().state) == (0, State.RUNNING)


def test_a_lost_task_is_queued_again_once(start, later, django_capture_on_commit_callbacks):
    start("tests.days", first=DAY, count=2)
    DBTaskResult.objects.all().delete()

    taken = [take_up(django_capture_on_commit_callbacks, later) for _ in range(2)]

    assert (taken, DBTaskResult.objects.count()) == ([1, 0], 1)


def test_a_job_whose_task_still_waits_is_not_queued_twice(
    start, later, django_capture_on_commit_callbacks
):
    start("tests.days", first=DAY, count=2)

    taken = take_up(django_capture_on_commit_callbacks, later)

    assert (taken, DBTaskResult.objects.count()) == (0, 1)


def test_a_worker_that_beats_keeps_its_job(killed, django_capture_on_commit_callbacks):
    Job.objects.update(heartbeat_at=timezone.now() - 2 * SILENCE)

    killed.beat()

    assert take_up(django_capture_on_commit_callbacks, timezone.now()) == 0
    assert Job.objects.get().done_count == 2


def test_a_beat_in_a_transaction_is_refused(killed):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        killed.beat()


def test_a_beat_finds_out_that_the_job_was_taken_over(
    killed, later, django_capture_on_commit_callbacks
):
    take_up(django_capture_on_commit_callbacks, later)

    with pytest.raises(TakenOverError):
        killed.beat()


def write_one_more(attempt):
    with transaction.atomic():
        SchoolDay.objects.create(day=date(2027, 1, 1), kind="closed")
        attempt.step(3, 5)


@pytest.mark.parametrize("is_done_by_now", [False, True])
def test_a_worker_that_was_only_slow_writes_nothing_more(
    killed, later, is_done_by_now, django_capture_on_commit_callbacks
):
    take_up(django_capture_on_commit_callbacks, later)
    if is_done_by_now:
        work()
    rows = SchoolDay.objects.count()

    with pytest.raises(TakenOverError):
        write_one_more(killed)

    assert SchoolDay.objects.count() == rows


def test_a_slow_worker_cannot_end_the_job_for_the_other(
    killed, later, django_capture_on_commit_callbacks
):
    take_up(django_capture_on_commit_callbacks, later)

    killed.fail("来晚了。")

    assert Job.objects.get().state == State.WAITING


def test_a_job_that_kills_every_worker_fails(killed, later):
    Job.objects.update(attempt_count=ATTEMPT_LIMIT)

    take_up_abandoned(at=later)

    job = Job.objects.get()
    assert (job.state, job.failure) == (State.FAILED, GIVEN_UP)


def forget(capture, days):
    with capture(execute=True):
        forget_jobs(at=timezone.now() + timedelta(days=days))


def test_a_finished_job_is_deleted_after_two_weeks_with_its_file(
    start, django_capture_on_commit_callbacks
):
    start("tests.pack", students=[3])
    work()
    name = Job.objects.get().file.name

    forget(django_capture_on_commit_callbacks, 13)
    stood = Job.objects.count(), DBTaskResult.objects.count(), default_storage.exists(name)
    forget(django_capture_on_commit_callbacks, 15)

    assert stood == (1, 1, True)
    assert Job.objects.count() == DBTaskResult.objects.count() == 0
    assert not default_storage.exists(name)


def test_tracebacks_do_not_stay_in_the_queue(start):
    start("tests.break")
    work()
    DBTaskResult.objects.update(traceback="Key (name)=(潘云澈) already exists.")

    forget_jobs(at=timezone.now())

    assert [row.traceback for row in DBTaskResult.objects.all()] == [""]


def test_an_unfinished_job_is_not_deleted(killed, django_capture_on_commit_callbacks):
    forget(django_capture_on_commit_callbacks, 15)

    assert Job.objects.get().state == State.RUNNING


def test_tick_queues_abandoned_jobs_and_deletes_old_ones(
    killed, start, django_capture_on_commit_callbacks
):
    start("tests.refuse")
    work()
    silent = timezone.now() - 2 * SILENCE
    Job.objects.filter(kind="tests.days").update(heartbeat_at=silent)
    Job.objects.filter(kind="tests.refuse").update(heartbeat_at=silent - timedelta(days=14))

    with django_capture_on_commit_callbacks(execute=True):
        call_command("tick", verbosity=0)
    work()

    assert list(Job.objects.values_list("kind", "state")) == [("tests.days", State.DONE)]
