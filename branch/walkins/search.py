from django.db.models import Exists, OuterRef, Prefetch

from branch.core.contributions import Option, OptionSource, PeopleSource
from branch.members.models import Member
from branch.school.models import Staff, Student

from .classes.forms import member_to_link_says
from .classes.models import members_to_link
from .families.models import (
    children_known_to,
    class_name_of,
    families_to_pair,
    named_like,
    students_to_visit,
    visitors_named_by,
)
from .models import (
    Pairing,
    members_to_pair,
    students_to_pair,
    students_to_propose_for,
    students_to_raise_for,
)
from .students.forms.pairings import member_says, needy_says


class Students(PeopleSource):
    """The students on the roll the user may see, and those the user is paired with."""

    key, title, order = "walkins.students", "学生", 10
    permission = "school.find_people"
    template = "walkins/people_student.html"

    def find(self, user, typed, *, on):
        known = students_known_to(user, on=on).matching(typed).nearest_first()
        return with_pages(known, user, on=on)

    def rows(self, found, user, *, on):
        return [_row(student, user, on=on) for student in found]

    def student_ids(self, found):
        return [student.pk for student in found]


class StudentOptions:
    """Students, told apart by their class and number."""

    def option(self, found, *, on):
        return Option(found.pk, found.name, found.told_apart_on(on))

    def student_ids(self, found):
        return [student.pk for student in found]


class StaffOptions:
    """Colleagues who work here, each with what they do."""

    def find(self, user, typed, *, on):
        staff = Staff.objects.working_on(on).found_by(user, typed)
        return staff.nearest_first().with_work_on(on)

    def option(self, found, *, on):
        return Option(found.pk, found.name, found.does)


class StudentsInNeedForm(StudentOptions, OptionSource):
    """The students a user may raise a need for."""

    key, permission = "student/need", "walkins.add_supportneed"

    def find(self, user, typed, *, on):
        return students_to_raise_for(user, on=on).matching(typed).nearest_first()


class StudentsToVisit(StudentOptions, OptionSource):
    """The students whose family a user may visit."""

    key, permission = "student/visit", "walkins.add_homevisit"

    def find(self, user, typed, *, on):
        return students_to_visit(user, on=on).matching(typed).nearest_first()


class StaffOfVisit(StaffOptions, OptionSource):
    """The colleagues who may go along on a visit."""

    key, permission = "staff/visit", "walkins.add_homevisit"


class StudentsWithADifficulty(StudentOptions, OptionSource):
    """The students of whose family a user may raise a difficulty."""

    key, permission = "student/familyneed", "walkins.add_familyneed"

    def find(self, user, typed, *, on):
        known = children_known_to(user, on=on).on_roll_with_class_on(on)
        return known.matching(typed).nearest_first()


class StudentsToAid(StudentOptions, OptionSource):
    """The students whom a line of aid may reach: all on the roll."""

    key, permission = "student/aid", "walkins.add_aid"

    def find(self, user, typed, *, on):
        return Student.objects.on_roll_with_class_on(on).matching(typed).nearest_first()


class KeepersOfADrive(StaffOptions, OptionSource):
    """The colleagues who may see to a drive."""

    key, permission = "staff/drive", "walkins.add_drive"


class OwnersOfADifficulty(StaffOptions, OptionSource):
    """The colleagues whom a user may name as owner of a difficulty."""

    key, permission = "staff/familyneed", "walkins.change_familyneed"

    def find(self, user, typed, *, on):
        staff = visitors_named_by(user, on=on).found_by(user, typed)
        return staff.nearest_first().with_work_on(on)


class FamiliesToPair(OptionSource):
    """The hardship families a user may pair with a member."""

    key, permission = "family/pairing", "walkins.add_familypairing"

    def find(self, user, typed, *, on):
        return named_like(families_to_pair(on), typed)

    def option(self, found, *, on):
        return Option(found.pk, f"{found.child_name}家", class_name_of(found, on=on))

    def student_ids(self, found):
        return [family.child_id for family in found]


class StudentsToPair(StudentOptions, OptionSource):
    """The students a user may pair with a member."""

    key, permission = "student/pairing", "walkins.add_pairing"

    def find(self, user, typed, *, on):
        return students_to_pair(user, on=on).matching(typed).nearest_first()

    def option(self, found, *, on):
        return Option(found.pk, needy_says(found), found.told_apart_on(on))


class StudentsToProposeFor(StudentOptions, OptionSource):
    """The students for whom a user may propose a member."""

    key, permission = "student/proposal", "walkins.propose_pairing"

    def find(self, user, typed, *, on):
        return students_to_propose_for(user, on=on).matching(typed).nearest_first()

    def option(self, found, *, on):
        return Option(found.pk, needy_says(found), found.told_apart_on(on))


class StaffOfSession(StaffOptions, OptionSource):
    """The colleagues who may lead a class session or help at it."""

    key, permission = "staff/session", "walkins.add_classsession"


class StaffOfContact(StaffOptions, OptionSource):
    """The colleagues who may have taken part in a contact."""

    key, permission = "staff/contact", "walkins.add_contactclaim"


class MembersToPair(OptionSource):
    """The members a student may be paired with."""

    key, permission = "member/pairing", "walkins.add_pairing"

    def find(self, user, typed, *, on):
        return members_to_pair(on).found_by(user, typed)

    def option(self, found, *, on):
        return Option(found.pk, member_says(found), found.group_name)


class MembersToPropose(MembersToPair):
    """The same for those who may propose one."""

    key, permission = "member/proposal", "walkins.propose_pairing"


class MembersToLink(OptionSource):
    """The members who may be linked to a class."""

    key, permission = "member/posting", "walkins.add_classposting"

    def find(self, user, typed, *, on):
        return members_to_link(on).found_by(user, typed)

    def option(self, found, *, on):
        return Option(found.pk, member_to_link_says(found, on=on), found.group_name)


def students_known_to(user, *, on):
    """Students on the roll the user may see, and those the user is paired with.

    Each has its class and `is_on_roll`: whether the user may open its page.
    """
    paired = Pairing.objects.held_by(user).values("student")
    roll = Student.objects.visible_to(user, on=on)
    known = (roll | Student.objects.filter(pk__in=paired)).with_class_on(on)
    return known.annotate(is_on_roll=Exists(roll.filter(pk=OuterRef("pk"))))


def with_pages(students, user, *, on):
    """Prefetch the running pairings that the user may open, as `running`."""
    seen = Pairing.objects.active().visible_to(user, on=on).select_related("member__staff")
    return students.prefetch_related(Prefetch("pairings", seen, to_attr="running"))


def _row(student, user, *, on):
    own = [pairing for pairing in student.running if pairing.member.staff.user_id == user.pk]
    return {
        "student": student,
        "class_name": student.class_name_on(on),
        "url": _page_of(student, own),
        "members": [pairing.member for pairing in student.running],
        "is_mine": bool(own),
    }


def _page_of(student, own):
    """Return the address of the user's own pairing, or of the student if the user may open it."""
    if own:
        return own[0].get_absolute_url()
    return student.get_absolute_url() if student.is_on_roll else ""


class MembersToLock(OptionSource):
    """The members who may be locked to a class in a plan; who heads a class that day is refused by the plan."""

    key, permission = "member/plan", "walkins.add_classposting"

    def find(self, user, typed, *, on):
        rows = Member.objects.here_on(on).with_group_on(on).select_related("staff")
        return rows.found_by(user, typed).in_roster_order()

    def option(self, found, *, on):
        return Option(found.pk, str(found), found.group_name)
