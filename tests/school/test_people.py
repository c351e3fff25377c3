from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from branch.school.models import Enrolment, Guardian, Staff, Student
from tests.factories import LONG_AGO, make_class, make_guardian, make_head, make_staff, make_student

pytestmark = pytest.mark.django_db


def test_the_roll_follows_the_day(today):
    student = make_student(since=today)

    assert list(Student.objects.on_roll_on(today)) == [student]
    assert list(Student.objects.on_roll_on(today - timedelta(1))) == []


def test_a_student_is_in_one_class_at_a_time():
    student = make_student()

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(student=student, school_class=make_class(), from_on=LONG_AGO)


def test_a_second_enrolment_has_a_sentence_of_error():
    student = make_student()

    with pytest.raises(ValidationError, match="请先写上离开原班的日期"):
        Enrolment(student=student, school_class=make_class(), from_on=LONG_AGO).full_clean()


def test_the_class_of_each_day_follows_a_transfer(today):
    old, new = make_class(number=1), make_class(number=2)
    student = make_student(old)
    student.enrolments.update(until_on=date(2026, 10, 31))
    Enrolment.objects.create(student=student, school_class=new, from_on=date(2026, 11, 1))

    assert student.class_name_on(date(2026, 10, 31)) == "初二（1）班"
    assert student.class_name_on(today) == "初二（2）班"


def test_the_class_of_a_list_costs_no_query_a_row(today, django_assert_num_queries):
    school_class = make_class(number=5)
    for _ in range(3):
        make_student(school_class)

    with django_assert_num_queries(1):
        names = [s.class_name_on(today) for s in Student.objects.with_class_on(today)]

    assert names == ["初二（5）班"] * 3


def test_a_teachers_own_child_is_recognised():
    parent, other = make_staff(), make_staff()
    student = make_student()
    make_guardian(student, staff=parent)

    assert student.is_child_of(parent)
    assert not student.is_child_of(other)


def test_a_telephone_is_masked():
    assert Guardian(phone="13912345678").masked_phone == "139****5678"


def test_a_head_teacher_sees_the_roll_of_their_own_class_only(today):
    mine, other = make_class(), make_class()
    head = make_head(mine).user
    student = make_student(mine)
    make_student(other)

    assert list(Student.objects.visible_to(head, on=today)) == [student]


def test_the_end_of_a_post_ends_access_to_the_class(today):
    school_class = make_class()
    head = make_head(school_class, until_on=today - timedelta(1)).user
    make_student(school_class)

    assert not Student.objects.visible_to(head, on=today).exists()


def test_who_may_see_the_roll(secretary, counsellor, administrator, teacher, editor, member, today):
    student = make_student()

    seen = {
        name: list(Student.objects.visible_to(user, on=today)) == [student]
        for name, user in {
            "secretary": secretary,
            "counsellor": counsellor,
            "admin": administrator,
            "teacher": teacher,
            "editor": editor,
            "member": member.staff.user,
        }.items()
    }

    assert seen == {
        "secretary": True,
        "counsellor": True,
        "admin": True,
        "teacher": False,
        "editor": False,
        "member": False,
    }


def test_namesakes_are_looked_up_by_name():
    """As SQLite plans it without statistics; PostgreSQL reads tables as small as these whole."""
    one, other = [make_staff(name="李静") for _ in range(2)]
    make_staff(name="李净")

    rows = Staff.objects.with_namesakes()

    assert [row for row in rows if row.has_namesake] == [one, other]
    if connection.vendor == "sqlite":
        assert "school_staff_name (name=?)" in rows.explain()
