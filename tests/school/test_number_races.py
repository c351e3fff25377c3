"""Numbers dealt by two callers at once, and while a colleague saves a form."""

import pytest
from django.db import connection

from branch.school.actions import correct_student, deal_roll_numbers
from branch.school.models import RollNumber, Student
from tests.factories import make_student, make_term
from tests.school.test_numbers import Last
from tests.threads import at_once, meanwhile

pytestmark = pytest.mark.usefixtures("on_disk")


@pytest.fixture
def two(on_disk):
    make_term()
    return make_student(), make_student()


def dealt():
    return dict(RollNumber.objects.values_list("student", "number"))


def test_the_later_of_two_draws_from_what_the_earlier_has_left(two, today):
    first, second = two

    with meanwhile(lambda: deal_roll_numbers(on=today, rng=Last)) as start:
        mine = Student.objects.filter(pk=first.pk)
        deal_roll_numbers(on=today, students=mine, rng=Last)
        start()

    assert dealt() == {first.pk: "9999", second.pk: "9998"}


def test_two_at_once_give_everybody_one_number(on_disk, today):
    make_term()
    students = [make_student().pk for _ in range(40)]

    raised = at_once(*[lambda: deal_roll_numbers(on=today)] * 3)

    assert (raised, sorted(dealt())) == ([], students)


def test_a_form_that_is_being_saved_is_not_waited_for(two, today):
    """SQLite has one writer at a time: there the other begins when the form is saved."""
    first, second = two
    fields = {"number": first.number, "name": "曾晓明", "gender": "m"}

    with meanwhile(lambda: deal_roll_numbers(on=today)) as start:
        correct_student(first, version=1, by=None, **fields)
        start()
    reached = set(dealt())
    deal_roll_numbers(on=today)

    waits = connection.vendor == "sqlite"
    assert reached == ({first.pk, second.pk} if waits else {second.pk})
    assert set(dealt()) == {first.pk, second.pk}
