"""The lists of the board have pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branch.core.models import AccessRecord
from branch.coverage.actions import record_excuse
from branch.coverage.board import BESIDE, LISTED
from branch.school.models import Student
from tests.coverage.test_board import BOARD, panel
from tests.many import make_students_in_need

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]


@pytest.fixture
def many(committee):
    """One student more without a member than a page of a list has."""
    return [student.pk for student in make_students_in_need(LISTED + 1)]


def test_a_long_list_begins_on_the_board(client, committee, many):
    client.force_login(committee)

    page = client.get(BOARD)

    found = panel(page, "walkins.student_pairing")
    assert [gap.subject.pk for gap in found.gaps] == many[:BESIDE]
    assert found.heading == f"待结对学生（{LISTED + 1} 名）"
    assert "看全部 31 名" in page.text
    assert AccessRecord.objects.get().subjects == {"student": many[:BESIDE]}


def test_a_list_alone_has_pages(client, committee, many):
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.student_pairing", "page": 2})

    (found,) = page.context["lists"]
    assert [gap.subject.pk for gap in found.gaps] == many[LISTED:]
    assert "duty=walkins.student_pairing&amp;page=1" in page.text
    assert AccessRecord.objects.get().subjects == {"student": many[LISTED:]}


def test_the_page_of_an_unknown_list_is_none(client, committee, many):
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.nothing", "page": 2})

    found = panel(page, "walkins.student_pairing")
    assert [gap.subject.pk for gap in found.gaps] == many[:BESIDE]


def test_a_list_alone_reads_no_other(client, committee, many):
    client.force_login(committee)
    client.get(BOARD)
    with CaptureQueriesContext(connection) as whole:
        client.get(BOARD)

    with CaptureQueriesContext(connection) as alone:
        client.get(BOARD, {"duty": "walkins.student_pairing"})

    assert len(alone) < len(whole)


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

    (found,) = client.get(BOARD, {"duty": "walkins.student_pairing"}).context["lists"]

    assert [gap.subject.pk for gap in found.gaps] == many[:LISTED]
    assert [gap.subject.pk for gap, _ in found.excused] == many[-1:]
    assert not found.pages.has_next()


def test_a_page_beyond_the_last_is_the_last(client, committee, many):
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.student_pairing", "page": 99})

    (found,) = page.context["lists"]
    assert [gap.subject.pk for gap in found.gaps] == many[LISTED:]
