"""What an import leaves behind: whose data was shown, what is taken out to be mended, what is forgotten."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from branch.core.models import AccessRecord
from branch.members.models import Office
from branch.rosters import actions
from branch.rosters.models import ImportBatch, ImportedRow
from branch.school.models import Enrolment, Staff, Student
from tests.factories import make_staff, make_student
from tests.rosters.wizard import address, as_found, batch, checked, imported, upload
from tests.spreadsheets import csv_file, members_file, pupils_file, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


@pytest.fixture
def client(client, administrator):
    client.force_login(administrator, "branch.accounts.backends.RoleBackend")
    return client


def rows_but(number, **narrower):
    """The ids of the batch's rows but the one with this 学号."""
    rows = batch().lines.filter(**narrower).order_by("pk")
    return [row.pk for row in rows if not number or row.values.get("number") != number]


def test_a_check_that_names_a_pupil_is_on_record(client):
    pupil = make_student(number="20260001", name="廖平")
    checked(client, "students", "students.xlsx", pupils_file())
    AccessRecord.objects.all().delete()

    client.get(f"{address('detail')}?show=all")

    assert [(row.action, row.subjects) for row in AccessRecord.objects.all()] == [
        ("view", {"import_row": rows_but("20260001"), "student": [pupil.pk]})
    ]


def test_the_rows_to_mend_come_with_what_is_wrong_and_no_formula(client):
    rows = [("工号", "姓名", "手机"), ("T1", "", "13800000001"), ("T2", "－汤行", "138")]
    checked(client, "staff", "staff.csv", csv_file(rows))

    answer = client.get(address("problems"))

    sheet = load_workbook(BytesIO(answer.content)).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
    assert lines == [
        ["工号", "姓名", "手机", "工作表", "原行号", "问题"],
        ["T1", None, "13800000001", None, "2", "姓名：请填写姓名。"],
        ["T2", "'－汤行", "138", None, "3", "手机：“138”不是手机号，应是 11 位数字，以 1 开头。"],
    ]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_row=4) for cell in row} <= {
        "s",
        "inlineStr",
        "n",
    }


def test_the_mended_rows_can_be_uploaded_as_they_come(client):
    rows = [("工号", "姓名", "手机"), ("T1", "汤可", "138")]
    checked(client, "staff", "staff.csv", csv_file(rows))
    book = load_workbook(BytesIO(client.get(address("problems")).content))
    book.active.cell(3, 3).value = "13800000001"
    out = BytesIO()
    book.save(out)

    imported(client, "staff", "要改的行.xlsx", out.getvalue())

    assert list(Staff.objects.filter(number="T1").values_list("name", "phone")) == [
        ("汤可", "13800000001")
    ]


def test_a_template_is_an_empty_roster(client):
    answer = client.get(reverse("rosters:import-template", args=["staff"]))
    answer = upload(client, "staff", "模板.xlsx", answer.content)
    client.post(address("layout"), as_found(client, "layout"))

    answer = client.post(address("columns"), as_found(client, "columns"))

    assert answer.context["form"].non_field_errors() == ["表头下面没有人。请核对是不是选对了文件。"]


def test_an_interrupted_import_waits_on_the_desk_and_goes_on(
    client, django_capture_on_commit_callbacks
):
    content = pupils_file()
    checked(client, "students", "students.xlsx", content)
    actions.begin_import(batch(), skip_errors=True, by=None)
    kept = default_storage.listdir("rosters/importbatch")

    desk = client.get(reverse("portal:desk"))
    with django_capture_on_commit_callbacks(execute=True):
        again = upload(client, "students", "students.xlsx", content)
    assert default_storage.listdir("rosters/importbatch") == kept
    client.post(address("advance"))

    assert "继续导入：students.xlsx" in desk.text
    assert again.url == address("detail")
    assert (ImportBatch.objects.count(), batch().state, Student.objects.count()) == (1, "done", 3)


def test_a_step_that_is_over_leads_to_where_the_file_stands(client):
    imported(client, "students", "students.xlsx", pupils_file())

    answers = [client.get(address(step)) for step in ("layout", "columns")]

    assert [answer.url for answer in answers] == [address("detail")] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_check_costs_the_same_for_any_number_of_rows(client, count, django_assert_num_queries):
    rows = [("学号", "姓名", "班级"), *((f"S{n}", "汤可", "703") for n in range(count))]
    checked(client, "students", "students.csv", csv_file(rows))
    page = address("detail")
    client.get(page)

    with django_assert_num_queries(9):
        client.get(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_files(client, count, django_assert_num_queries):
    for n in range(count):
        content = xlsx({"名册": [("工号", "姓名"), (f"T{n}", "汤可")]})
        upload(client, "staff", "staff.xlsx", content)
    client.get(reverse("rosters:import-list"))

    with django_assert_num_queries(6):
        client.get(reverse("rosters:import-list"))


@pytest.mark.parametrize("steps", ["uploaded", "checked"])
def test_a_file_forgotten_before_the_last_word_says_so_and_goes_no_further(client, steps):
    if steps == "uploaded":
        upload(client, "students", "students.xlsx", pupils_file())
    else:
        checked(client, "students", "students.xlsx", pupils_file())
    actions.forget_imports(at=timezone.now() + timedelta(hours=25))

    pages = [
        client.get(address(step), follow=True).text for step in ("detail", "layout", "columns")
    ]
    client.post(address("detail"), {"effective_on": "2026-09-01", "skip_errors": "on"})

    assert [text.count("文件只保存一天，已自动清除") for text in pages] == [1, 1, 1]
    assert (batch().state, Student.objects.count()) == (steps, 0)


def test_taking_the_rows_to_mend_is_on_record_with_whose_they_are(client):
    pupil = make_student(number="20260004", name="廖安")
    checked(client, "students", "students.xlsx", pupils_file())
    AccessRecord.objects.all().delete()

    client.get(address("problems"))

    assert [(row.action, row.subjects) for row in AccessRecord.objects.all()] == [
        ("export", {"import_row": rows_but("20260004", verdict="error"), "student": [pupil.pk]})
    ]


def test_the_pages_before_the_check_record_whose_rows_they_show(client):
    pupil = make_student(number="20260001", name="廖平")
    upload(client, "students", "students.xlsx", pupils_file())
    client.post(address("layout"), as_found(client, "layout"))
    AccessRecord.objects.all().delete()

    for step in ("layout", "columns"):
        client.get(address(step))

    shown = {"import": [batch().pk], "student": [pupil.pk]}
    assert [row.subjects for row in AccessRecord.objects.all()] == [shown] * 2


@pytest.mark.parametrize("step", ["layout", "columns", "detail", "problems"])
def test_pupils_nobody_knows_yet_are_on_record_too(client, step):
    take = upload if step in ("layout", "columns") else checked
    take(client, "students", "students.xlsx", pupils_file())
    AccessRecord.objects.all().delete()

    client.get(address(step))

    record = AccessRecord.objects.get()
    rows = rows_but("", verdict="error")
    shown = {"import": [batch().pk]} if take is upload else {"import_row": rows}
    assert (record.subjects, record.subject_count) == (shown, len(*shown.values()))
    assert record.subject_count > 0


@pytest.mark.parametrize("step", ["layout", "columns", "detail", "problems"])
def test_a_roster_is_not_shown_where_the_record_cannot_be_written(client, step):
    take = upload if step in ("layout", "columns") else checked
    take(client, "students", "students.xlsx", pupils_file())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_accessrecord RENAME TO mislaid")

    answer = client.get(address(step))

    assert (answer.status_code, "20260001" in answer.text) == (503, False)


def test_an_identity_number_is_shown_on_no_page(client):
    number = "320203201301150012"
    rows = [("身份证号", number), ("工号", "姓名", "身份证号"), ("T1", "汤可", number)]
    upload(client, "staff", "staff.csv", csv_file(rows))
    pages = [client.get(address("layout")).text]
    client.post(address("layout"), as_found(client, "layout"))
    pages.append(client.get(address("columns")).text)
    client.post(address("columns"), as_found(client, "columns"))
    pages.append(client.get(f"{address('detail')}?show=all").text)

    assert [number in text for text in pages] == [False, False, False]
    assert "汤可" in pages[2]


def test_the_rows_to_mend_carry_the_class_that_stood_in_the_sheet_s_name(client):
    checked(client, "students", "students.xlsx", pupils_file())
    book = load_workbook(BytesIO(client.get(address("problems")).content))
    lines = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=3)]
    titles = [cell.value for cell in book.active[2]]
    place = titles.index("班级")

    assert [line[place] for line in lines[:4]] == [
        "初一（1）班",
        "初一（1）班",
        "初二（2）班",
        "初二（2）班",
    ]

    book.active.cell(3, titles.index("姓名") + 1).value = "毛小静"
    out = BytesIO()
    book.save(out)
    imported(client, "students", "要改的行.xlsx", out.getvalue())

    found = Enrolment.objects.get(student__name="毛小静")
    assert str(found.school_class) == "2026级（1）班"


def test_the_rows_to_mend_carry_the_class_that_stood_in_the_title(client):
    rows = [("初一2班学生名册",), ("学号", "姓名"), ("S1", "")]
    checked(client, "students", "students.xlsx", xlsx({"Sheet1": rows}))

    sheet = load_workbook(BytesIO(client.get(address("problems")).content)).active

    assert [cell.value for cell in sheet[2]][:3] == ["学号", "姓名", "班级"]
    assert [cell.value for cell in sheet[3]][:3] == ["S1", None, "初一（2）班"]


def test_a_roster_of_another_kind_is_asked_about(client):
    checked(client, "staff", "members.csv", members_file())

    assert "列标题更像党员名册，不像教职工名册，请核对是不是选错了名册。" in batch().remarks


def test_a_file_not_wanted_after_all_goes_at_once(client, django_capture_on_commit_callbacks):
    checked(client, "students", "students.xlsx", pupils_file())
    name, storage = batch().file.name, batch().file.storage

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address("discard"), follow=True)

    assert "文件已丢弃，没有写入任何数据。" in answer.text
    assert (ImportBatch.objects.count(), ImportedRow.objects.count()) == (0, 0)
    assert not storage.exists(name)


def test_an_import_that_is_done_cannot_be_discarded(client):
    imported(client, "students", "students.xlsx", pupils_file())

    client.post(address("discard"))

    assert (batch().state, Student.objects.count()) == ("done", 3)


def test_where_nothing_is_new_there_is_nothing_to_confirm(client):
    imported(client, "students", "students.xlsx", pupils_file())
    checked(client, "students", "students.xlsx", pupils_file())

    text = client.get(address("detail")).text

    assert "没有要写入的内容" in text
    assert "skip_errors" not in text


def test_an_office_that_ends_with_a_roster_is_said_before_it_does(client, secretary):
    make_staff(number="GQ3001", name="曾明")
    seat = Office.objects.create(
        member=secretary.staff.member, kind="secretary", from_on=date(2025, 9, 5)
    )
    checked(client, "members", "members.csv", members_file())

    (row,) = batch().lines.filter(label__contains="曾明")
    assert [one["says"] for one in row.outcomes] == [
        f"书记{seat.member}到 2026-11-23 为止，换为曾明"
    ]
