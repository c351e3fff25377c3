"""Kinds of jobs for tests, and the product's own worker to run them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import OperationalError, transaction
from django_tasks.backends.dummy import DummyBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from branch.operations.job import job
from branch.school.models import SchoolDay


@job("tests.days", title="补记校历", permission="core.use_desk")
def note_days(run, *, first, count):
    """Writes a row in each step, in the transaction that reports the step."""
    for number in range(run.done_count, count):
        with transaction.atomic():
            run.step(number + 1, count)
            SchoolDay.objects.create(day=first + timedelta(days=number), kind="closed")
    return "/desk/terms/"


@job("tests.pack", title="打包资料", permission="core.use_desk")
def pack(run, *, students):
    file = ContentFile(b"PK", name="资料.zip")
    run.finish_with(file, subjects={"student": set(students)})


@job("tests.odd", title="打包资料", permission="core.use_desk")
def pack_oddly(run):
    run.finish_with(ContentFile(b"Rar!", name="资料.rar"))


@job("tests.figures", title="核对规定数", permission="core.view_figure")
def pack_figures(run):
    run.finish_with(ContentFile(b"PK", name="规定数.zip"))


@job("tests.refuse", title="排结对计划", permission="core.use_desk")
def refuse(run):
    raise ValidationError("没有可以安排的党员，请先登记党员。")


@job("tests.break", title="打包资料", permission="core.use_desk")
def break_down(run):
    """Fails after its last transaction, which has reported that all is done."""
    with transaction.atomic():
        SchoolDay.objects.create(day="2026-12-31", kind="closed")
        run.finish("/desk/terms/")
        raise KeyError("nobody foresaw this")


@job("tests.stop", title="打包资料", permission="core.use_desk")
def stop(run):
    """Raises what a second Ctrl+C raises in a worker."""
    raise SystemExit(1)


@job("tests.locked", title="打包资料", permission="core.use_desk")
def meet_a_locked_database(run):
    """Raises what SQLite raises when others have held the lock for twenty seconds."""
    raise OperationalError("database is locked")


class Unreachable(DummyBackend):
    """A queue on another machine, which does not answer."""

    def enqueue(self, task, args, kwargs):
        raise ConnectionError("no queue here")


def worker():
    return Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
    )


def work():
    """Run every waiting task without the worker's loop, which would close the test's connection."""
    while task := DBTaskResult.objects.ready().first():
        task.claim("test")
        worker().run_task(task)
