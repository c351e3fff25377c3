"""What the books must not tell or say wrong: a name in a title, a child who was not here, an undo after the end."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from branch.core.undo import undo
from branch.walkins.actions import reverse_aid, revise_drive, withdraw_aid
from branch.walkins.models import Aid, Drive
from tests.factories import make_class, make_student

from .books import TODAY, small

pytestmark = pytest.mark.django_db


def revise(books, **changes):
    drive = Drive.objects.get(pk=books.drive.pk)
    facts = {"title": drive.title, "started_on": drive.started_on, "keeper": drive.keeper}
    return revise_drive(drive, version=drive.version, on=TODAY, by=books.one, **facts | changes)


def withdraw(books, line):
    return withdraw_aid(line, version=line.version, on=TODAY, by=books.one)


def reverse(books, line):
    return reverse_aid(line, reason="amount", version=line.version, on=TODAY, by=books.one)


def take_back(books, step):
    return undo(step, on=TODAY, at=timezone.now(), by=books.one)


def test_a_reversal_of_an_ended_drive_waits_again_once_its_withdrawal_is_undone(books):
    line = books.income()
    revise(books, ended_on=TODAY)
    reversal = reverse(books, line)

    take_back(books, withdraw(books, reversal))

    reversal.refresh_from_db()
    books.approve(reversal)
    assert books.balance() == 0


def test_a_line_withdrawn_before_its_drive_ended_waits_no_more(books):
    step = withdraw(books, books.income(counts=False))
    revise(books, ended_on=TODAY)

    with pytest.raises(ValidationError, match="已经结束"):
        take_back(books, step)

    assert Aid.objects.get().state == "withdrawn"


def test_a_withdrawn_reversal_waits_no_more_once_another_was_entered(books):
    line = books.income()
    step = withdraw(books, reverse(books, line))
    line.refresh_from_db()
    reverse(books, line)

    with pytest.raises(ValidationError, match="已经冲正，或者冲正还在审核"):
        take_back(books, step)

    assert Aid.objects.waiting().count() == 1


def test_aid_reaches_nobody_before_they_came(books):
    books.income()
    child = make_student(make_class(), since=date(2026, 11, 20))

    with pytest.raises(ValidationError, match="那一天还不在籍"):
        books.give(1000, child, day=date(2026, 11, 19))
    books.give(1000, child, day=date(2026, 11, 20), **small())

    assert books.balance() == 299_000


def test_no_title_names_whom_its_lines_reach(books):
    books.income()
    child = make_student(make_class(), name="何晓晓")
    books.give(1000, child, **small())

    with pytest.raises(ValidationError, match="何晓晓") as refusal:
        revise(books, title="帮助何晓晓")

    assert list(refusal.value.message_dict) == ["title"]


def test_no_line_reaches_whom_the_title_names(books):
    books.income()
    revise(books, title="帮助何 晓晓")
    child = make_student(make_class(), name="何晓晓")
    books.drive.refresh_from_db()

    with pytest.raises(ValidationError, match="请先改活动名称"):
        books.give(1000, child, **small())

    assert not child.aid_shares.exists()
