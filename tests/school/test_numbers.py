"""Each student and each family has a number of the term, which replaces their names in ledgers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from branch.school.actions import (
    admit_student,
    deal_roll_numbers,
    enrol,
    move_student,
    record_departure,
    record_guardian,
)
from branch.school.models import Enrolment, Family, FamilyNumber, RollNumber, Student
from tests.factories import make_class, make_guardian, make_student, make_term
from tests.spreadsheets import bring, undo, xlsx

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
MOTHER = {"name": "林秀珍", "relation": "母亲", "phone": "13900001111"}


def numbers():
    """{student: number} and {family: number}, for a test with one term."""
    return (
        dict(RollNumber.objects.values_list("student", "number")),
        dict(FamilyNumber.objects.values_list("family", "number")),
    )


def fill(count):
    """Put students into one class, two in each family."""
    school_class = make_class()
    homes = Family.objects.bulk_create(Family() for _ in range(-(-count // 2)))
    rows = [Student(number=f"F{n:05}", name="某", family=homes[n // 2]) for n in range(count)]
    Enrolment.objects.bulk_create(
        Enrolment(student=row, school_class=school_class, from_on=date(2026, 9, 1))
        for row in Student.objects.bulk_create(rows)
    )


class Last:
    """A source of random numbers that always draws the last ones."""

    @staticmethod
    def sample(population, k):
        return population[: -k - 1 : -1]


# whom it reaches


def test_students_on_the_roll_and_their_families_have_numbers(term, today):
    elder = make_student()
    younger = make_student(family=elder.family)
    alone = make_student(family=None)
    make_student().enrolments.update(until_on=today - timedelta(days=1))
    make_student(make_class(entry_year=2023))
    make_student(since=today + timedelta(days=1))
    Family.objects.create()

    assert deal_roll_numbers(on=today) == 4

    students, families = numbers()
    assert set(students) == {elder.pk, younger.pk, alone.pk}
    assert set(families) == {elder.family_id}


def test_without_a_term_there_are_no_numbers(db, today):
    make_student()

    assert deal_roll_numbers(on=today) == 0

    assert numbers() == ({}, {})


def test_who_has_a_number_keeps_it_within_the_term(term, today):
    fill(5)
    deal_roll_numbers(on=today)
    before = numbers()
    newcomer = make_student()

    deal_roll_numbers(on=today)

    students, families = numbers()
    assert students == before[0] | {newcomer.pk: students[newcomer.pk]}
    assert families == before[1] | {newcomer.family_id: families[newcomer.family_id]}
    assert deal_roll_numbers(on=today) == 0


def test_each_term_has_its_own_numbers(term, today):
    """In the holidays after a term its numbers still hold."""
    following = make_term(number=2, starts_on=date(2027, 3, 1), ends_on=date(2027, 6, 30))
    student = make_student()

    dealt = [deal_roll_numbers(on=day) for day in (today, date(2027, 2, 28), date(2027, 3, 1))]

    assert dealt == [2, 0, 2]
    assert [row.term for row in student.roll_numbers.order_by("pk")] == [term, following]


# what they look like


def test_numbers_are_four_digits_and_no_two_are_the_same(term, today):
    fill(600)

    deal_roll_numbers(on=today)

    for dealt, count in zip(numbers(), (600, 300), strict=True):
        assert len(set(dealt.values())) == count
        assert {(len(number), number.isdigit()) for number in dealt.values()} == {(4, True)}


def test_numbers_are_drawn_and_not_counted(term, today):
    """The source of random numbers alone decides who has which."""
    fill(3)
    deal_roll_numbers(on=today, rng=Last)
    first = list(Student.objects.in_bulk())

    assert list(map(numbers()[0].get, first)) == ["9999", "9998", "9997"]


def test_two_draws_differ_and_neither_follows_the_roll(term, today):
    fill(200)
    draws = []
    for _ in range(2):
        RollNumber.objects.all().delete()
        deal_roll_numbers(on=today)
        dealt = numbers()[0]
        draws.append([dealt[pk] for pk in sorted(dealt)])

    assert draws[0] != draws[1]
    assert [draw for draw in draws if draw in (sorted(draw), sorted(draw, reverse=True))] == []


def test_who_comes_later_may_have_a_lower_number(term, today):
    fill(2)
    deal_roll_numbers(on=today, rng=Last)
    later = make_student()

    deal_roll_numbers(on=today, rng=Last)

    assert numbers()[0][later.pk] == "9997"


def test_a_larger_school_has_longer_numbers(term, today):
    fill(5_000)

    deal_roll_numbers(on=today)

    assert {len(number) for number in numbers()[0].values()} == {5}


def test_longer_numbers_come_only_once_all_are_dealt(term, today):
    RollNumber.objects.create(term=term, student=make_student(), number="5")
    fill(8)
    deal_roll_numbers(on=today)
    before = numbers()[0]
    last = make_student()

    deal_roll_numbers(on=today)

    assert set(before.values()) == set("123456789")
    assert 10 <= int(numbers()[0][last.pk]) <= 99


# when it happens


@pytest.fixture
def midnight(monkeypatch):
    """Function that stops the clock at the beginning of a day at the school."""

    def stop(day):
        at = datetime.combine(day, datetime.min.time(), ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    return stop


def test_the_tick_deals_on_the_first_day_of_a_term(term, midnight):
    student = make_student(since=date(2026, 9, 1))
    dealt = []
    for day in (date(2026, 8, 31), date(2026, 9, 1)):
        midnight(day)
        call_command("tick", verbosity=0)
        dealt.append(student.roll_numbers.count())

    assert dealt == [0, 1]


def test_who_is_admitted_or_comes_back_has_one_at_once(term, today, administrator):
    school_class = make_class()
    fields = {"number": "20260901", "name": "曾晓明", "gender": "m"}
    gone = make_student()
    record_departure(gone, last_on=date(2026, 10, 9), version=1, by=administrator)
    waiting = make_student()

    new = admit_student(school_class=school_class, from_on=today, by=administrator, **fields)
    enrol(gone, school_class=school_class, from_on=today, version=2, by=administrator)

    students, families = numbers()
    assert set(students) == {new.pk, gone.pk}
    assert set(families) == {gone.family_id}
    assert waiting.pk not in students


def test_who_leaves_or_moves_keeps_it(term, today, administrator):
    moved, left = make_student(), make_student()
    deal_roll_numbers(on=today)
    before = numbers()

    move_student(moved, to_class=make_class(), on=today, version=1, by=administrator)
    record_departure(left, last_on=today, version=1, by=administrator)
    deal_roll_numbers(on=today + timedelta(days=1))

    assert numbers() == before


# families


def test_the_first_guardian_brings_the_familys_number(term, today, committee):
    student = make_student(family=None)

    guardian = record_guardian(student, on=today, by=committee, **MOTHER)

    assert list(numbers()[1]) == [guardian.family_id]


def test_the_family_that_stays_keeps_its_number_and_takes_over_earlier_ones(term, today, committee):
    last = make_term(first_year=2025, starts_on=date(2025, 9, 1), ends_on=date(2026, 1, 30))
    sister, student = make_student(), make_student()
    make_guardian(sister, **MOTHER)
    for of, pupil, number in ((term, sister, "1"), (term, student, "2"), (last, sister, "3")):
        FamilyNumber.objects.create(term=of, family=pupil.family, number=number)

    record_guardian(student, on=today, by=committee, is_same_family=True, **MOTHER)

    rows = FamilyNumber.objects.values_list("term", "family", "number")
    assert set(rows) == {(term.pk, student.family_id, "2"), (last.pk, student.family_id, "3")}


# imports, removal, costs


def roster(*names):
    rows = [(str(n), name, "初一1班") for n, name in enumerate(names, start=20260001)]
    return xlsx({"名册": [("学号", "姓名", "班级"), *rows]})


def test_an_import_brings_numbers_and_its_undo_leaves_none(term, today):
    batch = bring("students", roster("廖平", "欧阳荷"), on=today, at=NOW)
    brought = [len(dealt) for dealt in numbers()]

    undo(batch, on=today, at=NOW + timedelta(hours=1))

    assert brought == [2, 2]
    assert (Student.objects.count(), numbers()) == (0, ({}, {}))


def test_with_a_student_and_a_family_go_their_numbers(term, today):
    student, other = make_student(), make_student()
    deal_roll_numbers(on=today)

    student.enrolments.all().delete()
    student.delete()
    student.family.delete()

    assert [list(dealt) for dealt in numbers()] == [[other.pk], [other.family_id]]


@pytest.mark.parametrize("count", [2, 2_000])
def test_the_whole_roll_costs_as_much_as_one_family(term, today, count):
    """A statement that stores many rows counts once: SQLite takes only so many values at a time."""
    fill(count)
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        dealt = deal_roll_numbers(on=today)

    asked = [query["sql"].partition(" VALUES ")[0] for query in queries]
    assert dealt == count + count // 2
    assert len({sql for sql in asked if "SAVEPOINT" not in sql}) == 9
