"""The board in print and as xlsx: numbers, classes and 学生编号, without names."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from branch.core.models import AccessRecord
from branch.school.actions import deal_roll_numbers
from branch.school.models import RollNumber
from tests.conftest import TODAY
from tests.factories import make_class, make_head, make_need, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
PRINT, XLSX = reverse("coverage:board-print"), reverse("coverage:board-xlsx")
WAITING = date(2026, 10, 8)


@pytest.fixture
def school_class():
    return make_class(number=3)


@pytest.fixture
def waiting(school_class):
    """A student without a member, with a 学生编号."""
    student = make_need(make_student(school_class, name="张晓雨"), raised_on=WAITING).student
    make_need(make_student(make_class(number=4), name="金丝雀"), raised_on=WAITING)
    deal_roll_numbers(on=TODAY)
    return RollNumber.objects.get(student=student)


def row_of(page, place):
    rows = [row for row in page.context["rows"] if row[0] == "学生结对（名）"]
    return next(row[2:] for row in rows if row[1] == place)


def test_the_print_has_numbers_and_no_name(as_committee, waiting):
    page = as_committee.get(PRINT)

    assert row_of(page, "全部") == [2, 0, 0, 2, ""]
    assert row_of(page, "初二（3）班") == [1, 0, 0, 1, waiting.number]
    assert not [name for name in ("张晓雨", "金丝雀") if name in page.text]
    assert waiting.student_id in AccessRecord.objects.get(action="print").subjects["student"]


def test_of_many_in_a_class_the_first_are_numbered_and_all_are_counted(
    as_committee, waiting, school_class, monkeypatch
):
    monkeypatch.setattr("branch.coverage.sheet.NUMBERED", 1)
    make_need(make_student(school_class), raised_on=WAITING)
    deal_roll_numbers(on=TODAY)

    numbers = RollNumber.objects.filter(student__enrolments__school_class=school_class)
    first = min(numbers.values_list("number", flat=True))
    assert row_of(as_committee.get(PRINT), "初二（3）班")[-1] == f"{first} 等 2 名"


def test_the_classes_stand_by_grade_the_youngest_first(as_committee):
    for entry_year in (2024, 2026, 2025):
        make_need(make_student(make_class(entry_year=entry_year, number=1)), raised_on=WAITING)

    rows = as_committee.get(PRINT).context["rows"]

    places = [row[1] for row in rows if row[0] == "学生结对（名）"]
    assert places == ["全部", "初一（1）班", "初二（1）班", "初三（1）班"]


def test_the_table_has_the_same(as_committee, waiting):
    answer = as_committee.get(XLSX)

    sheet = load_workbook(BytesIO(answer.content)).active
    found = [value for row in sheet.iter_rows(values_only=True) for value in row]
    assert waiting.number in found
    assert not [name for name in ("张晓雨", "金丝雀") if name in str(found)]
    assert AccessRecord.objects.get(action="export").subjects["student"]


def test_a_head_teacher_prints_the_own_class_alone(client, waiting, school_class):
    client.force_login(make_head(school_class).user)

    page = client.get(PRINT)

    assert row_of(page, "全部") == [1, 0, 0, 1, ""]
    assert "初二（4）班" not in page.text


@pytest.mark.parametrize("address", [PRINT, XLSX])
def test_a_refused_day_leads_to_the_board_which_says_why(as_committee, waiting, address):
    page = as_committee.get(address, {"on": "2026-11-25"}, follow=True)

    assert "请选择今天或以前的日期。" in page.text


def test_a_past_day_is_printed(as_committee, waiting):
    assert row_of(as_committee.get(PRINT, {"on": "2026-10-07"}), "全部") == [0, 0, 0, 0, ""]
    assert "截至：2026-10-08" in as_committee.get(PRINT, {"on": "2026-10-08"}).text
