"""An import is written in chunks: one that stops midway goes on where it stopped, and nothing is done twice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from branch.members.models import Member
from branch.rosters import actions
from branch.rosters.models import ImportBatch
from branch.school.models import Family, SchoolClass, Staff, Student
from tests.factories import make_staff
from tests.spreadsheets import carry_on, csv_file, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term")]

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SOON = NOW + timedelta(hours=2)
MEMBERS = ("工号", "党员类别", "入党时间", "转正时间", "党小组")
PUPILS = [(str(n), f"某{n}", "初一1班") for n in range(450)]
MANY = csv_file([("学号", "姓名", "班级"), *PUPILS], "utf-8")


@pytest.fixture
def begun(today):
    """Of 450 pupils the first 200 are written, then the process has died."""
    batch = actions.receive_file(
        kind="students", file_name="a.csv", content=MANY, effective_on=date(2026, 9, 1), by=None
    )
    actions.check_batch(batch, on=today)
    batch = actions.begin_import(batch, skip_errors=False, by=None)
    return actions.advance(batch, on=today, at=NOW, by=None)


def test_a_chunk_is_written_whole_and_the_next_waits(begun):
    assert begun.state == "writing"
    assert (Student.objects.count(), begun.lines.to_write().count()) == (200, 250)


def test_who_dies_within_a_chunk_has_written_none_of_it(begun, today, monkeypatch):
    def dies(*args):
        raise SystemExit

    monkeypatch.setattr("branch.rosters.actions._store", dies)
    with pytest.raises(SystemExit):
        actions.advance(begun, on=today, at=NOW, by=None)

    assert (Student.objects.count(), begun.lines.to_write().count()) == (200, 250)


@pytest.mark.usefixtures("the_day")
def test_the_same_file_again_goes_on_where_it_stopped(begun, tmp_path):
    path = tmp_path / "again.csv"
    path.write_bytes(MANY)

    call_command("import_roster", "students", str(path), "--commit", "--json")

    assert (ImportBatch.objects.get().state, Student.objects.count()) == ("done", 450)
    assert ImportBatch.objects.get().counts["new"] == 450


def test_two_who_drive_one_batch_both_meet_its_end(begun, today):
    batch = carry_on(begun, on=today, at=NOW)

    assert actions.advance(begun, on=today, at=SOON, by=None).done_at == batch.done_at == NOW


def test_an_undo_stopped_half_way_goes_on(begun, today):
    batch = carry_on(begun, on=today, at=NOW)
    batch = actions.begin_undo(batch, at=SOON, by=None)
    batch = actions.advance(batch, on=today, at=SOON, by=None)
    assert (batch.state, Student.objects.count()) == ("undoing", 250)

    carry_on(batch, on=today, at=SOON)

    assert [model.objects.count() for model in (Student, Family, SchoolClass)] == [0, 0, 0]


def test_what_changed_between_check_and_writing_is_planned_anew(today):
    days = ("2018.4.2", "2019.4.2")
    rows = [(number, "正式党员", *days, "第一党小组") for number in ("T1", "T2")]
    content = xlsx({"名册": [MEMBERS, *rows]})
    one, two = make_staff(number="T1"), make_staff(number="T2")
    batch = actions.receive_file(
        kind="members", file_name="a.xlsx", content=content, effective_on=date(2026, 9, 1), by=None
    )
    actions.check_batch(batch, on=today)
    batch = actions.begin_import(batch, skip_errors=False, by=None)
    Staff.objects.filter(pk=two.pk).update(until_on=date(2026, 11, 1))

    batch = carry_on(batch, on=today, at=NOW)

    assert [member.staff for member in Member.objects.all()] == [one]
    found = [(row.verdict, [e["code"] for e in row.errors]) for row in batch.lines.all()]
    assert found == [("new", []), ("error", ["unknown_staff"])]
    assert (batch.counts["new"], batch.counts["errors"], batch.counts["good"]) == (1, 1, 1)
