"""全覆盖情况说明: it exists of a day without a gap, and names the day and how many may wait."""

import pytest
from django.urls import reverse

from branch.coverage.actions import record_excuse
from branch.coverage.duty import Duty
from tests.conftest import TODAY
from tests.factories import make_class, make_need, make_posting, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
PAGE, BOARD = reverse("coverage:statement"), reverse("coverage:board")


@pytest.fixture
def student():
    """One student, whose class is linked."""
    school_class = make_class()
    make_posting(school_class=school_class)
    return make_student(school_class, name="张晓雨")


def excuse_all(by):
    """Let everything that is missing wait."""
    for duty in Duty.every():
        rows = duty.bound(on=TODAY)
        for row in duty.with_standing(rows, on=TODAY, **duty.figures(on=TODAY)):
            if row.standing == "open":
                facts = {"reason": "请假", "from_on": TODAY, "until_on": TODAY, "by": by}
                record_excuse(duty_key=duty.key, subject=row, **facts)


def test_with_a_gap_there_is_none(as_committee, committee, student):
    excuse_all(committee)
    make_need(student)

    assert as_committee.get(PAGE).status_code == 404
    assert PAGE not in as_committee.get(BOARD).text


def test_without_a_gap_it_names_the_day_and_how_many_may_wait(as_committee, committee, student):
    excuse_all(committee)

    assert PAGE in as_committee.get(BOARD).text
    page = as_committee.get(PAGE).text

    assert "截至 2026-11-24，按截至今天的记录：在籍学生 1 名，下列各项没有缺口。" in page
    assert "另有暂缓" in page
    assert "张晓雨" not in page


def test_of_an_empty_school_there_is_none(as_committee):
    assert as_committee.get(PAGE, {"on": "2001-01-01"}).status_code == 404


def test_a_head_teacher_has_none(client, head):
    client.force_login(head.user)

    assert client.get(PAGE).status_code == 403
