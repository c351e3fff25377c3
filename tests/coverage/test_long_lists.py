"""The lists of the board have pages."""

import pytest

from branch.core.models import AccessRecord
from branch.coverage.actions import record_excuse
from branch.coverage.board import LISTED
from branch.school.models import Student
from tests.coverage.test_board import BOARD
from tests.many import make_students_in_need

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]


@pytest.fixture
def many(committee):
    """One student more without a member than a page of a list has."""
    return [student.pk for student in make_students_in_need(LISTED + 1)]


LIST = {"duty": "walkins.student_pairing"}


def listed(page):
    return [gap.subject.pk for gap in page.context["listed"].gaps]


def test_a_long_list_begins_on_the_board(client, committee, many):
    client.force_login(committee)

    page = client.get(BOARD, LIST)

    assert listed(page) == many[:LISTED]
    assert page.context["listed"].heading == f"待结对学生（{LISTED + 1} 名）"
    assert AccessRecord.objects.get().subjects == {"student": many[:LISTED]}


def test_a_list_alone_has_pages(client, committee, many):
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.student_pairing", "page": 2})

    assert listed(page) == many[LISTED:]
    assert "duty=walkins.student_pairing&amp;page=1" in page.text
    assert AccessRecord.objects.get().subjects == {"student": many[LISTED:]}


def test_an_unknown_list_is_that_of_the_first_gap(client, committee, many):
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.nothing"})

    assert listed(page) == many[:LISTED]


def test_the_excused_of_a_long_list_are_on_its_first_page(client, committee, many, today):
    record_excuse(
        duty_key="walkins.student_pairing",
        subject=Student.objects.get(pk=many[-1]),
        reason="请假离校",
        from_on=today,
        until_on=today,
        by=committee,
    )
    client.force_login(committee)

    found = client.get(BOARD, LIST).context["listed"]

    assert listed(client.get(BOARD, LIST)) == many[:LISTED]
    assert [gap.subject.pk for gap, _ in found.excused] == many[-1:]
    assert not found.pages.has_next()


def test_a_page_beyond_the_last_is_the_last(client, committee, many):
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.student_pairing", "page": 99})

    assert listed(page) == many[LISTED:]
