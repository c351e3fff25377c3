"""Whom a line reached is deleted a year after the student left; the line and its sums stay."""

from datetime import timedelta

import pytest

from branch.walkins.actions import announce_due, delete_past_term
from branch.walkins.aid.ledgers import summary_of
from branch.walkins.models import Aid, AidRecipient, DueDeletion
from tests.factories import make_student
from tests.walkins.families.leavers import DAY, DUE, leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(books):
    books.income()
    pupil, stays = make_student(), make_student()
    line = books.given(30_000, pupil, stays)
    leave(pupil)
    return line


def test_the_share_goes_and_the_line_stays(line):
    delete_past_term(on=DUE - DAY)
    assert AidRecipient.objects.count() == 2

    delete_past_term(on=DUE)

    assert AidRecipient.objects.count() == 1
    line = Aid.objects.with_whom().get(pk=line.pk)
    assert (line.amount, line.recipient_count, line.receipt != "") == (30_000, 2, True)
    assert Aid.objects.all().balance() == 270_000


def test_a_line_without_shares_says_how_many_it_reached(line):
    AidRecipient.objects.all().delete()

    assert summary_of(Aid.objects.with_whom().get(pk=line.pk)) == "第 2 笔：学生 2 名"


def test_the_committee_is_told_ahead(line):
    announce_due(on=DUE - timedelta(days=20))

    assert DueDeletion.says() == "帮困助学里的离校学生 1 名"
