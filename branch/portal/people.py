"""Finding people: whom a reader may find, in what words they are told apart, where a result leads."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from branch.school.models import HeadTeacherPost, Staff, Student
from branch.walkins.models import Pairing, students_to_raise_for

MOST = 20
MORE = "还有更多，请再输入几个字。"


def students_known_to(user, *, on):
    """The roll as `school` opens it to the user, and whom the user is paired with."""
    paired = Pairing.objects.held_by(user).values("student")
    roll = Student.objects.visible_to(user, on=on)
    known = (roll | Student.objects.filter(pk__in=paired)).with_class_on(on)
    return known.annotate(is_on_roll=Exists(roll.filter(pk=OuterRef("pk"))))


def with_pages(students, user, *, on):
    """The students each with the running pairings the user may open."""
    seen = Pairing.objects.active().visible_to(user, on=on).select_related("member__staff")
    return students.prefetch_related(Prefetch("pairings", seen, to_attr="running"))


def page_of(student, user):
    """The page a student found leads to: one's own pairing, or the student's page where the roll is open.

    Needs `students_known_to` and `with_pages`.
    """
    mine = [one for one in student.running if one.member.staff.user_id == user.pk]
    if mine:
        return mine[0].get_absolute_url()
    return student.get_absolute_url() if student.is_on_roll else ""


def colleagues_of(user, *, on):
    """Who works here, each with the classes they head."""
    posts = HeadTeacherPost.objects.active_on(on).select_related("school_class")
    staff = Staff.objects.visible_to(user, on=on).working_on(on)
    return staff.prefetch_related(Prefetch("head_posts", posts, to_attr="heading"))


def posts_of(staff, *, on):
    """教导处主任、初二（3）班班主任: what they are here, from the roster and from the classes they head."""
    heading = [f"{post.school_class.name_on(on)}班主任" for post in staff.heading]
    return "、".join(dict.fromkeys(filter(None, [staff.title, *heading])))


def first_of(rows):
    """(the first twenty, whether there are more)."""
    found = list(rows[: MOST + 1])
    return found[:MOST], len(found) > MOST


@dataclass(frozen=True)
class Option:
    """One person as a form offers them: the value it sends, the name, and what tells namesakes apart."""

    value: int
    label: str
    note: str = ""


def _students_in_need_form(user, typed, *, on):
    found = students_to_raise_for(user, on=on).matching(typed).nearest_first()
    return found, lambda student: Option(student.pk, student.name, student.told_apart_on(on))


# (whom a form asks for, which form) → who may ask, and whom they may be answered with
SOURCES = {
    ("student", "need"): ("walkins.add_supportneed", _students_in_need_form),
}
