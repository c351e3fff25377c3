"""A reader sees only the imports of the kinds of roster they may import."""

import pytest
from django.urls import reverse

from branch.accounts import roles
from branch.core.contributions import TodoSource
from branch.rosters.models import ImportBatch
from tests.rosters.wizard import upload
from tests.spreadsheets import csv_file

pytestmark = pytest.mark.django_db
PAGES = ("detail", "layout", "columns", "undo", "problems")
ACTS = ("advance", "discard", "undo", "layout", "columns", "detail")


@pytest.fixture
def of_staff_alone(committee):
    """The committee, where a school lets it import the staff, beside the list that it always imports."""
    row = roles.Row(
        "import staff alone", "rosters.view_importbatch", "school.import_staff", committee="staff"
    )
    yield committee
    roles.ROWS.remove(row)
    roles.table.cache_clear()
    roles.facts_that_allow.cache_clear()


@pytest.fixture
def batches(client, administrator, term):
    """{kind: batch} of a roster of staff and one of students that names a pupil, both uploaded."""
    client.force_login(administrator)
    upload(client, "staff", "教职工.csv", csv_file([("工号", "姓名"), ("T1", "汤可")]))
    pupils = [("学号", "姓名", "班级"), ("20260001", "骆一川", "初一1班")]
    upload(client, "students", "学生.csv", csv_file(pupils))
    return {batch.kind: batch for batch in ImportBatch.objects.all()}


def test_the_list_shows_the_own_kinds_alone(client, batches, of_staff_alone):
    client.force_login(of_staff_alone)

    page = client.get(reverse("rosters:import-list"))

    assert [batch.kind for batch, _ in page.context["batches"]] == ["staff"]
    assert [importer.kind for importer in page.context["importers"]] == ["staff", "hardship"]
    assert "学生.csv" not in page.text


@pytest.mark.parametrize("page", PAGES)
def test_an_import_of_another_kind_is_a_404(client, batches, of_staff_alone, page):
    client.force_login(of_staff_alone)
    addresses = {
        kind: reverse(f"rosters:import-{page}", args=[batch.pk]) for kind, batch in batches.items()
    }

    answers = {kind: client.get(address).status_code for kind, address in addresses.items()}

    assert answers["students"] == 404
    assert answers["staff"] != 404


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_to_an_import_of_another_kind(client, batches, of_staff_alone, act):
    batch = batches["students"]
    client.force_login(of_staff_alone)

    answer = client.post(reverse(f"rosters:import-{act}", args=[batch.pk]))

    assert answer.status_code == 404
    assert ImportBatch.objects.get(pk=batch.pk).state == batch.state


@pytest.mark.parametrize("page", ["import-create", "import-template"])
def test_another_kind_is_not_begun(client, term, of_staff_alone, page):
    client.force_login(of_staff_alone)

    answers = [
        client.get(reverse(f"rosters:{page}", args=[kind])).status_code
        for kind in ("staff", "students", "members")
    ]

    assert answers == [200, 404, 404]


def test_the_desk_names_no_unfinished_import_of_another_kind(batches, of_staff_alone, the_day):
    ImportBatch.objects.update(state=ImportBatch.State.WRITING)
    source = TodoSource.of("rosters.unfinished")

    todos = list(source.todos(of_staff_alone, at=None, site=None))

    assert [todo.title for todo in todos] == ["继续导入：教职工.csv"]
