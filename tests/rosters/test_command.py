"""The command: what it says of a file, what it writes, and what it leaves alone."""

import json

import pytest
from django.core.management import CommandError, call_command

from branch.core.models import AuditEvent
from branch.members.models import Member, MemberStatus, Office
from branch.rosters.models import ImportBatch, ImportedRow
from branch.school.models import Enrolment, Family, Guardian, SchoolClass, Staff, Student, Teaching
from tests.counted import is_counted
from tests.spreadsheets import csv_file, members_file, pupils_file, staff_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


@pytest.fixture
def run(tmp_path, capsys):
    """Import a file's bytes; (what the JSON says, the exit status)."""

    def _run(kind, name, content, *options):
        path = tmp_path / name
        path.write_bytes(content)
        try:
            call_command("import_roster", kind, str(path), "--json", *options)
            status = 0
        except SystemExit as stop:
            status = stop.code
        return json.loads(capsys.readouterr().out), status

    return _run


def errors(said):
    return [(one["sheet"], one["row"], one["column"], one["code"]) for one in said["errors"]]


STAFF_ERRORS = [
    ("教职工名册", 6, "姓名", "missing"),
    ("教职工名册", 8, "工号", "duplicate"),
    ("教职工名册", 10, "手机", "bad_phone"),
]


def test_a_check_says_everything_and_writes_nothing(run):
    said, status = run("staff", "staff.xlsx", staff_file())

    assert errors(said) == STAFF_ERRORS
    assert {name: said[name] for name in ("rows", "good", "new", "changed", "unchanged")} == {
        "rows": 6,
        "good": 3,
        "new": 3,
        "changed": 0,
        "unchanged": 0,
    }
    assert (said["batch"], status) == (None, 1)
    assert (Staff.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_with_errors_nothing_is_written_unless_they_may_be_left_out(run):
    said, status = run("staff", "staff.xlsx", staff_file(), "--commit")

    assert (said["batch"], status, Staff.objects.count()) == (None, 1, 0)


def test_an_import_is_followed_by_new_statistics(run, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run("staff", "staff.xlsx", staff_file(), "--commit", "--skip-errors")

    assert is_counted(Staff)


def test_the_good_rows_are_written_on_that_word(run):
    said, status = run("staff", "staff.xlsx", staff_file(), "--commit", "--skip-errors")

    assert (said["batch"], status) == (ImportBatch.objects.get().pk, 1)
    assert list(Staff.objects.values_list("number", "name", "gender", "phone", "remark")) == [
        ("GQ3001", "曾明", "m", "15174218096", ""),
        ("GQ3002", "尉迟清", "f", "13191614610", "外聘"),
        ("GQ3004", "单远", "m", "15551716079", ""),
    ]
    taught = Teaching.objects.order_by("staff", "pk")
    assert [(str(row.staff), str(row.subject), str(row.school_class)) for row in taught] == [
        ("曾明", "语文", "2024级（6）班"),
        ("尉迟清", "英语", "2025级（4）班"),
        ("尉迟清", "英语", "2025级（5）班"),
        ("单远", "体育", "2026级（2）班"),
        ("单远", "体育", "2026级（3）班"),
    ]


def test_a_clean_file_ends_with_nought(run):
    rows = [("工号", "姓名"), ("T1", "汤可"), ("T2", "汤行")]

    said, status = run("staff", "staff.csv", csv_file(rows, "utf-8"), "--commit")

    assert (said["errors"], said["new"], status) == ([], 2, 0)


def test_members_are_colleagues_already(run):
    run("staff", "staff.xlsx", staff_file(), "--commit", "--skip-errors")

    said, _ = run("members", "members.csv", members_file(), "--commit", "--skip-errors")

    assert errors(said) == [("", 4, "入党时间", "bad_date"), ("", 5, "工号", "unknown_staff")]
    assert [(str(m), str(m.group), m.joined_on.isoformat()) for m in Member.objects.all()] == [
        ("曾明", "第一党小组", "2018-04-02"),
        ("尉迟清", "第二党小组", "2026-06-28"),
    ]
    states = MemberStatus.objects.order_by("member", "from_on")
    assert [(str(s.member), s.kind, str(s.from_on), str(s.until_on)) for s in states] == [
        ("曾明", "probationary", "2018-04-02", "2019-04-01"),
        ("曾明", "full", "2019-04-02", "None"),
        ("尉迟清", "probationary", "2026-06-28", "None"),
    ]
    assert [(seat.kind, str(seat.member)) for seat in Office.objects.all()] == [
        ("secretary", "曾明")
    ]


def test_pupils_come_with_class_and_family(run):
    said, _ = run("students", "students.xlsx", pupils_file(), "--commit", "--skip-errors")

    assert errors(said) == [
        ("初一1班", 6, "姓名", "missing"),
        ("初一1班", 7, "出生年月日", "bad_date"),
        ("初二（２）班", 5, "学号", "duplicate"),
        ("初二（２）班", 6, "联系电话", "bad_phone"),
    ]
    assert [
        (row.student.name, str(row.school_class), row.from_on.isoformat())
        for row in Enrolment.objects.order_by("student__number")
    ] == [
        ("廖宁", "2025级（2）班", "2026-09-01"),
        ("廖平", "2026级（1）班", "2026-09-01"),
        ("欧阳荷", "2026级（1）班", "2026-09-01"),
    ]


def test_children_of_one_guardian_are_one_family(run):
    run("students", "students.xlsx", pupils_file(), "--commit", "--skip-errors")

    families = {row.name: row.family_id for row in Student.objects.all()}
    assert families["廖平"] == families["廖宁"] != families["欧阳荷"]
    assert Guardian.objects.filter(name="袁瑶").count() == 1
    assert Family.objects.count() == 2


def test_a_remark_stays_a_private_line(run):
    run("students", "students.xlsx", pupils_file(), "--commit", "--skip-errors")

    assert dict(Student.objects.values_list("name", "remark")) == {
        "廖平": "",
        "欧阳荷": "走读",
        "廖宁": "",
    }


@pytest.mark.parametrize(
    ("kind", "name", "make"),
    [
        ("staff", "staff.xlsx", staff_file),
        ("members", "members.csv", members_file),
        ("students", "students.xlsx", pupils_file),
    ],
)
def test_the_same_file_again_changes_nothing(run, kind, name, make):
    run("staff", "staff.xlsx", staff_file(), "--commit", "--skip-errors")
    first, _ = run(kind, name, make(), "--commit", "--skip-errors")

    again, _ = run(kind, name, make(), "--commit", "--skip-errors")

    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, first["good"])
    latest = ImportBatch.objects.first()
    assert [row.changes for row in ImportedRow.objects.filter(batch=latest).good()] == [[]] * first[
        "good"
    ]


def test_a_class_outside_the_school_is_an_error(run):
    rows = [
        ("学号", "姓名", "班级"),
        ("1", "汤可", "高一（2）班"),
        ("2", "汤行", "六年级1班"),
        ("3", "汤知", "初三(31)班"),
    ]

    said, _ = run("students", "students.csv", csv_file(rows))

    assert errors(said) == [("", row, "班级", "bad_class") for row in (2, 3, 4)]
    assert SchoolClass.objects.count() == 0


def test_digits_that_excel_lost_are_an_error_that_says_how_to_mend_the_file(run):
    rows = [("学号", "姓名", "班级"), ("3.20201E+17", "汤可", "703")]

    said, _ = run("students", "students.csv", csv_file(rows))

    assert errors(said) == [("", 2, "学号", "digits_lost")]
    assert "设为“文本”" in said["errors"][0]["message"]


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(tmp_path):
    path = tmp_path / "名册.docx"
    path.write_bytes(b"PK\x03\x04")

    with pytest.raises(CommandError, match="请上传 xlsx、xls 或 csv") as refusal:
        call_command("import_roster", "staff", str(path))

    assert refusal.value.returncode == 2


def test_an_import_leaves_a_trace(run):
    run("staff", "staff.xlsx", staff_file(), "--commit", "--skip-errors")

    assert list(AuditEvent.objects.values_list("verb", "says", "actor").order_by("pk")) == [
        ("import.begun", "staff.xlsx", None),
        ("import.done", "新增 3，更新 0，不变 0", None),
    ]
