"""Two imports at once, and a colleague who writes while one runs: nobody twice, nobody refused, nobody waits long."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from branch.core.models import AuditEvent
from branch.core.views import RACED
from branch.rosters import actions
from branch.rosters.models import ImportBatch
from branch.school.actions import correct_student, move_student
from branch.school.models import Enrolment, Guardian, SchoolClass, Student
from tests.factories import make_class, make_student, make_term
from tests.spreadsheets import bring, carry_on, csv_file
from tests.threads import at_once, meanwhile

pytestmark = pytest.mark.usefixtures("on_disk")

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TITLES = ("学号", "姓名", "班级", "监护人", "联系电话")


def pupils(numbers):
    """Two in each family."""
    rows = [
        (n, f"某{n}", f"初一{n % 3 + 1}班", f"家{n // 2}", 13_400_000_000 + n // 2) for n in numbers
    ]
    return csv_file([TITLES, *rows], "utf-8")


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
    batch = actions.receive_file(
        kind="students",
        file_name="a.csv",
        content=pupils(range(450)),
        effective_on=date(2026, 9, 1),
        by=None,
    )
    actions.check_batch(batch, on=today)
    batch = actions.begin_import(batch, skip_errors=False, by=None)

    raised = at_once(*[lambda: carry_on(batch, on=today, at=NOW)] * 2)

    assert (raised, Student.objects.count()) == ([], 450)
    assert AuditEvent.objects.filter(verb="import.done").count() == 1


def test_a_colleague_writes_between_two_chunks(today):
    make_term()
    batch = actions.receive_file(
        kind="students",
        file_name="a.csv",
        content=pupils(range(450)),
        effective_on=date(2026, 9, 1),
        by=None,
    )
    actions.check_batch(batch, on=today)
    batch = actions.begin_import(batch, skip_errors=False, by=None)
    batch = actions.advance(batch, on=today, at=NOW, by=None)

    raised = at_once(lambda: SchoolClass.objects.create(entry_year=2024, number=30))

    assert (raised, batch.state, Student.objects.count()) == ([], "writing", 200)
    assert carry_on(batch, on=today, at=NOW).state == "done"


# a form saved while a chunk is planned or taken back


@pytest.fixture
def pupil(on_disk):
    make_term()
    return make_student(make_class(entry_year=2026, number=1), number="1", name="曾小明")


def begun(*row, on):
    """An import of one row, confirmed and not yet written."""
    return begun_of(csv_file([("学号", "姓名", "班级", "备注"), row], "utf-8"), on=on)


def begun_of(content, *, on):
    batch = actions.receive_file(
        kind="students", file_name="a.csv", content=content, effective_on=date(2026, 9, 1), by=None
    )
    batch = actions.check_batch(batch, on=on)
    return actions.begin_import(batch, skip_errors=False, by=None)


def correct(pupil, **fields):
    """What a form saves that was opened on this pupil as it is."""
    known = {"number": pupil.number, "name": pupil.name, "gender": pupil.gender}
    correct_student(pupil, version=pupil.version, by=None, **known | fields)


def test_what_a_form_saves_while_a_chunk_is_planned_is_kept(pupil, today):
    batch = begun("1", "曾小明", "初一1班", "走读", on=today)

    with meanwhile(lambda: actions.advance(batch, on=today, at=NOW, by=None)) as start:
        correct(pupil, gender="f")
        start()

    pupil.refresh_from_db()
    assert (pupil.gender, pupil.remark, pupil.version) == ("f", "走读", 3)
    (change,) = batch.lines.get().changes
    assert (change["before"]["version"], change["after"]["version"]) == (2, 3)


def test_a_pupil_moved_by_a_form_while_a_chunk_is_planned_is_moved_once(pupil, today):
    batch = begun("1", "曾小明", "初一3班", "", on=today)
    second = make_class(entry_year=2026, number=2)

    with meanwhile(lambda: actions.advance(batch, on=today, at=NOW, by=None)) as start:
        move_student(pupil, to_class=second, on=today, version=1, by=None)
        start()

    running = Enrolment.objects.get(student=pupil, until_on=None)
    assert (running.school_class.number, running.from_on) == (3, today)
    assert Enrolment.objects.filter(student=pupil).count() == 2


def test_what_a_form_saves_while_an_import_is_taken_back_stays(pupil, today):
    batch = carry_on(begun("1", "曾小明", "初一1班", "走读", on=today), on=today, at=NOW)
    batch = actions.begin_undo(batch, at=NOW, by=None)
    pupil.refresh_from_db()

    with meanwhile(lambda: actions.advance(batch, on=today, at=NOW, by=None)) as start:
        correct(pupil, gender="f")
        start()

    pupil.refresh_from_db()
    assert (pupil.gender, pupil.remark, pupil.version) == ("f", "走读", 3)
    assert batch.lines.get().left == "1 曾小明 导入后又改过，没有恢复。"


# a deadlock, or a lock that others hold for too long: both raise the same exception

IMPATIENT = {"sqlite": "PRAGMA busy_timeout = 1", "postgresql": "SET lock_timeout = '1ms'"}
HOLD = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "BEGIN; LOCK TABLE rosters_importbatch IN EXCLUSIVE MODE",
}


@pytest.fixture
def held(on_disk):
    """Function that lets another connection hold the lock which a chunk needs."""
    other = connection.copy()

    def hold():
        for one, commands in ((connection, IMPATIENT), (other, HOLD)):
            with one.cursor() as cursor:
                cursor.execute(commands[connection.vendor])

    yield hold
    for one in (other, connection):
        one.close()


@pytest.fixture
def signed_in(client, administrator):
    """A browser of the administrator whose session need not be extended, which would be a write."""
    client.force_login(administrator)
    session = client.session
    session["slid_at"] = int(timezone.now().timestamp())
    session.save()
    return client


def test_a_chunk_that_gets_no_lock_can_be_continued(held, signed_in, pupil, today):
    batch = begun("1", "曾小明", "初一1班", "走读", on=today)
    held()

    page = signed_in.post(reverse("rosters:import-advance", args=[batch.pk]))

    (message,) = get_messages(page.wsgi_request)
    assert (page.status_code, str(message)) == (302, f"{RACED}请按“继续”。")
    assert ImportBatch.objects.get().state == "writing"


READ_ONLY = {
    "sqlite": "PRAGMA query_only = 1",
    "postgresql": "SET default_transaction_read_only = on",
}


def test_another_failure_of_the_database_is_not_told_as_a_colleagues_change(
    on_disk, signed_in, pupil, today
):
    batch = begun("1", "曾小明", "初一1班", "走读", on=today)
    with connection.cursor() as cursor:
        cursor.execute(READ_ONLY[connection.vendor])

    with pytest.raises(DatabaseError, match=r"read.?only"):
        signed_in.post(reverse("rosters:import-advance", args=[batch.pk]))

    connection.close()


def test_a_command_that_gets_no_lock_says_that_it_can_be_run_again(held, pupil, today, tmp_path):
    content = csv_file([("学号", "姓名", "班级"), ("1", "曾小明", "初一1班")], "utf-8")
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    batch = begun_of(content, on=today)
    held()

    with pytest.raises(CommandError, match="请再运行一次"):
        call_command("import_roster", "students", str(file), "--commit")

    assert ImportBatch.objects.get(pk=batch.pk).state == "writing"
