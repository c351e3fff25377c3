"""Rows for the test of addresses: classes with students, colleagues and terms."""

from datetime import date

from django.utils import timezone

from branch.school.models import SchoolDay
from tests.factories import (
    make_class,
    make_consent,
    make_guardian,
    make_head,
    make_staff,
    make_student,
    make_term,
)

NEXT = date(2027, 3, 1), date(2027, 6, 30)


def add_rows(world):
    """Add the head teacher's class and its student (own), and those of others (other)."""
    former = make_student(_class_led_before(world), name="纪疏桐")
    own_child = make_student(name="尹望舒")
    world.pupils += [former, own_child]
    pupils = world.pupils[:4]
    guardians = [make_guardian(pupil) for pupil in pupils[:3]]
    guardians.append(make_guardian(own_child, staff=world.users["head"].staff))
    classes = [pupil.enrolments.get().school_class for pupil in pupils]
    for kind, rows in (("class", classes), ("student", pupils), ("guardian", guardians)):
        world.add(kind, *rows[:2], led_before=rows[2], own_child=rows[3])
    _add_families(world, pupils)
    _add_consents(world, pupils)
    # named on the pages of the own student, so it needs a record there too
    sibling = make_student(world.school_class, name="潘云亭", family=world.pupils[0].family)
    world.pupils.append(sibling)
    world.add("staff", make_staff(), make_staff(until_on=date(2026, 9, 1)))
    _add_terms(world)


def _add_families(world, pupils):
    """The families of the pupils, and a pupil of the head teacher's class with whose family each may be joined."""
    first, second, *rest = [pupil.family for pupil in pupils]
    world.add("family", first, second, led_before=rest[0], own_child=rest[1])
    relative = make_student(world.school_class, name="佟越")
    world.pupils.append(relative)
    world.rows["joining"] = {
        whose: kwargs | {"child": relative.pk} for whose, kwargs in world.rows["family"].items()
    }


def _add_consents(world, pupils):
    """Of each pupil that the guardian does not agree to photos in public."""
    for pupil in pupils:
        make_consent(pupil, "no", on=timezone.localdate())


def _class_led_before(world):
    """A class of the same year that the head teacher led until the summer."""
    school_class = make_class(entry_year=world.school_class.entry_year)
    make_head(school_class, staff=world.users["head"].staff, until_on=date(2026, 8, 31))
    return school_class


def _add_terms(world):
    world.add("term", make_term(), make_term(number=2, starts_on=NEXT[0], ends_on=NEXT[1]))
    world.add("school_day", *(SchoolDay.objects.create(day=day, kind="closed") for day in NEXT))
