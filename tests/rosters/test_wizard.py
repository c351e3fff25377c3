"""The wizard: each step says what it found, nothing is written before the last word, and a day to take it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.rosters import actions
from branch.rosters.guard import NO_ROSTER
from branch.rosters.models import ImportBatch, ImportedRow
from branch.school.models import Enrolment, Student
from tests.factories import make_pairing
from tests.rosters.wizard import address, as_found, batch, checked, imported, taken_back, upload
from tests.spreadsheets import csv_file, pupils_file, staff_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


@pytest.fixture
def client(client, administrator):
    client.force_login(administrator, "branch.accounts.backends.RoleBackend")
    return client


def test_an_upload_writes_nobody_and_leads_to_the_sheets(client):
    answer = upload(client, "students", "students.xlsx", pupils_file())

    assert answer.url == address("layout")
    assert (Student.objects.count(), batch().state) == (0, "uploaded")


def test_the_sheets_and_their_header_are_found(client):
    upload(client, "students", "students.xlsx", pupils_file())

    rows = client.get(address("layout")).context["form"].rows

    assert [(sheet.name, use.value(), header.value()) for sheet, use, header in rows] == [
        ("初一1班", True, "1-2"),
        ("初二（２）班", True, "1-2"),
    ]


def test_a_file_that_is_no_roster_is_refused_at_its_field(client):
    answer = upload(client, "students", "students.xlsx", b"%PDF-1.7")

    assert answer.context["form"].errors == {"file": [NO_ROSTER]}
    assert batch() is None


def test_a_file_too_large_is_refused_before_it_is_read(client):
    answer = upload(client, "students", "students.xlsx", b"PK\x03\x04" + bytes(6 * 1024 * 1024))

    assert answer.context["form"].errors["file"] == [
        "文件有 6 MB，名册不会超过 5 MB。请删去图片和多余的工作表后再传。"
    ]


def test_a_sheet_left_out_is_not_read(client):
    upload(client, "students", "students.xlsx", pupils_file())
    client.post(address("layout"), as_found(client, "layout") | {"use-1": ""})
    client.post(address("columns"), as_found(client, "columns"))

    assert set(batch().lines.values_list("sheet", flat=True)) == {"初一1班"}


def test_with_no_sheet_chosen_the_page_asks_for_one(client):
    upload(client, "students", "students.xlsx", pupils_file())

    answer = client.post(address("layout"), {"header-0": "1-2", "header-1": "1-2"})

    assert answer.context["form"].non_field_errors() == ["请至少选一张要读入的工作表。"]


def test_a_column_nobody_could_have_known_can_be_named(client):
    content = csv_file([("工号", "姓名", "内线"), ("T1", "汤可", "13800000001")])
    upload(client, "staff", "staff.csv", content)
    client.post(address("layout"), as_found(client, "layout"))

    client.post(address("columns"), as_found(client, "columns") | {"0-手机": "2"})

    assert batch().lines.get().values["phone"] == "13800000001"


def test_one_column_cannot_mean_two_things(client):
    upload(client, "staff", "staff.xlsx", staff_file())
    client.post(address("layout"), as_found(client, "layout"))

    answer = client.post(address("columns"), as_found(client, "columns") | {"0-性别": "2"})

    assert answer.context["form"].errors == {"0-性别": ["这一列已选作“姓名”。"]}


def test_the_check_shows_each_fault_at_its_cell_and_writes_nobody(client):
    checked(client, "students", "students.xlsx", pupils_file())

    answer = client.get(address("detail"))

    assert [(row.row, row.errors[0]["column"]) for row in answer.context["page_obj"]] == [
        (6, "姓名"),
        (7, "出生年月日"),
        (5, "学号"),
        (6, "联系电话"),
    ]
    assert "不是手机号，应是 11 位数字，以 1 开头。" in answer.text
    assert Student.objects.count() == 0


def test_rows_in_error_are_left_out_only_on_the_word(client):
    checked(client, "students", "students.xlsx", pupils_file())

    answer = client.post(address("detail"), {"effective_on": "2026-09-01"})

    assert answer.context["form"].errors == {
        "skip_errors": ["还有 4 行有错误。请改好文件重新上传，或勾选跳过这些行。"]
    }
    assert Student.objects.count() == 0


def test_the_confirmed_rows_are_written_from_the_day_chosen(client):
    checked(client, "students", "students.xlsx", pupils_file())

    client.post(address("detail"), {"effective_on": "2026-09-07", "skip_errors": "on"})

    assert (batch().state, Student.objects.count()) == ("done", 3)
    assert {row.from_on.isoformat() for row in Enrolment.objects.all()} == {"2026-09-07"}


def test_a_second_upload_of_the_same_file_changes_nothing(client):
    imported(client, "students", "students.xlsx", pupils_file())

    checked(client, "students", "students.xlsx", pupils_file())

    assert {name: batch().counts[name] for name in ("new", "changed", "unchanged")} == {
        "new": 0,
        "changed": 0,
        "unchanged": 3,
    }


def test_an_import_is_taken_back_and_done_again(client):
    imported(client, "students", "students.xlsx", pupils_file())

    taken_back(client)
    after_undo = (batch().state, Student.objects.count(), Enrolment.objects.count())
    imported(client, "students", "students.xlsx", pupils_file())

    assert after_undo == ("undone", 0, 0)
    assert (batch().state, Student.objects.count()) == ("done", 3)


def test_what_others_lean_on_stays_and_is_listed(client):
    imported(client, "students", "students.xlsx", pupils_file())
    make_pairing(student=Student.objects.get(number="20260001"))

    answer = taken_back(client)

    assert set(Student.objects.values_list("name", "enrolments__until_on")) >= {("廖平", None)}
    assert answer.context["left"] == ["20260001 廖平 已有别的记录，保留。"]
    assert "20260001 廖平 已有别的记录，保留。" in answer.text


def test_after_a_day_it_stands(client, the_day):
    imported(client, "students", "students.xlsx", pupils_file())
    ImportBatch.objects.update(done_at=timezone.now() - timedelta(hours=24))

    answer = taken_back(client)

    assert "导入已超过 24 小时，或已经撤销，不能再撤销。" in answer.text
    assert Student.objects.count() == 3


def test_a_day_later_nothing_of_the_file_is_kept(client, django_capture_on_commit_callbacks):
    imported(client, "students", "students.xlsx", pupils_file())
    name, storage = batch().file.name, batch().file.storage
    assert storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_imports(at=timezone.now() + timedelta(hours=25))

    assert (ImportedRow.objects.count(), storage.exists(name)) == (0, False)
    assert "名册文件和检查结果只保存一天。" in client.get(address("detail")).text


def test_a_row_that_holds_no_titles_leads_to_the_columns_and_asks_for_them(client):
    upload(client, "students", "students.xlsx", pupils_file())
    untitled = {"header-0": "0-1", "use-1": ""}
    client.post(address("layout"), as_found(client, "layout") | untitled)

    group, *_ = client.get(address("columns")).context["form"].groups
    answer = client.post(address("columns"), {})

    assert (group.labels, group.sample) == ([], [])
    assert answer.context["form"].errors == {
        "0-学号": ["请选择“学号”在哪一列。"],
        "0-姓名": ["请选择“姓名”在哪一列。"],
    }


def test_a_file_without_titles_leads_from_the_columns_to_the_list(client):
    upload(client, "staff", "staff.csv", csv_file([("T1", "汤可")]))

    for answer in (client.get(address("columns")), client.post(address("columns"), {})):
        assert answer.url == reverse("rosters:import-list")
    said = client.get(answer.url).text
    assert said.count("没有找到表头。教职工名册要有一行列标题，至少有：工号、姓名。") == 2


def test_no_page_shows_what_stands_in_a_column_that_is_never_read(client):
    content = csv_file([("工号", "姓名", "学籍号"), ("T1", "汤可", "G1234567890")])
    upload(client, "staff", "staff.csv", content)

    pages = [client.get(address("layout")).text]
    client.post(address("layout"), as_found(client, "layout"))
    pages.append(client.get(address("columns")).text)
    client.post(address("columns"), as_found(client, "columns"))
    pages.append(client.get(address("detail")).text)

    assert ["G1234567890" in page for page in pages] == [False] * 3
    assert "“学籍号”可能是身份证号，本系统从不读取。" in pages[2]


def test_a_list_of_pupils_chosen_as_staff_is_said_at_the_number_it_lacks(client):
    rows = [("学号", "姓名", "性别", "班级"), ("26000101", "廖平", "男", "七1班")]
    upload(client, "staff", "a.csv", csv_file(rows, "utf-8"))

    number, *_ = client.get(address("columns")).context["form"].groups[0].fields

    assert (number.label, number.value()) == ("工号", "")
    assert number.help_text == "列标题更像学生名册，请核对是不是选错了名册。"


def test_a_title_of_several_classes_asks_for_the_class_and_denies_none(client):
    rows = [("七年级3、4班名单",), ("学号", "姓名"), ("26000101", "廖平")]
    upload(client, "students", "a.csv", csv_file(rows, "utf-8"))

    page = client.get(address("columns")).text

    assert ("这些学生都在哪个班" in page, "文件里没有写清班级" in page) == (True, True)
