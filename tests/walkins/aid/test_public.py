"""公开说明: totals of a drive that has ended and reached at least five; no smaller count is told."""

import pytest

from branch.walkins.actions import reverse_aid, revise_drive
from branch.walkins.aid.models import Drive, public_sentence, sums_of
from branch.walkins.models import AidRecipient
from tests.factories import make_student
from tests.walkins.aid.books import TODAY

pytestmark = pytest.mark.django_db


def end(books):
    drive = Drive.objects.get(pk=books.drive.pk)
    facts = {"title": drive.title, "started_on": drive.started_on, "keeper": drive.keeper}
    revise_drive(drive, ended_on=TODAY, version=drive.version, on=TODAY, by=books.one, **facts)


def sentence_of(books):
    drive = Drive.objects.get(pk=books.drive.pk)
    return public_sentence(drive, sums_of(drive.lines.all()))


def test_five_different_students_make_a_sentence_of_totals(books):
    books.income(300_000)
    children = [make_student() for _ in range(5)]
    for child in children:
        books.given(10_050, child)
    books.given(100, children[0])
    assert sentence_of(books) == ("", "活动结束以后才有公开说明。")
    end(books)

    text, why_not = sentence_of(books)

    totals = "共收到爱心助学款 3,000.00 元，用于帮助学生 5 名，支出 503.50 元，结余 2,496.50 元。"
    assert (text, why_not) == (f"“{books.drive}”{totals}", "")


def test_four_students_make_none_however_many_lines(books):
    books.income(300_000)
    children = [make_student() for _ in range(4)]
    for child in [*children, *children]:
        books.given(10_000, child)
    end(books)

    text, why_not = sentence_of(books)

    assert (text, "不满 5 名" in why_not) == ("", True)


def test_whom_a_reversed_line_reached_is_not_counted(books):
    books.income(300_000)
    lines = [books.given(10_000) for _ in range(5)]
    line = lines[0]
    books.approve(reverse_aid(line, reason="student", version=2, on=TODAY, by=books.one))
    end(books)

    assert sentence_of(books)[0] == ""


def test_after_the_deletion_of_shares_there_is_none(books):
    books.income(300_000)
    books.given(10_000, *[make_student() for _ in range(6)])
    end(books)
    AidRecipient.objects.first().delete()

    assert sentence_of(books) == ("", "受助学生的记录已到期删除，不再生成公开说明。")
