"""Enrolments and head teachers' posts.

Each action on an enrolment locks the student and raises its version, so that nobody changes a class that
is no longer the one they saw.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.consequences import refuse_unless_seen
from branch.core.dated import ONE_DAY, end_after
from branch.core.models import AuditEvent
from branch.school.models import Enrolment, HeadTeacherPost, SchoolClass, Staff, Student

from .numbers import deal_roll_numbers


@transaction.atomic
def appoint_head(*, school_class, staff, from_on, by):
    """Appoint the head teacher of a class; the previous post ends the day before.

    The school appoints, so the only condition is that the person works here. A previous appointment of
    the same day was a mistake, and is marked void.
    """
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)
    staff = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    reaching = school_class.head_posts.reaching(from_on - ONE_DAY)
    posts = list(reaching.select_related("staff", "school_class"))
    _check_appointment(posts, staff, from_on)
    post = HeadTeacherPost(staff=staff, school_class=school_class, from_on=from_on)
    for other in posts:
        if other.staff == staff:
            post = other
        elif other.until_on is None or other.until_on >= from_on:
            end_post(other, from_on - ONE_DAY, by=by)
    post.until_on, post.is_ended = None, False
    post.full_clean(exclude=["staff", "school_class"])
    post.save()
    AuditEvent.record(actor=by, verb="head.appointed", target=post)
    return post


def _check_appointment(posts, staff, from_on):
    if staff.until_on:
        raise ValidationError({"staff": "这位老师已登记离校，请另选一位。"})
    for other in posts:
        if other.from_on > from_on:
            message = f"{other.from_on} 起已有班主任 {other.staff}，请填这一天或以后的日期。"
            raise ValidationError({"from_on": message})
    if any(other.staff == staff and other.until_on is None for other in posts):
        raise ValidationError({"staff": "这位老师已经是这个班的班主任。"})


def end_post(post, last_day, *, by, **marks):
    """Write the last day of a head teacher's post."""
    AuditEvent.record(actor=by, verb="head.ended", target=post, says=str(post))
    end_after(post, last_day, **marks)


@transaction.atomic
def admit_student(*, number, name, gender, school_class, from_on, by):
    """新生入班: create a student, enrolled in a class."""
    student = Student(number=number, name=name, gender=gender)
    student.full_clean()
    student.save()
    AuditEvent.record(actor=by, verb="student.admitted", target=student)
    enrolment = _enrol(student, school_class, from_on)
    AuditEvent.record(actor=by, verb="student.enrolled", target=enrolment)
    _deal_number(student, from_on)
    return student


@transaction.atomic
def enrol(student, *, school_class, from_on, version, by):
    """返校: enrol a student who is in no class."""
    student = Student.objects.lock(student.pk, version)
    if student.enrolments.filter(until_on=None).exists():
        raise ValidationError("这名学生已在一个班里。换班请用“转班”。")
    _refuse_overlap(student, from_on, field="from_on")
    enrolment = _enrol(student, school_class, from_on)
    student.save(update_fields=["version"])
    AuditEvent.record(actor=by, verb="student.enrolled", target=enrolment)
    _deal_number(student, from_on)
    return enrolment


@transaction.atomic
def move_student(student, *, to_class, on, version, by):
    """转班、留级: enrol a student in another class; the day before is the last in the old one.

    An enrolment that began the same day was a mistake, and is marked void.
    """
    student = Student.objects.lock(student.pk, version)
    running = student.enrolments.filter(until_on=None).select_related("school_class").first()
    _check_move(running, to_class, on)
    end_after(running, on - ONE_DAY)
    _refuse_overlap(student, on, field="on")
    enrolment = _enrol(student, to_class, on)
    student.save(update_fields=["version"])
    AuditEvent.record(actor=by, verb="student.moved", target=enrolment)
    return enrolment


def _check_move(running, to_class, on):
    if running is None:
        raise ValidationError("这名学生现在不在班里，请用“返校”。")
    if running.school_class == to_class:
        raise ValidationError({"to_class": "这名学生已经在这个班，请选另一个班。"})
    if running.from_on > on:
        raise ValidationError(
            {"on": f"这名学生 {running.from_on} 才到现在的班，请填这一天或以后的日期。"}
        )


@transaction.atomic
def record_departure(student, *, last_on, version, by, on=None, seen=None):
    """离校: write the last day in class; the reason is not stored.

    `seen` is the digest of what the page of the day `on` said would follow.
    """
    student = Student.objects.lock(student.pk, version)
    refuse_unless_seen(seen, "school.student_leave", student, on=on, by=by)
    running = student.enrolments.filter(until_on=None).first()
    if running is None:
        raise ValidationError("这名学生已经不在班里。")
    if last_on < running.from_on:
        raise ValidationError(
            {"last_on": f"这名学生 {running.from_on} 才到现在的班，请填这一天或以后的日期。"}
        )
    end_after(running, last_on)
    student.save(update_fields=["version"])
    AuditEvent.record(actor=by, verb="student.departed", target=running)
    return running


@transaction.atomic
def correct_student(student, *, number, name, gender, version, by):
    """Correct a student's data; the audit event names the columns, not their values."""
    student = Student.objects.lock(student.pk, version)
    typed = {"number": number, "name": name, "gender": gender}
    changed = [key for key, value in typed.items() if getattr(student, key) != value]
    for key in changed:
        setattr(student, key, typed[key])
    student.full_clean()
    student.save(update_fields=[*typed, "name_keys", "version"])
    columns = "、".join(Student._meta.get_field(key).verbose_name for key in changed)
    AuditEvent.record(actor=by, verb="student.corrected", target=student, says=columns)
    return student


def _refuse_overlap(student, from_on, *, field):
    """Refuse an enrolment from a day on which the student has another one."""
    taken = student.enrolments.reaching(from_on).select_related("school_class").first()
    if taken:
        where = taken.class_name_on(taken.from_on)
        until = f"到 {taken.until_on} 为止" if taken.until_on else f"{taken.from_on} 起"
        raise ValidationError({field: f"这名学生{until}在{where}，请填之后的日期。"})


def _deal_number(student, from_on):
    """Give the student the number of the term in which the enrolment begins."""
    deal_roll_numbers(on=from_on, students=Student.objects.filter(pk=student.pk))


def _enrol(student, school_class, from_on):
    """Create the enrolment, or reopen the one in the same class that ended the day before."""
    same = student.enrolments.filter(school_class=school_class, until_on=from_on - ONE_DAY).first()
    enrolment = same or Enrolment(student=student, school_class=school_class, from_on=from_on)
    enrolment.until_on = None
    # the student is locked and the class was just chosen, so neither is queried again
    enrolment.full_clean(exclude=["student", "school_class"])
    enrolment.save()
    return enrolment
