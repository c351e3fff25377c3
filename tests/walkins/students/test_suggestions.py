"""Who is suggested for a student: who teaches the class, then the grade, then who has the fewest students."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branch.coverage.actions import record_excuse
from branch.school.models import Subject, Teaching
from branch.walkins.models import Suggester, suggested_members
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_guardian,
    make_member,
    make_need,
    make_pairing,
    make_staff,
    make_student,
)
from tests.walkins.students.factories import make_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def school_class():
    return make_class()


@pytest.fixture
def student(school_class):
    return make_need(make_student(school_class)).student


def teacher(term, *classes, name="张老师", subject="英语"):
    member = make_member(staff=make_staff(name=name))
    known, _ = Subject.objects.get_or_create(name=subject)
    for school_class in classes:
        Teaching.objects.create(
            staff=member.staff, school_class=school_class, subject=known, term=term
        )
    return member


def suggested(student):
    return [row.member for row in suggested_members(student, TODAY)]


def test_the_class_goes_before_the_grade_and_the_grade_before_the_rest(term, school_class, student):
    grade = make_class(entry_year=school_class.entry_year)
    idle, far = make_member(), teacher(term, make_class(entry_year=2026))
    near, own = teacher(term, grade), teacher(term, school_class)
    for _ in range(3):
        make_pairing(member=own)

    found = suggested(student)

    assert found[:2] == [own, near]
    assert set(found[2:]) == {idle, far, *found[2:]}
    says = {row.member: row.says for row in suggested_members(student, TODAY)}
    name = school_class.name_on(TODAY)
    assert says[own] == f"教{name}英语，现结对 3 名"
    assert says[near] == f"教{name[:2]}英语，现结对 0 名"
    assert says[idle] == "现结对 0 名"


def test_of_the_same_distance_who_has_or_is_asked_for_fewer_goes_first(term, school_class, student):
    two, asked, none = (teacher(term, school_class) for _ in range(3))
    make_pairing(member=two)
    make_pairing(member=two)
    make_proposal(member=asked)

    assert suggested(student) == [none, asked, two, *suggested(student)[3:]]


def test_never_a_parent_nobody_away_and_nobody_paired_already(term, school_class, student):
    parent, away, leaving, paired, free = (teacher(term, school_class) for _ in range(5))
    make_guardian(student, staff=parent.staff)
    record_excuse(
        duty_key="",
        subject=away,
        reason="支教",
        from_on=TODAY,
        by=make_staff().user or free.staff.user,
    )
    leaving.staff.until_on = TODAY
    leaving.staff.save()
    make_pairing(student=student, member=paired)

    found = suggested(student)

    assert free in found
    assert not {parent, away, leaving, paired} & set(found)


def test_who_has_as_many_as_the_figure_allows_is_marked(term, school_class, student):
    full, free = teacher(term, school_class), teacher(term, school_class)
    for _ in range(4):
        make_pairing(member=full)

    marks = {row.member: row.is_full for row in suggested_members(student, TODAY)}

    assert (marks[full], marks[free]) == (True, False)


def test_a_student_without_a_class_and_a_day_without_a_term_have_suggestions(student):
    assert suggested_members(student, TODAY - timedelta(days=4000)) == []
    make_member()
    assert suggested_members(make_need(make_student(None)).student, TODAY)


@pytest.mark.parametrize("count", [1, 3])
def test_many_students_cost_as_much_as_one(term, count):
    students = [make_need().student for _ in range(count)]
    for _ in range(count):
        make_pairing()

    with CaptureQueriesContext(connection) as queries:
        suggester = Suggester(TODAY)
        classes = suggester.classes_of(students)
        found = [suggester.for_student(one, classes.get(one.pk)) for one in students]

    assert all(found)
    assert len(queries) == 7
