"""Who is in which class, and who heads it.

The classes of one student change one after the other: each act locks the student and moves its version,
so that nobody changes a class that is no longer the one they saw.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import ONE_DAY, end_after
from branch.core.models import AuditEvent
from branch.school.models import Enrolment, HeadTeacherPost, SchoolClass, Staff, Student


@transaction.atomic
def appoint_head(*, school_class, staff, from_on, by):
    """The school gives a class a head teacher; whoever held it until then ends the day before.

    The school appoints, so nothing is asked of the person but to work here. An appointment of the
    same day was a mistake, and is marked void.
    """
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)
    staff = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    reaching = school_class.head_posts.reaching(from_on - ONE_DAY)
    standing = list(reaching.select_related("staff", "school_class"))
    _check_appointment(standing, staff, from_on)
    post = HeadTeacherPost(staff=staff, school_class=school_class, from_on=from_on)
    for other in standing:
        if other.staff == staff:
            post = other
        elif other.until_on is None or other.until_on >= from_on:
            end_post(other, from_on - ONE_DAY, by=by)
    post.until_on, post.is_ended = None, False
    post.full_clean(exclude=["staff", "school_class"])
    post.save()
    AuditEvent.record(actor=by, verb="head.appointed", target=post)
    return post


def _check_appointment(standing, staff, from_on):
    if staff.until_on:
        raise ValidationError({"staff": "这位老师已登记离校，请另选一位。"})
    for other in standing:
        if other.from_on > from_on:
            says = f"{other.from_on} 起已有班主任 {other.staff}，请填这一天或以后的日期。"
            raise ValidationError({"from_on": says})
    if any(other.staff == staff and other.until_on is None for other in standing):
        raise ValidationError({"staff": "这位老师已经是这个班的班主任。"})


def end_post(post, last_day, *, by, **marks):
    """Write the last day of a post: after it the class has another head teacher, or none."""
    AuditEvent.record(actor=by, verb="head.ended", target=post, says=str(post))
    end_after(post, last_day, **marks)


@transaction.atomic
def admit_student(*, number, name, gender, school_class, from_on, by):
    """新生入班: a pupil the school did not know yet, and the class they come into."""
    student = Student(number=number, name=name, gender=gender)
    student.full_clean()
    student.save()
    AuditEvent.record(actor=by, verb="student.admitted", target=student)
    enrolment = _begin(student, school_class, from_on)
    AuditEvent.record(actor=by, verb="student.enrolled", target=enrolment)
    return student


@transaction.atomic
def enrol(student, *, school_class, from_on, version, by):
    """返校: someone who is in no class comes into one."""
    student = Student.objects.lock(student.pk, version)
    if student.enrolments.filter(until_on=None).exists():
        raise ValidationError("这名学生已在一个班里。换班请用“转班”。")
    _check_free(student, from_on, field="from_on")
    enrolment = _begin(student, school_class, from_on)
    student.save(update_fields=["version"])
    AuditEvent.record(actor=by, verb="student.enrolled", target=enrolment)
    return enrolment


@transaction.atomic
def move_student(student, *, to_class, on, version, by):
    """转班、留级: from this day in another class; the day before was the last in the old one.

    A class they only came into that day was a mistake, and its row is marked void.
    """
    student = Student.objects.lock(student.pk, version)
    running = student.enrolments.filter(until_on=None).select_related("school_class").first()
    _check_move(running, to_class, on)
    end_after(running, on - ONE_DAY)
    _check_free(student, on, field="on")
    enrolment = _begin(student, to_class, on)
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
def record_departure(student, *, last_on, version, by):
    """离校: the last day in class; why is nobody's business here."""
    student = Student.objects.lock(student.pk, version)
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
    """Put right what the roster said of a pupil; the trace says which columns, not what they were."""
    student = Student.objects.lock(student.pk, version)
    typed = {"number": number, "name": name, "gender": gender}
    changed = [key for key, value in typed.items() if getattr(student, key) != value]
    for key in changed:
        setattr(student, key, typed[key])
    student.full_clean()
    student.save(update_fields=[*typed, "name_keys", "version"])
    says = "、".join(Student._meta.get_field(key).verbose_name for key in changed)
    AuditEvent.record(actor=by, verb="student.corrected", target=student, says=says)
    return student


def _check_free(student, from_on, *, field):
    """No two enrolments of a student share a day."""
    taken = student.enrolments.reaching(from_on).select_related("school_class").first()
    if taken:
        where = taken.class_name_on(taken.from_on)
        until = f"到 {taken.until_on} 为止" if taken.until_on else f"{taken.from_on} 起"
        raise ValidationError({field: f"这名学生{until}在{where}，请填之后的日期。"})


def _begin(student, school_class, from_on):
    """A row of its own, unless they left this very class the day before: then they never did."""
    same = student.enrolments.filter(school_class=school_class, until_on=from_on - ONE_DAY).first()
    enrolment = same or Enrolment(student=student, school_class=school_class, from_on=from_on)
    enrolment.until_on = None
    # the student is locked and the class was just chosen: neither is asked for again
    enrolment.full_clean(exclude=["student", "school_class"])
    enrolment.save()
    return enrolment
