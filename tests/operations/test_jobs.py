"""Jobs, run by the product's own worker from its own queue."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from branch.core.models import AuditEvent
from branch.operations.actions import start_job
from branch.operations.job import packed, unpacked
from branch.operations.models import Job
from branch.operations.tasks import UNEXPECTED, UNKNOWN, run_job
from branch.school.models import SchoolDay
from tests.factories import make_staff
from tests.operations.conftest import ASKED_AT
from tests.operations.jobs import work, worker

State = Job.State
DAY = date(2026, 12, 1)


def test_a_job_is_queued_on_commit_and_records_who_started_it(
    teacher, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = start_job("tests.days", {"first": DAY, "count": 2}, by=teacher, at=ASKED_AT)
        queued_too_early = DBTaskResult.objects.count()

    event = AuditEvent.objects.get(verb="job.started")
    assert queued_too_early == 0
    assert DBTaskResult.objects.get().args_kwargs == {"args": [job.pk], "kwargs": {}}
    assert (job.state, job.asked_by, job.asked_at) == (State.WAITING, teacher, ASKED_AT)
    assert (event.actor, event.target_id) == (teacher, str(job.pk))


def test_a_job_that_is_rolled_back_is_not_queued(teacher, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        start_job("tests.days", {"first": DAY, "count": 2}, by=teacher, at=ASKED_AT)
        transaction.set_rollback(True)

    assert Job.objects.count() == DBTaskResult.objects.count() == 0


def test_a_job_is_started_only_with_its_permission(start, teacher, secretary):
    start("tests.figures", by=secretary)

    with pytest.raises(PermissionDenied):
        start("tests.figures", by=teacher)

    assert [job.asked_by for job in Job.objects.all()] == [secretary]


def test_the_worker_runs_the_job_and_stores_the_address_of_its_result(start):
    job = start("tests.days", first=DAY, count=3)

    work()

    job.refresh_from_db()
    assert (job.state, job.result_url) == (State.DONE, "/desk/terms/")
    assert (job.done_count, job.total_count, job.attempt_count) == (3, 3, 1)
    assert SchoolDay.objects.count() == 3


def test_the_worker_s_own_loop_takes_what_a_request_has_committed(transactional_db):
    start_job("tests.days", {"first": DAY, "count": 3}, by=make_staff().user, at=ASKED_AT)

    worker().run()

    assert Job.objects.get().state == State.DONE
    assert SchoolDay.objects.count() == 3


def test_a_queue_that_does_not_answer_fails_no_request(transactional_db, settings, caplog):
    settings.TASKS = {"default": {"BACKEND": "tests.operations.jobs.Unreachable"}}

    start_job("tests.days", {"first": DAY, "count": 3}, by=make_staff().user, at=ASKED_AT)

    assert Job.objects.get().state == State.WAITING
    assert "ConnectionError: no queue here" in caplog.text


def test_a_task_delivered_twice_is_done_once(start):
    job = start("tests.days", first=DAY, count=3)
    run_job.enqueue(job.pk)

    work()

    assert DBTaskResult.objects.successful().count() == 2
    assert SchoolDay.objects.count() == 3
    assert Job.objects.get().attempt_count == 1


def test_a_validation_error_is_stored_as_the_reason_of_failure(start):
    start("tests.refuse")

    work()

    job = Job.objects.get()
    assert (job.state, job.failure) == (State.FAILED, "没有可以安排的党员，请先登记党员。")


def test_an_unexpected_error_is_rolled_back_and_logged(start, caplog):
    start("tests.break")

    work()

    job = Job.objects.get()
    assert (job.state, job.failure, job.result_url) == (State.FAILED, UNEXPECTED, "")
    assert SchoolDay.objects.count() == 0
    assert "KeyError: 'nobody foresaw this'" in caplog.text


def test_the_queue_keeps_the_class_of_an_unexpected_error_without_its_message(start):
    start("tests.break")

    work()

    row = DBTaskResult.objects.get()
    assert row.exception_class_path == "branch.operations.tasks.JobFailedError"
    assert "JobFailedError: KeyError" in row.traceback
    assert "nobody foresaw this" not in row.traceback


def test_a_kind_this_version_no_longer_knows_fails_with_a_sentence(start):
    start("tests.refuse")
    Job.objects.update(kind="tests.gone")

    work()

    assert Job.objects.get().failure == UNKNOWN


@pytest.mark.parametrize("kind", ["tests.stop", "tests.locked"])
def test_an_interrupted_job_waits_for_the_next_tick(start, kind):
    start(kind)

    work()

    assert Job.objects.get().state == State.WAITING
    assert Job.objects.abandoned_at(timezone.now()).count() == 1


def test_a_result_file_is_stored_with_the_people_it_shows(start):
    job = start("tests.pack", students=[8, 3])

    work()

    job.refresh_from_db()
    with job.file.open("rb") as file:
        assert file.read() == b"PK"
    assert (job.file_name, job.subjects) == ("资料.zip", {"student": [3, 8]})


def test_arguments_are_ids_and_days():
    arguments = {"term": 3, "on": DAY, "students": [1, 2], "rest": None}

    assert unpacked(packed(arguments)) == arguments


@pytest.mark.parametrize("value", ["潘云澈", ["潘云澈"], {"name": 1}, 1.5])
def test_a_text_is_no_argument(value):
    with pytest.raises(TypeError):
        packed({"student": value})


WRONG = {
    "operations_job_done_within_total": {"done_count": 2, "total_count": 1},
    "operations_job_attempted_once_begun": {"state": State.RUNNING, "attempt_count": 0},
    "operations_job_failed_says_why": {"state": State.FAILED, "attempt_count": 1},
    "operations_job_result_when_done": {"result_url": "/desk/"},
}


@pytest.mark.parametrize("name", WRONG)
def test_each_constraint_refuses_an_impossible_job(name, teacher):
    made = {"kind": "tests.days", "asked_by": teacher}
    with pytest.raises(IntegrityError, match=name):
        Job.objects.create(asked_at=ASKED_AT, heartbeat_at=ASKED_AT, **made, **WRONG[name])


def test_every_constraint_is_tested():
    assert {constraint.name for constraint in Job._meta.constraints} == set(WRONG)
