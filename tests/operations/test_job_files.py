"""The file of a job is stored before its transaction, and only where the job ends with it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from branch.operations.models import Job
from branch.operations.runs import Run, TakenOverError
from branch.operations.tasks import UNEXPECTED
from tests.operations.jobs import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(start):
    job = start("tests.pack", students=[3])
    return Run(Job.objects.claim(job.pk, at=timezone.now()))


def stored():
    return {path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()}


def a_file(name="资料.zip"):
    return ContentFile(b"PK", name=name)


def test_a_file_is_refused_in_a_transaction(attempt):
    before = stored()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        attempt.finish_with(a_file())

    assert stored() == before
    assert Job.objects.get().state == Job.State.RUNNING


def test_an_attempt_that_was_taken_over_leaves_no_file(attempt):
    before = stored()
    Job.objects.update(attempt_count=2)

    with pytest.raises(TakenOverError):
        attempt.finish_with(a_file())

    assert stored() == before


def test_a_kind_of_file_that_no_page_serves_is_not_stored(start):
    before = stored()
    start("tests.odd")

    work()

    job = Job.objects.get()
    assert (job.state, job.failure, job.file.name) == (Job.State.FAILED, UNEXPECTED, "")
    assert stored() == before


def test_the_suffix_may_be_in_capitals(client, teacher, attempt):
    attempt.finish_with(a_file("资料.ZIP"))
    client.force_login(teacher)

    answer = client.get(f"{Job.objects.get().get_absolute_url()}file/")

    assert b"".join(answer) == b"PK"
    assert answer.headers["Content-Type"] == "application/zip"
