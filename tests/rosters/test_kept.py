"""What is kept of an uploaded file: what was read, once, without identity numbers, and for a day."""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction

from branch.rosters import actions
from branch.rosters.book import Book, Sheet, book_from_json, open_book
from branch.rosters.models import ImportBatch
from branch.school.models import Staff, Student
from tests.rosters.wizard import address, as_found, batch, upload
from tests.spreadsheets import bring, carry_on, csv_file, pupils_file, staff_file, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
IDENTITY = "320203201301150012"


@pytest.fixture
def client(client, administrator):
    client.force_login(administrator, "branch.accounts.backends.RoleBackend")
    return client


@pytest.fixture
def received(today):
    """Keep a file of colleagues; the batch."""

    def _received(*rows, name="a.xlsx", **options):
        content = xlsx({"名册": [("工号", "姓名"), *rows]})
        known = {"kind": "staff", "effective_on": today, "by": None} | options
        return actions.receive_file(file_name=name, content=content, **known)

    return _received


def stored():
    """The names of all files that are kept."""
    folder = Path(ImportBatch._meta.get_field("file").storage.path("rosters"))
    return {path for path in folder.rglob("*") if path.is_file()}


# read once


def test_the_file_is_opened_once_on_its_whole_way(client, monkeypatch):
    """After the upload no program that reads workbooks can be started any more."""
    upload(client, "students", "students.xlsx", pupils_file())
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    client.post(address("layout"), as_found(client, "layout"))
    client.post(address("columns"), as_found(client, "columns"))
    client.post(address("detail"), {"effective_on": "2026-09-01", "skip_errors": "on"})

    assert (batch().state, Student.objects.count()) == ("done", 3)


def test_a_book_is_kept_cell_for_cell():
    cells = ["甲", 7.1, 13_467_300_245.0, date(2013, 9, 2), True, None, ""]
    book = Book([Sheet("一班", [cells, []], [(0, 1, 2, 3)]), Sheet("", [["乙"]])])

    assert book_from_json(book.as_json()) == book


def test_what_an_old_workbook_says_is_kept_as_it_was_read():
    book = open_book("a.xlsx", staff_file())

    assert book_from_json(book.as_json()) == book


def test_a_file_kept_as_it_came_by_an_earlier_version_goes_on(client):
    upload(client, "students", "students.xlsx", pupils_file())
    one = batch()
    one.file.save("roster.xlsx", ContentFile(pupils_file()))

    client.post(address("layout"), as_found(client, "layout"))
    client.post(address("columns"), as_found(client, "columns"))
    client.post(address("detail"), {"effective_on": "2026-09-01", "skip_errors": "on"})

    assert (batch().state, Student.objects.count()) == ("done", 3)


# identity numbers


@pytest.mark.parametrize(
    "cell",
    [IDENTITY, f"G{IDENTITY}", "3202032013 01150012", float(IDENTITY), f"身份证{IDENTITY}。"],
)
def test_an_identity_number_is_not_kept(received, cell):
    one = received(("T1", "汤可", cell), (cell, "汤行"))

    with one.file.open() as file:
        kept = file.read().decode()

    assert "汤可" in kept
    assert ("32020320130115" in kept, "3.2020320130115" in kept) == (False, False)


def test_where_one_stood_is_still_said(received, today):
    one = actions.check_batch(received((IDENTITY, "汤可"), ("T2", "汤行")), on=today)

    first, second = one.lines.all()
    assert (first.verdict, second.verdict) == ("error", "new")
    assert first.warnings == ["工号里有身份证号，本系统从不保存，没有读入。"]
    assert first.errors == [{"column": "工号", "code": "missing", "message": "请填写工号。"}]


# stored and deleted with its row


def test_a_file_whose_row_is_refused_is_not_kept(received):
    before = stored()

    with pytest.raises(ValidationError):
        received(("T1", "汤可"), effective_on=None)

    assert stored() == before


def test_a_discard_that_is_rolled_back_keeps_the_file(received, django_capture_on_commit_callbacks):
    one = received(("T1", "汤可"))

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.discard_batch(one, by=None)
        transaction.set_rollback(True)

    assert ImportBatch.objects.get() == one
    assert one.file.storage.exists(one.file.name)


def test_a_file_goes_only_once_its_row_is_gone(received, django_capture_on_commit_callbacks):
    one = received(("T1", "汤可"))

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_batch(one, by=None)
        still_there = one.file.storage.exists(one.file.name)

    assert (still_there, one.file.storage.exists(one.file.name)) == (True, False)


def test_an_undo_begun_while_imports_are_forgotten_keeps_its_rows(today):
    one = bring(
        "staff", csv_file([("工号", "姓名"), ("T1", "汤可")]), on=today, at=NOW, name="a.csv"
    )
    late, too_late = NOW + timedelta(hours=23), NOW + timedelta(hours=25)
    statements = []

    def begins_after_the_first(execute, *statement):
        statements.append(statement)
        if len(statements) == 2:
            actions.begin_undo(one, at=late, by=None)
        return execute(*statement)

    with connection.execute_wrapper(begins_after_the_first):
        forgotten = actions.forget_imports(at=too_late)
    carry_on(ImportBatch.objects.get(), on=today, at=too_late)

    assert (forgotten, ImportBatch.objects.get().state) == (0, "undone")
    assert not Staff.objects.filter(number="T1").exists()
