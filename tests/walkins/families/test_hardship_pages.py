"""The pages of the import of hardship families: what they keep of a file, and for whom they exist."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from branch.core.contributions import TodoSource
from branch.core.models import AccessRecord, AuditEvent
from branch.rosters import actions
from branch.rosters.models import ImportBatch, ImportedRow
from branch.walkins.models import FamilyHardship
from tests.factories import make_class, make_hardship, make_student
from tests.leaks import holds
from tests.rosters.wizard import address, as_found, batch, checked, upload
from tests.spreadsheets import csv_file
from tests.unpacked import text_in
from tests.walkins.families.hardship_files import SECRETS, hardship_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
FILE_NAME = "特困一档名单.xlsx"
CHILD = ("S20260031", "骆一川")
PAGES = ("detail", "layout", "columns", "undo", "problems")
ACTS = ("advance", "discard", "undo", "layout", "columns", "detail")


@pytest.fixture
def pupil():
    return make_student(make_class(entry_year=2025, number=3), number=CHILD[0], name=CHILD[1])


@pytest.fixture
def client(client, committee, pupil):
    client.force_login(committee, "branch.accounts.backends.RoleBackend")
    return client


def as_sent():
    return hardship_file((*CHILD, "初二3班"), ("", "钟无名", "初二3班"))


def tables():
    return {
        model._meta.db_table: str(list(model.objects.values_list()))
        for model in apps.get_models()
        if model._meta.managed
    }


def stored():
    """The names and contents of all files that are kept."""
    roots = [Path(settings.PRIVATE_ROOT), Path(settings.MEDIA_ROOT)]
    files = [path for root in roots for path in root.rglob("*") if path.is_file()]
    return {str(path): text_in(path.read_bytes()) for path in files}


@pytest.fixture
def kept():
    """Return the tables and the files of this test in which one of some sentences is."""
    before = stored().keys()

    def found(*sentences):
        files = {name: text for name, text in stored().items() if name not in before}
        texts = tables() | files
        return sorted(
            name for name, text in texts.items() if any(holds(text, s) for s in sentences)
        )

    return found


# what is kept


def test_grade_cause_income_and_remark_are_in_no_answer_table_or_file(client, kept):
    secrets = (*SECRETS, "特困一档名单")
    answers = [upload(client, "hardship", FILE_NAME, as_sent())]
    assert [name for name in kept(CHILD[0]) if "rosters" in name] != []

    for step in ("layout", "columns"):
        answers += [client.get(address(step))]
        answers += [client.post(address(step), as_found(client, step))]
        assert kept(*secrets) == []
    answers += [client.get(f"{address('detail')}?show={show}") for show in ("all", "error")]
    answers += [client.get(address("problems")), client.get(reverse("rosters:import-list"))]

    assert batch().counts["rows"] == 2
    texts = [text_in(answer.content) for answer in answers]
    assert any(CHILD[0] in text for text in texts)
    assert [text for text in texts if any(holds(text, one) for one in secrets)] == []


def test_file_and_rows_go_as_soon_as_they_are_written(
    client, kept, pupil, django_capture_on_commit_callbacks
):
    checked(client, "hardship", FILE_NAME, as_sent())
    assert "rosters_importedrow" in kept(CHILD[0])

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("detail"), {"skip_errors": "on"})

    assert (batch().state, FamilyHardship.objects.get().student) == ("done", pupil)
    assert [name for name in kept(CHILD[0], CHILD[1], "钟无名") if "school" not in name] == []
    (row,) = ImportedRow.objects.all()
    assert (row.values, row.cells, row.changes[0]["after"]) == ({}, {}, {})


@pytest.mark.parametrize("how", ["discarded", "expired"])
def test_neither_is_kept_of_a_file_that_is_not_imported(
    client, kept, how, django_capture_on_commit_callbacks
):
    checked(client, "hardship", FILE_NAME, as_sent())

    with django_capture_on_commit_callbacks(execute=True):
        if how == "discarded":
            client.post(address("discard"))
        else:
            actions.forget_imports(at=timezone.now() + timedelta(hours=25))

    assert [name for name in kept(CHILD[0], "钟无名") if "school" not in name] == []
    assert ImportedRow.objects.count() == 0


def test_the_page_of_a_written_list_counts_and_names_nobody(client):
    checked(client, "hardship", FILE_NAME, as_sent())
    page = client.post(address("detail"), {"skip_errors": "on"}, follow=True)

    assert page.context["batch"].counts["new"] == 1
    assert (CHILD[1] in page.text, "钟无名" in page.text) == (False, False)
    assert "逐行结果已清除" in page.text
    assert client.get(address("problems")).url == address("detail")


def test_the_check_is_on_record_with_the_students_it_names(client, pupil):
    checked(client, "hardship", FILE_NAME, as_sent())
    AccessRecord.objects.all().delete()

    client.get(f"{address('detail')}?show=new")

    assert AccessRecord.objects.get().subjects["student"] == [pupil.pk]


def test_the_undo_is_offered_and_takes_all_back(client):
    checked(client, "hardship", FILE_NAME, as_sent())
    client.post(address("detail"), {"skip_errors": "on"})

    client.post(address("undo"), as_found(client, "undo"))
    page = client.post(address("advance"), follow=True)

    assert (batch().state, FamilyHardship.objects.count()) == ("undone", 0)
    assert "困难家庭名单已撤销" in page.text


def test_who_is_no_longer_listed_is_removed_by_the_tick(client):
    gone = make_hardship(make_student(name="成无恙"))
    checked(client, "hardship", FILE_NAME, as_sent())
    page = client.get(address("detail"))
    assert "移出名单：1 名学生不在这份名单里" in page.text
    assert (gone.student.name in page.text, "导入 1 行" in page.text) == (True, True)

    client.post(address("detail"), {"skip_errors": "on", "agree-unlisted": "on"})

    assert [row.student.name for row in FamilyHardship.objects.all()] == [CHILD[1]]


# for whom it exists


def test_the_administrator_reaches_no_page_of_it(client, administrator):
    upload(client, "hardship", FILE_NAME, as_sent())
    state = batch().state
    client.force_login(administrator)

    new = [reverse(f"rosters:import-{name}", args=["hardship"]) for name in ("create", "template")]
    gets = [client.get(page).status_code for page in (*map(address, PAGES), *new)]
    posts = [client.post(page).status_code for page in (*map(address, ACTS), new[0])]

    assert (set(gets), set(posts)) == ({404}, {404})
    assert batch().state == state


def test_the_administrator_s_list_desk_and_log_name_no_such_kind(client, administrator, secretary):
    upload(client, "hardship", FILE_NAME, as_sent())
    ImportBatch.objects.update(state="writing")
    client.force_login(administrator)

    pages = [client.get(reverse(name)).text for name in ("rosters:import-list", "portal:desk")]
    pages.append(client.get(reverse("rosters:import-create", args=["students"])).text)

    assert [word for word in ("困难", "hardship") for page in pages if word in page] == []
    todos = TodoSource.of("rosters.unfinished").todos(administrator, at=None, site=None)
    assert list(todos) == []
    says = AuditEvent.objects.values_list("says", flat=True)
    assert [said for said in says if "骆" in said or "特困" in said] == []


def test_a_file_taken_for_another_roster_does_not_name_it(client, administrator):
    client.force_login(administrator)
    titles = ("工号", "姓名", "学号", "班级", "年级", "学年")
    rows = [titles, ("T1", "汤可", "S1", "初二3班", "初二", "2026")]

    checked(client, "staff", "a.csv", csv_file(rows))

    assert "困难家庭名单" not in client.get(address("columns")).text
    assert "困难" not in str(batch().remarks)


def test_the_committee_has_this_kind_alone(client):
    page = client.get(reverse("rosters:import-list"))

    assert [importer.kind for importer in page.context["importers"]] == ["hardship"]
    assert reverse("rosters:import-list") in client.get(reverse("portal:desk")).text
    assert client.get(reverse("rosters:import-create", args=["students"])).status_code == 404


def test_no_command_imports_it(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(as_sent())

    with pytest.raises(CommandError, match="invalid choice") as refusal:
        call_command("import_roster", "hardship", str(path), "--commit")

    assert "'hardship'," not in str(refusal.value).split("choose from")[1]
    assert FamilyHardship.objects.count() == 0
