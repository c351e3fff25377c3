"""Enrolling, moving and leaving of students, and head teachers' posts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branch.core.models import AuditEvent
from branch.school.actions import (
    admit_student,
    appoint_head,
    correct_student,
    enrol,
    move_student,
    record_departure,
    record_leaving,
)
from branch.school.models import HeadTeacherPost, Student
from branch.school.names import stored_keys
from tests.factories import make_class, make_head, make_staff, make_student

pytestmark = pytest.mark.django_db
FIRST, OCTOBER = date(2026, 9, 1), date(2026, 10, 12)
ONE_DAY = timedelta(days=1)


def spans(student):
    rows = student.enrolments.order_by("from_on")
    return [(row.school_class, row.from_on, row.until_on) for row in rows]


def posts(school_class):
    rows = school_class.head_posts.order_by("from_on")
    return [(row.staff, row.from_on, row.until_on) for row in rows]


def messages(refusal):
    return refusal.value.message_dict


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_move_ends_the_old_class_the_day_before(administrator):
    old, new = make_class(), make_class()
    student = make_student(old)

    move_student(student, to_class=new, on=OCTOBER, version=1, by=administrator)

    assert spans(student) == [(old, FIRST, OCTOBER - ONE_DAY), (new, OCTOBER, None)]
    assert verbs() == ["student.moved"]


def test_a_second_move_on_one_day_replaces_the_first(administrator):
    old, wrong, new = make_class(), make_class(), make_class()
    student = make_student(old)
    move_student(student, to_class=wrong, on=OCTOBER, version=1, by=administrator)

    move_student(student, to_class=new, on=OCTOBER, version=2, by=administrator)

    assert spans(student) == [(old, FIRST, OCTOBER - ONE_DAY), (new, OCTOBER, None)]


def test_a_move_back_on_the_same_day_restores_the_old_row(administrator):
    old, wrong = make_class(), make_class()
    student = make_student(old)
    move_student(student, to_class=wrong, on=OCTOBER, version=1, by=administrator)

    move_student(student, to_class=old, on=OCTOBER, version=2, by=administrator)

    assert spans(student) == [(old, FIRST, None)]


def test_a_pupil_who_repeats_a_year_is_in_a_younger_class(administrator):
    ahead, behind = make_class(entry_year=2024, number=1), make_class(entry_year=2025, number=1)
    student = make_student(ahead, since=date(2024, 9, 1))

    move_student(student, to_class=behind, on=FIRST, version=1, by=administrator)

    assert student.class_name_on(FIRST - ONE_DAY) == "初二（1）班"
    assert student.class_name_on(FIRST) == "初二（1）班"
    assert student.class_on(FIRST) == behind


@pytest.mark.parametrize(
    ("on", "is_same", "errors"),
    [
        (FIRST, True, {"to_class": ["这名学生已经在这个班，请选另一个班。"]}),
        (
            FIRST - ONE_DAY,
            False,
            {"on": ["这名学生 2026-09-01 才到现在的班，请填这一天或以后的日期。"]},
        ),
    ],
)
def test_an_impossible_move_is_refused_at_its_field(administrator, on, is_same, errors):
    school_class = make_class()
    student = make_student(school_class)
    target = school_class if is_same else make_class()

    with pytest.raises(ValidationError) as refusal:
        move_student(student, to_class=target, on=on, version=1, by=administrator)

    assert messages(refusal) == errors
    assert spans(student) == [(school_class, FIRST, None)]


def test_who_left_is_on_the_roll_to_the_last_day(administrator):
    student = make_student()

    record_departure(student, last_on=OCTOBER, version=1, by=administrator)

    assert list(Student.objects.on_roll_on(OCTOBER)) == [student]
    assert list(Student.objects.gone_on(OCTOBER)) == []
    assert list(Student.objects.on_roll_on(OCTOBER + ONE_DAY)) == []
    assert list(Student.objects.gone_on(OCTOBER + ONE_DAY)) == [student]


def test_leaving_twice_or_before_the_first_day_is_refused(administrator):
    student = make_student()
    with pytest.raises(ValidationError, match="才到现在的班"):
        record_departure(student, last_on=FIRST - ONE_DAY, version=1, by=administrator)
    record_departure(student, last_on=OCTOBER, version=1, by=administrator)

    with pytest.raises(ValidationError, match="已经不在班里"):
        record_departure(student, last_on=OCTOBER, version=2, by=administrator)


def test_a_graduate_is_no_longer_on_the_roll():
    student = make_student(make_class(entry_year=2023), since=date(2023, 9, 1))

    assert list(Student.objects.on_roll_on(date(2026, 8, 31))) == [student]
    assert list(Student.objects.gone_on(FIRST)) == [student]


@pytest.mark.parametrize(
    ("entry_year", "since", "until", "standing"),
    [
        (2022, date(2022, 9, 1), None, "gone"),
        (2026, date(2026, 8, 20), None, "coming"),
        (2026, date(2026, 12, 1), None, "coming"),
        (2025, date(2025, 9, 1), date(2026, 8, 30), "gone"),
        (2025, date(2025, 9, 1), date(2026, 8, 31), "here"),
        (2025, date(2025, 9, 1), None, "here"),
    ],
)
def test_everybody_is_here_or_coming_or_gone(entry_year, since, until, standing):
    student = make_student(make_class(entry_year=entry_year), since=since)
    student.enrolments.update(until_on=until)
    rows, day = Student.objects, date(2026, 8, 31)

    states = {
        "here": rows.on_roll_on(day),
        "coming": rows.coming_on(day),
        "gone": rows.gone_on(day),
    }

    assert [name for name, found in states.items() if found.exists()] == [standing]


def test_who_comes_back_has_a_second_row(administrator):
    old, new = make_class(), make_class()
    student = make_student(old)
    record_departure(student, last_on=OCTOBER, version=1, by=administrator)

    enrol(student, school_class=new, from_on=date(2026, 11, 2), version=2, by=administrator)

    assert spans(student) == [(old, FIRST, OCTOBER), (new, date(2026, 11, 2), None)]


def test_enrolling_the_day_after_leaving_reopens_the_old_row(administrator):
    school_class = make_class()
    student = make_student(school_class)
    record_departure(student, last_on=OCTOBER, version=1, by=administrator)

    enrol(
        student, school_class=school_class, from_on=OCTOBER + ONE_DAY, version=2, by=administrator
    )

    assert spans(student) == [(school_class, FIRST, None)]


def test_no_two_rows_of_a_student_share_a_day(administrator):
    school_class = make_class(number=4)
    student = make_student(school_class)
    record_departure(student, last_on=OCTOBER, version=1, by=administrator)

    with pytest.raises(ValidationError) as refusal:
        enrol(student, school_class=make_class(), from_on=OCTOBER, version=2, by=administrator)

    message = "这名学生到 2026-10-12 为止在初二（4）班，请填之后的日期。"
    assert messages(refusal) == {"from_on": [message]}
    assert spans(student) == [(school_class, FIRST, OCTOBER)]


def test_who_is_in_a_class_is_not_enrolled_again(administrator):
    student = make_student()

    with pytest.raises(ValidationError, match="已在一个班里"):
        enrol(student, school_class=make_class(), from_on=OCTOBER, version=1, by=administrator)


def test_a_new_student_is_created_in_a_class(administrator):
    school_class = make_class()

    student = admit_student(
        number="20260901",
        name="曾晓明",
        gender="m",
        school_class=school_class,
        from_on=OCTOBER,
        by=administrator,
    )

    assert spans(student) == [(school_class, OCTOBER, None)]
    assert verbs() == ["student.admitted", "student.enrolled"]


def test_a_number_in_use_is_refused(administrator):
    taken = make_student()

    with pytest.raises(ValidationError) as refusal:
        correct_student(
            make_student(), number=taken.number, name="某某", gender="", version=1, by=administrator
        )

    assert messages(refusal) == {"number": ["这个学号已经有人了。"]}


def test_a_corrected_name_has_new_keys_and_the_old_one_is_not_audited(administrator):
    student = make_student(name="曾小名", gender="m")

    correct_student(
        student, number=student.number, name="曾晓明", gender="m", version=1, by=administrator
    )

    student.refresh_from_db()
    assert student.name_keys == stored_keys("曾晓明")
    assert AuditEvent.objects.get().says == "姓名"


def test_a_new_head_teacher_ends_the_old_ones_post_the_day_before(administrator):
    school_class, new = make_class(), make_staff()
    old = make_head(school_class, from_on=FIRST)

    appoint_head(school_class=school_class, staff=new, from_on=OCTOBER, by=administrator)

    assert posts(school_class) == [(old, FIRST, OCTOBER - ONE_DAY), (new, OCTOBER, None)]
    assert verbs() == ["head.ended", "head.appointed"]


def test_a_second_appointment_on_one_day_replaces_the_first(administrator):
    school_class, wrong, new = make_class(), make_staff(), make_staff()
    old = make_head(school_class, from_on=FIRST)
    appoint_head(school_class=school_class, staff=wrong, from_on=OCTOBER, by=administrator)

    appoint_head(school_class=school_class, staff=new, from_on=OCTOBER, by=administrator)
    assert posts(school_class) == [(old, FIRST, OCTOBER - ONE_DAY), (new, OCTOBER, None)]

    appoint_head(school_class=school_class, staff=old, from_on=OCTOBER, by=administrator)
    assert posts(school_class) == [(old, FIRST, None)]


def test_a_successor_may_begin_on_the_day_the_former_left(administrator):
    school_class, new = make_class(), make_staff()
    old = make_head(school_class, from_on=FIRST)
    record_leaving(old, until_on=OCTOBER, on=OCTOBER, version=1, by=administrator)

    appoint_head(school_class=school_class, staff=new, from_on=OCTOBER, by=administrator)

    assert posts(school_class) == [(old, FIRST, OCTOBER - ONE_DAY), (new, OCTOBER, None)]


def test_a_later_post_of_who_leaves_is_void(administrator):
    staff = make_staff()
    make_head(make_class(), staff=staff, from_on=OCTOBER)

    record_leaving(staff, until_on=FIRST, on=FIRST, version=1, by=administrator)

    assert not HeadTeacherPost.objects.exists()


@pytest.mark.parametrize(
    ("who", "on", "errors"),
    [
        ("head", OCTOBER, {"staff": ["这位老师已经是这个班的班主任。"]}),
        ("gone", OCTOBER, {"staff": ["这位老师已登记离校，请另选一位。"]}),
    ],
)
def test_an_impossible_appointment_is_refused(administrator, who, on, errors):
    school_class = make_class()
    people = {"head": make_head(school_class, from_on=FIRST), "gone": make_staff(until_on=FIRST)}

    with pytest.raises(ValidationError) as refusal:
        appoint_head(school_class=school_class, staff=people[who], from_on=on, by=administrator)

    assert messages(refusal) == errors
    assert posts(school_class) == [(people["head"], FIRST, None)]


def test_an_appointment_before_the_current_one_is_refused(administrator):
    school_class = make_class()
    head = make_head(school_class, from_on=OCTOBER, staff=make_staff(name="秦立言"))

    with pytest.raises(ValidationError) as refusal:
        appoint_head(school_class=school_class, staff=make_staff(), from_on=FIRST, by=administrator)

    message = "2026-10-12 起已有班主任 秦立言，请填这一天或以后的日期。"
    assert messages(refusal) == {"from_on": [message]}
    assert posts(school_class) == [(head, OCTOBER, None)]
