"""The wizard: each step says what it found, nothing is written before the last word, and a day to take it back."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from branch.core.imports import actions
from branch.core.models import AccessRecord, ImportBatch, ImportedRow
from branch.school.models import Enrolment, Staff, Student
from tests.factories import make_pairing, make_student
from tests.rosters import csv_file, pupils_file, staff_file, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


@pytest.fixture
def client(client, administrator):
    client.force_login(administrator, "branch.accounts.backends.RoleBackend")
    return client


def upload(client, kind, name, content):
    page = reverse("portal:import-create", args=[kind])
    file = SimpleUploadedFile(name, content)
    return client.post(page, {"file": file, "form_token": uuid4()})


def batch():
    return ImportBatch.objects.first()


def address(step, one=None):
    return reverse(f"portal:import-{step}", args=[(one or batch()).pk])


def as_found(client, step):
    """What the page would send if nothing were touched."""
    form = client.get(address(step)).context["form"]
    return {
        field.html_name: "on" if field.value() is True else field.value()
        for field in form
        if field.value() not in (None, False)
    }


def checked(client, kind, name, content):
    upload(client, kind, name, content)
    client.post(address("layout"), as_found(client, "layout"))
    return client.post(address("columns"), as_found(client, "columns"))


def taken_back(client):
    """Confirmed, and pressed on to its end."""
    answer = client.post(address("undo"), {"form_token": uuid4()}, follow=True)
    return client.post(address("advance"), follow=True) if batch().state == "undoing" else answer


def imported(client, kind, name, content):
    checked(client, kind, name, content)
    return client.post(
        address("detail"), {"effective_on": "2026-09-01", "skip_errors": "on"}, follow=True
    )


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
    answer = upload(client, "students", "students.xlsx", b"not a workbook")

    assert answer.context["form"].errors == {
        "file": ["文件的内容不是 xlsx，或加了密码。请用 Excel 重新另存为 xlsx 后再传。"]
    }
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

    assert [(row.row, row.errors[0]["column"]) for row in answer.context["page"]] == [
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


def test_a_day_later_nothing_of_the_file_is_kept(client):
    imported(client, "students", "students.xlsx", pupils_file())
    name, storage = batch().file.name, batch().file.storage
    assert storage.exists(name)

    actions.forget_imports(at=timezone.now() + timedelta(hours=25))

    assert (ImportedRow.objects.count(), storage.exists(name)) == (0, False)
    assert "名册文件和检查结果只保存一天。" in client.get(address("detail")).text


def test_a_check_that_names_a_pupil_is_on_record(client):
    pupil = make_student(number="20260001", name="廖平")
    checked(client, "students", "students.xlsx", pupils_file())
    AccessRecord.objects.all().delete()

    client.get(f"{address('detail')}?show=all")

    assert [(row.action, row.subjects) for row in AccessRecord.objects.all()] == [
        ("view", {"student": [pupil.pk]})
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
    answer = client.get(reverse("portal:import-template", args=["staff"]))
    answer = upload(client, "staff", "模板.xlsx", answer.content)
    client.post(address("layout"), as_found(client, "layout"))

    answer = client.post(address("columns"), as_found(client, "columns"))

    assert answer.context["form"].non_field_errors() == ["表头下面没有人。请核对是不是选对了文件。"]


def test_an_interrupted_import_waits_on_the_desk_and_goes_on(client):
    content = pupils_file()
    checked(client, "students", "students.xlsx", content)
    actions.begin_import(batch(), skip_errors=True, by=None)

    desk = client.get(reverse("portal:desk"))
    again = upload(client, "students", "students.xlsx", content)
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

    with django_assert_num_queries(11):
        client.get(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_files(client, count, django_assert_num_queries):
    for n in range(count):
        content = xlsx({"名册": [("工号", "姓名"), (f"T{n}", "汤可")]})
        upload(client, "staff", "staff.xlsx", content)
    client.get(reverse("portal:import-list"))

    with django_assert_num_queries(9):
        client.get(reverse("portal:import-list"))


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
        ("export", {"student": [pupil.pk]})
    ]


def test_the_pages_before_the_check_record_whose_rows_they_show(client):
    pupil = make_student(number="20260001", name="廖平")
    upload(client, "students", "students.xlsx", pupils_file())
    client.post(address("layout"), as_found(client, "layout"))
    AccessRecord.objects.all().delete()

    for step in ("layout", "columns"):
        client.get(address(step))

    assert [row.subjects for row in AccessRecord.objects.all()] == [{"student": [pupil.pk]}] * 2


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
