"""Two classes with a pupil each, colleagues, terms, and a roster of pupils that is imported."""

from datetime import date

from django.utils import timezone

from branch.rosters import actions
from branch.school.models import SchoolDay
from tests.factories import (
    make_class,
    make_guardian,
    make_head,
    make_staff,
    make_student,
    make_term,
)

NEXT = date(2027, 3, 1), date(2027, 6, 30)


def add_rows(world):
    """Own: the head's class and its pupil, a colleague. Other: a class and pupil of others, one who left."""
    pupils = [
        make_student(world.school_class, name="潘云澈"),
        make_student(name="鲁听澜"),
        make_student(_led_before(world), name="纪疏桐"),
        make_student(name="尹望舒"),
    ]
    guardians = [make_guardian(pupil) for pupil in pupils]
    guardians[-1].staff = world.users["head"].staff
    guardians[-1].save()
    world.pupils += pupils
    classes = [pupil.enrolments.get().school_class for pupil in pupils]
    for kind, rows in (("class", classes), ("student", pupils), ("guardian", guardians)):
        own, other, led_before, own_child = rows
        world.add(kind, own, other, led_before=led_before, own_child=own_child)
    world.add("staff", make_staff(), make_staff(left_on=date(2026, 9, 1)))
    _add_terms(world)
    _add_rosters(world)


def _led_before(world):
    """A class of the same year, which the head teacher led until the summer."""
    school_class = make_class(entry_year=world.school_class.entry_year)
    make_head(school_class, staff=world.users["head"].staff, until_on=date(2026, 8, 31))
    return school_class


def _add_terms(world):
    world.add("term", make_term(), make_term(number=2, starts_on=NEXT[0], ends_on=NEXT[1]))
    world.add("school_day", *(SchoolDay.objects.create(day=day, is_open=False) for day in NEXT))


def _add_rosters(world):
    """A file that waits for the last word and names a pupil who stands here, and one that is imported."""
    by = world.users["admin"]
    waiting, done = (_checked(world.pupils[0], by) for _ in range(2))
    done = actions.begin_import(done, skip_errors=True, by=by)
    actions.advance(done, on=timezone.localdate(), at=timezone.now(), by=by)
    world.add("batch", waiting, waiting)
    world.add("done_batch", done, done)


def _checked(pupil, by):
    said = f"学号,姓名,班级,联系电话\n{pupil.number},{pupil.name},703,138\n"
    batch = actions.receive_file(
        kind="students",
        file_name="students.csv",
        content=said.encode(),
        effective_on=date(2026, 9, 1),
        by=by,
    )
    return actions.check_batch(batch, on=timezone.localdate())
