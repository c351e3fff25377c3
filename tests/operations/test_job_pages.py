"""The page and the file of a job: readers, progress, reloading and result."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.core.models import AccessRecord
from branch.operations.models import SILENCE, Job
from tests.operations.jobs import work

DAY = date(2026, 12, 1)


@pytest.fixture
def job(start):
    return start("tests.days", first=DAY, count=4)


def read(client, user, address):
    client.force_login(user, "branch.accounts.backends.RoleBackend")
    return client.get(address)


def shown(response):
    return " ".join(response.text.split())


def test_a_waiting_job_reloads_itself(client, teacher, job):
    answer = read(client, teacher, job.get_absolute_url())

    assert answer.headers["Refresh"] == "5"
    assert "排队中</h2>" in shown(answer)
    assert "每 5 秒自动刷新" in answer.text


def test_a_running_job_shows_its_progress(client, teacher, job):
    Job.objects.update(state="running", attempt_count=1, done_count=3, total_count=4)

    answer = read(client, teacher, job.get_absolute_url())

    assert "正在办理，已办 3 / 4</h2>" in shown(answer)
    assert '<progress class="gq-progress" max="4" value="3"' in answer.text


def test_a_reader_can_stop_the_reloading(client, teacher, job):
    answer = read(client, teacher, job.get_absolute_url() + "?still=on")

    assert "Refresh" not in answer.headers
    assert f'href="{job.get_absolute_url()}">刷新</a>' in answer.text


@pytest.mark.parametrize(("minutes", "is_said"), [(1, True), (-1, False)])
def test_a_job_without_a_heartbeat_shows_what_will_happen(client, teacher, job, minutes, is_said):
    silent = SILENCE + timedelta(minutes=minutes)
    Job.objects.update(heartbeat_at=timezone.now() - silent)

    answer = read(client, teacher, job.get_absolute_url())

    assert ("已有几分钟没有进展" in answer.text) is is_said


def test_a_finished_job_links_to_its_result_and_does_not_reload(client, teacher, job):
    Job.objects.update(heartbeat_at=timezone.now())
    work()

    answer = read(client, teacher, job.get_absolute_url())

    assert "Refresh" not in answer.headers
    assert 'href="/desk/terms/">查看结果</a>' in answer.text


def test_a_failed_job_shows_the_reason(client, teacher, start):
    job = start("tests.refuse")
    work()

    answer = read(client, teacher, job.get_absolute_url())

    assert "Refresh" not in answer.headers
    assert "没有可以安排的党员，请先登记党员。" in answer.text


def test_the_user_who_started_a_job_reads_its_file_and_the_read_is_recorded(client, teacher, start):
    job = start("tests.pack", students=[3, 8])
    work()

    answer = read(client, teacher, reverse("operations:job-file", args=[job.pk]))

    record = AccessRecord.objects.get()
    assert b"".join(answer) == b"PK"
    assert (record.reader, record.action) == (teacher, "export")
    assert record.subjects == {"student": [3, 8]}


@pytest.mark.parametrize("page", ["job-detail", "job-file"])
def test_a_job_of_another_user_is_a_404(client, secretary, administrator, start, page):
    job = start("tests.pack", students=[3])
    work()
    address = reverse(f"operations:{page}", args=[job.pk])

    answers = [read(client, user, address) for user in (secretary, administrator)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert AccessRecord.objects.count() == 0


@pytest.mark.parametrize("page", ["job-detail", "job-file"])
def test_a_job_is_closed_to_its_user_when_the_role_has_ended(client, secretary, start, page):
    job = start("tests.figures", by=secretary)
    work()
    address = reverse(f"operations:{page}", args=[job.pk])
    before = read(client, secretary, address)
    before.getvalue()

    secretary.grants.all().delete()

    assert (before.status_code, read(client, secretary, address).status_code) == (200, 404)


def test_the_file_of_a_job_without_one_is_a_404(client, teacher, job):
    assert read(client, teacher, reverse("operations:job-file", args=[job.pk])).status_code == 404


def test_a_reload_costs_few_queries(client, teacher, job, django_assert_num_queries):
    client.force_login(teacher, "branch.accounts.backends.RoleBackend")

    with django_assert_num_queries(8):
        client.get(job.get_absolute_url())
