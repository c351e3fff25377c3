"""Two imports at once, and a colleague who writes while one runs: nobody twice, nobody refused, nobody waits long."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from branch.core.models import AuditEvent
from branch.rosters import actions
from branch.rosters.models import ImportBatch
from branch.school.models import Enrolment, Guardian, SchoolClass, Student
from tests.factories import make_term
from tests.spreadsheets import bring, carry_on, csv_file

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_disk")]

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TITLES = ("学号", "姓名", "班级", "监护人", "联系电话")


@pytest.fixture
def on_disk(transactional_db, tmp_path, monkeypatch):
    """SQLite as a school has it: threads that share one database in memory don't wait for each other."""
    if connection.vendor != "sqlite":
        yield
        return
    in_memory, path = connection.connection, tmp_path / "school.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        in_memory.backup(copy)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    connection.connection = None
    yield
    connection.close()
    connection.connection = in_memory


def pupils(numbers):
    """Two in each family."""
    rows = [
        (n, f"某{n}", f"初一{n % 3 + 1}班", f"家{n // 2}", 13_400_000_000 + n // 2) for n in numbers
    ]
    return csv_file([TITLES, *rows], "utf-8")


def at_once(*calls):
    """Run them side by side; what they raised."""
    start, raised = Barrier(len(calls)), []

    def run(call):
        start.wait()
        try:
            call()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.parametrize("second", [range(1_000, 1_450), range(1_225, 1_675)])
def test_two_imports_at_once_bring_everybody_once(today, second):
    make_term()
    files = [pupils(range(1_000, 1_450)), pupils(second)]

    def brings(content):
        return lambda: bring("students", content, on=today, at=NOW, name="a.csv")

    raised = at_once(*map(brings, files))

    everybody = {str(n) for n in (*range(1_000, 1_450), *second)}
    assert raised == []
    assert set(ImportBatch.objects.values_list("state", flat=True)) == {"done"}
    assert sorted(Student.objects.values_list("number", flat=True)) == sorted(everybody)
    assert Enrolment.objects.count() == len(everybody)
    assert Guardian.objects.count() == len({int(n) // 2 for n in everybody})
    assert SchoolClass.objects.count() == 3
    assert sum(batch.counts["new"] for batch in ImportBatch.objects.all()) == len(everybody)


def test_one_batch_driven_from_two_sides_is_done_once(today):
    make_term()
    batch = actions.receive_file(kind="students", file_name="a.csv", content=pupils(range(450)), effective_on=date(2026, 9, 1), by=None)  # fmt: skip
    actions.check_batch(batch, on=today)
    batch = actions.begin_import(batch, skip_errors=False, by=None)

    raised = at_once(*[lambda: carry_on(batch, on=today, at=NOW)] * 2)

    assert (raised, Student.objects.count()) == ([], 450)
    assert AuditEvent.objects.filter(verb="import.done").count() == 1


def test_a_colleague_writes_between_two_chunks(today):
    make_term()
    batch = actions.receive_file(kind="students", file_name="a.csv", content=pupils(range(450)), effective_on=date(2026, 9, 1), by=None)  # fmt: skip
    actions.check_batch(batch, on=today)
    batch = actions.begin_import(batch, skip_errors=False, by=None)
    batch = actions.advance(batch, on=today, at=NOW, by=None)

    raised = at_once(lambda: SchoolClass.objects.create(entry_year=2024, number=30))

    assert (raised, batch.state, Student.objects.count()) == ([], "writing", 200)
    assert carry_on(batch, on=today, at=NOW).state == "done"
