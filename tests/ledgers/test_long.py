"""A long ledger: pages on the screen, all of it in print, and a file that a job writes."""

import re
from datetime import date, timedelta

import pytest
from django import forms
from django.db import connection
from django.urls import reverse

from branch.activities.models import Activity, Programme
from branch.core.forms import DateField, FilterForm
from branch.core.models import AccessRecord, AuditEvent
from branch.core.verbs import NOT_DONE
from branch.ledgers import sheets
from branch.ledgers.jobs import declare_exports
from branch.ledgers.ledger import Column, Ledger
from branch.operations.job import JOBS
from branch.operations.models import Job
from branch.walkins.ledgers import ContactLedger
from tests.activities.factories import at, make_activity
from tests.factories import make_contact, make_pairing
from tests.ledgers.files import words_of
from tests.operations.jobs import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
PER_PAGE = 50


def address(name, query="", slug="contacts"):
    return reverse(f"ledgers:ledger-{name}", args=[slug]) + query


@pytest.fixture
def student_ids():
    """The students of three contacts, one a day."""
    pairings = [make_pairing() for _ in range(3)]
    for day, pairing in enumerate(pairings, start=10):
        make_contact(pairing, happened_on=date(2026, 11, day))
    return [pairing.student_id for pairing in pairings]


@pytest.fixture
def _two_rows_are_many(monkeypatch):
    monkeypatch.setattr(ContactLedger, "rows_at_once", 2)


long = pytest.mark.usefixtures("_two_rows_are_many")


@pytest.fixture
def post(as_committee, django_capture_on_commit_callbacks):
    """Posts to an address as in a request that commits."""

    def post(path):
        with django_capture_on_commit_callbacks(execute=True):
            return as_committee.post(path)

    return post


def meetings(count, by):
    """Meetings of the term, one each hour."""
    programme = Programme.objects.get(kind="general_meeting")
    Activity.objects.bulk_create(
        Activity(
            programme=programme,
            title=f"会议{n}",
            starts_at=at(2026, 11, 1, 0) + timedelta(hours=n),
            place="会议室",
            state=Activity.State.DONE,
            logged_by=by,
        )
        for n in range(count)
    )


def shown(response):
    """(running number, title) of each row on the page."""
    found = re.findall(r"<tr><td>(\d+)</td><td>.*?</td><td>[^<]*</td><td>(\w+)", response.text)
    return [(int(number), title) for number, title in found]


def test_the_screen_has_pages_and_numbers_the_rows_through(as_committee, committee):
    meetings(PER_PAGE + 2, by=committee)
    slug = "organisation-life"

    first = as_committee.get(address("detail", "?period=month", slug))
    second = as_committee.get(address("detail", "?period=month&page=2", slug))

    assert [number for number, _ in shown(first)] == list(range(1, PER_PAGE + 1))
    assert shown(second) == [(51, "会议50"), (52, "会议51")]
    assert "共 52 条" in first.text
    assert "共 52 条" in second.text
    assert '<a href="?period=month&amp;page=2" rel="next">' in first.text


def test_the_files_and_the_print_of_a_second_page_have_all_rows(as_committee, committee):
    meetings(PER_PAGE + 2, by=committee)
    slug = "organisation-life"

    page = as_committee.get(address("detail", "?page=2&period=month", slug)).text
    links = re.findall(rf'href="({address("detail", "", slug)}\w+/[^"]*)"', page)

    assert links == [address(name, "?period=month", slug) for name in ("print", "xlsx", "docx")]
    for link in links:
        words = words_of(as_committee.get(link))
        assert ("会议0" in words, "会议51" in words) == (True, True)


@pytest.mark.parametrize("page", ["3", "0", "x"])
def test_a_page_that_is_none_is_a_404(as_committee, committee, page):
    meetings(PER_PAGE + 2, by=committee)

    answer = as_committee.get(address("detail", f"?page={page}", "organisation-life"))

    assert answer.status_code == 404


@pytest.mark.parametrize(("page", "queries"), [(1, 10), (2, 10)])
def test_a_page_among_many_costs_one_query_more(
    as_committee, committee, django_assert_num_queries, page, queries
):
    meetings(PER_PAGE * 3, by=committee)
    path = address("detail", f"?page={page}", "organisation-life")
    as_committee.get(path)

    with django_assert_num_queries(queries):
        as_committee.get(path)


def test_a_page_records_the_students_it_shows_and_no_others(as_committee, student_ids, monkeypatch):
    monkeypatch.setattr("branch.ledgers.views.LedgerDetail.paginate_by", 2)

    as_committee.get(address("detail", "?page=2"))

    assert AccessRecord.objects.get().subjects == {"student": [student_ids[2]]}


@long
@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_a_long_ledger_is_written_by_a_job_for_the_one_who_asked(
    post, as_committee, committee, student_ids, suffix
):
    started = post(address(suffix, "?period=month"))
    job = Job.objects.get()
    work()
    answer = as_committee.get(reverse("operations:job-file", args=[job.pk]))

    job.refresh_from_db()
    name = f"帮扶记录表-20261101-20261130.{suffix}"
    assert started.url == job.get_absolute_url()
    assert (job.state, job.failure, job.file_name) == ("done", "", name)
    assert (job.done_count, job.total_count) == (3, 3)
    assert re.findall(r"2026-11-1\d", words_of(answer)) == [
        "2026-11-10",
        "2026-11-11",
        "2026-11-12",
    ]
    event = AuditEvent.objects.get(verb="ledger.exported")
    assert (event.actor, event.says) == (committee, f"{name}，3 行")
    assert AccessRecord.objects.get().subjects == {"student": sorted(student_ids)}


@long
def test_the_file_of_a_job_has_the_head_of_the_one_a_request_writes(
    post, as_committee, student_ids, monkeypatch
):
    post(address("docx"))
    work()
    by_job = as_committee.get(reverse("operations:job-file", args=[Job.objects.get().pk]))
    monkeypatch.setattr(ContactLedger, "rows_at_once", 3)

    assert words_of(by_job) == words_of(as_committee.get(address("docx")))


@long
def test_a_second_tap_leads_to_the_job_that_is_not_finished(post, student_ids):
    first, second = post(address("xlsx")), post(address("xlsx"))
    other = post(address("xlsx", "?period=month"))

    assert first.url == second.url != other.url
    assert Job.objects.count() == 2


@long
def test_a_long_ledger_is_not_written_by_a_get(as_committee, student_ids):
    answer = as_committee.get(address("xlsx", "?period=month&page=1"), follow=True)

    assert answer.redirect_chain == [(address("detail", "?period=month"), 302)]
    assert [str(message) for message in answer.context["messages"]] == [NOT_DONE]
    assert Job.objects.count() == AuditEvent.objects.filter(verb="ledger.exported").count() == 0
    assert AccessRecord.objects.get().action == "view"


@long
@pytest.mark.parametrize("name", ["detail", "print"])
def test_the_pages_of_a_long_ledger_have_a_button_for_the_job(as_committee, student_ids, name):
    page = as_committee.get(address(name, "?period=month")).text

    path = address("xlsx", "?period=month")
    assert f'<form method="post" action="{path}">' in page
    assert f'href="{path}"' not in page


@long
def test_a_job_closes_when_the_role_that_may_export_has_ended(post, as_committee, committee):
    post(address("xlsx"))
    work()
    path = reverse("operations:job-file", args=[Job.objects.get().pk])
    before = as_committee.get(path)
    before.getvalue()

    committee.grants.all().delete()
    committee.staff.member.statuses.all().delete()

    assert (before.status_code, as_committee.get(path).status_code) == (200, 404)


def test_rows_read_in_batches_are_all_there_in_their_order(post, as_committee, committee):
    count = sheets.BATCH + 2
    meetings(count, by=committee)
    post(address("docx", "?start=2026-01-01&end=2027-01-01", "organisation-life"))
    work()

    job = Job.objects.get()
    answer = as_committee.get(reverse("operations:job-file", args=[job.pk]))
    titles = re.findall(r"会议\d+", words_of(answer))
    assert titles == [f"会议{n}" for n in range(count)]


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_no_file_leaves_where_the_record_cannot_be_written(as_committee, student_ids, suffix):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent RENAME TO mislaid")
    as_committee.raise_request_exception = False

    answer = as_committee.get(address(suffix))

    assert answer.status_code >= 500
    assert "Content-Disposition" not in answer.headers


class SinceFilter(FilterForm):
    since = DateField(required=False)
    programme = forms.ModelChoiceField(Programme.objects.all(), required=False)
    title = forms.CharField(required=False)

    def narrow_since(self, rows, day):
        return rows.filter(starts_at__date__gte=day)

    def narrow_programme(self, rows, programme):
        return rows.filter(programme=programme)


@pytest.fixture
def _filtered(monkeypatch):
    """A ledger of activities that its readers can narrow."""
    monkeypatch.setattr(Ledger, "registry", dict(Ledger.registry))
    kinds = set(JOBS)

    class Narrowed(Ledger):
        slug, title, permission = "narrowed", "活动", "ledgers.view_ledger"
        filter_class = SinceFilter
        columns = (Column("名称", "title"),)

        def rows(self, user, *, period, filters):
            return filters.narrow(Activity.objects.visible_to(user).within(period))

        def scope_of(self, user, *, on):
            return "全支部"

    declare_exports(Narrowed())
    yield
    for kind in set(JOBS) - kinds:
        del JOBS[kind]


@pytest.mark.usefixtures("_filtered")
def test_a_job_keeps_the_filters_of_the_page(post, as_committee):
    _, second, third = (
        make_activity(title=title, starts_at=at(2026, 11, day, 9))
        for title, day in (("红岩", 3), ("长征", 4), ("延安", 5))
    )
    Activity.objects.filter(pk=third.pk).update(
        programme=Programme.objects.exclude(pk=second.programme_id).first()
    )
    query = f"?period=month&since=2026-11-04&programme={second.programme_id}&title="

    post(address("docx", query, "narrowed"))
    work()

    answer = as_committee.get(reverse("operations:job-file", args=[Job.objects.get().pk]))
    words = words_of(answer)
    assert [title for title in ("红岩", "长征", "延安") if title in words] == ["长征"]
