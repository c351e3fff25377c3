"""A class list half filled in is taken up again from its draft, without undoing what others did since."""

from uuid import uuid4

import pytest

from branch.core.models import Draft
from branch.school.models import Student
from tests.core.test_grid_writers import as_shown, remark_of, remarks
from tests.factories import make_student

pytestmark = pytest.mark.django_db
FACTS = "/facts/"


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term, settings):
    settings.ROOT_URLCONF = "tests.core.grid_page"


@pytest.fixture
def pupils():
    return [make_student(name=name, remark="在读") for name in ("张晓雨", "李明")]


@pytest.fixture
def taken_up(as_committee, pupils, monkeypatch):
    """Keep a draft that says 住校 of the first; return a function that opens it."""
    monkeypatch.setattr("tests.core.grid_page.FactsForm.draft_name", "名单")
    page = as_committee.get(FACTS).context["form"]
    typed = as_shown(page, **{remark_of(pupils[0]): "住校"}) | {"form_token": str(uuid4())}
    as_committee.post(FACTS, typed | {"keep_draft": "1"})
    return lambda: as_committee.get(FACTS, {"draft": Draft.objects.get().token}).context["form"]


def test_the_rows_of_a_draft_are_shown_as_they_were_typed(taken_up):
    assert [line["remark"].value() for line in taken_up().lines] == ["住校", "在读"]


def test_a_draft_taken_up_is_saved(as_committee, taken_up):
    as_committee.post(FACTS, as_shown(taken_up()))

    assert remarks() == {"张晓雨": "住校", "李明": "在读"}


def test_a_draft_taken_up_does_not_overwrite_what_another_saved(as_committee, pupils, taken_up):
    Student.objects.filter(pk=pupils[0].pk).update(remark="请假")

    again = as_committee.post(FACTS, as_shown(taken_up()))

    assert "备注现为“请假”" in again.text
    assert remarks() == {"张晓雨": "请假", "李明": "在读"}


def test_a_pupil_who_joined_since_is_in_the_list_too(taken_up):
    make_student(name="赵一诺", remark="新来")

    shown = {line.row.name: line["remark"].value() for line in taken_up().lines}

    assert shown == {"张晓雨": "住校", "李明": "在读", "赵一诺": "新来"}
