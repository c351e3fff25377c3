"""Two at once: a line is paid once, and two lines never take more than there is."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branch.core.models import Stale
from branch.walkins.models import Aid
from tests.factories import make_student
from tests.threads import at_once
from tests.walkins.aid.books import Books, make_hands, small

ROUNDS = 5


@pytest.mark.usefixtures("on_disk")
def test_two_concurrent_approvals_pay_once():
    books, (third, _) = Books(), make_hands()
    books.income()
    for _ in range(ROUNDS):
        before, line = books.balance(), books.give(10_000)
        raised = at_once(
            lambda line=line: books.approve(line), lambda line=line: books.approve(line, by=third)
        )

        assert [type(error) for error in raised] in ([ValidationError], [Stale])
        assert before - books.balance() == 10_000


@pytest.mark.usefixtures("on_disk")
def test_two_lines_at_once_never_take_more_than_there_is():
    books, child = Books(), make_student()
    for number in range(1, ROUNDS + 1):
        books.income(15_000)
        raised = at_once(*[lambda: books.give(10_000, child, **small())] * 2)

        assert [type(error) for error in raised] in ([ValidationError], [])
        assert books.balance() >= 0
        assert Aid.objects.count() == len(set(Aid.objects.values_list("number", flat=True)))
        assert number <= Aid.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["enter", "approve"])
def test_the_drive_is_locked_before_its_lines_are_read(books, step):
    books.income()
    line, child = books.give(), make_student()
    act = (lambda: books.give(100, child)) if step == "enter" else (lambda: books.approve(line))

    with CaptureQueriesContext(connection) as queries:
        act()

    first = next(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    assert 'FROM "walkins_drive"' in first
    assert first.endswith("FOR UPDATE") is connection.features.has_select_for_update
