"""Many people at once, in a few statements each."""

from datetime import date
from itertools import count

from branch.accounts.models import User
from branch.members.models import Member, MemberStatus, PartyGroup
from branch.school.models import Enrolment, Staff, Student
from branch.walkins.models import Pairing, SupportNeed
from tests.factories import make_class, make_user

LONG_AGO, TERM_BEGAN, RAISED = date(2020, 1, 1), date(2026, 9, 1), date(2026, 9, 8)
_n = count(1)


def make_colleagues(how_many):
    """Colleagues with a sign-in."""
    users = User.objects.bulk_create(
        User(username=f"many{n}", name=f"同事{n}", password="!")
        for n in (next(_n) for _ in range(how_many))
    )
    return Staff.objects.bulk_create(
        Staff(number=user.username, name=user.name, user=user) for user in users
    )


def make_members(how_many):
    """Members of one Party group."""
    group, _ = PartyGroup.objects.get_or_create(name="第一党小组")
    members = Member.objects.bulk_create(
        Member(staff=staff, group=group, joined_on=LONG_AGO) for staff in make_colleagues(how_many)
    )
    full = MemberStatus.Kind.FULL
    MemberStatus.objects.bulk_create(
        MemberStatus(member=member, kind=full, from_on=LONG_AGO) for member in members
    )
    return members


def make_students_in_need(how_many, name=""):
    """Students of one class, each with an open need."""
    here, by = make_class(), make_user()
    students = Student.objects.bulk_create(
        Student(number=f"M{n:06}", name=name or f"学生{n}")
        for n in (next(_n) for _ in range(how_many))
    )
    Enrolment.objects.bulk_create(
        Enrolment(student=student, school_class=here, from_on=TERM_BEGAN) for student in students
    )
    SupportNeed.objects.bulk_create(
        SupportNeed(student=student, kind="company", raised_on=RAISED, raised_by=by)
        for student in students
    )
    return students


def make_pairings(member, students):
    """A running pairing of the member with each student."""
    return Pairing.objects.bulk_create(
        Pairing(
            member=member,
            student=student,
            started_on=RAISED,
            guardian_informed_on=RAISED,
            started_by=member.staff.user,
        )
        for student in students
    )
