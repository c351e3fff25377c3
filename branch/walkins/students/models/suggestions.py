"""Which members could be paired with a student, in a fixed order, each with the reason."""

from collections import Counter
from dataclasses import dataclass

from branch.core.dated import ONE_DAY
from branch.core.figures import figure
from branch.members.models import Member
from branch.school.models import Enrolment, Guardian
from branch.school.models.classes import GRADES
from branch.walkins.figures import PAIRINGS_A_MEMBER
from branch.walkins.teaching import Teachings, teaching_says

from .pairings import Pairing, members_to_pair, pairings_say


@dataclass(frozen=True)
class Suggestion:
    """A member who could be paired, why, how many students they have, and whether the figure allows no more."""

    member: Member
    basis: str
    is_full: bool

    @property
    def member_says(self):
        """现结对 3 名, with those for whom the member is asked."""
        asked = self.member.asked_count
        return pairings_say(self.member.pairing_count + asked, asked)

    @property
    def says(self):
        """教初二（3）班英语，现结对 3 名."""
        return "，".join(filter(None, [self.basis, self.member_says]))


class Suggester:
    """Suggests members for students on a day; it reads as much for one student as for many."""

    def __init__(self, on):
        self.on = on
        self.most = figure(PAIRINGS_A_MEMBER.key, on=on)
        # one whose last day is today cannot begin
        staying = Member.objects.here_on(on + ONE_DAY)
        self.members = list(members_to_pair(on).filter(pk__in=staying.values("pk")))
        # those a member is asked for count as well, so that one is not asked for all
        self.counts = {row.pk: row.pairing_count + row.asked_count for row in self.members}
        # for how many students `for_each` has proposed a member
        self._proposed = Counter()
        self._teachings = Teachings([on], staff=[row.staff_id for row in self.members])
        parents = Guardian.objects.exclude(staff=None).exclude(family=None)
        self._parents = set(parents.values_list("family", "staff"))
        running = Pairing.objects.active().order_by()
        self._paired = set(running.values_list("member", "student"))

    def classes_of(self, students):
        """{id of a student: the class on the day}."""
        rows = Enrolment.objects.active_on(self.on).filter(student__in=students)
        return {row.student_id: row.school_class for row in rows.select_related("school_class")}

    def for_student(self, student, school_class, *, taken=None):
        """`Suggestion`s: who teaches the class, then the grade, of each those with the fewest students first.

        Never a parent, nobody away or about to leave, nobody who is paired with the student already or, for the
        family of the student, is one of `taken`.
        """
        found = []
        for place, member in enumerate(self.members):
            if (student.family_id, member.staff_id) in self._parents:
                continue
            is_paired = (member.pk, student.pk) in self._paired
            if is_paired if taken is None else member.pk in taken:
                continue
            rank, basis = self._basis(member, school_class)
            count = self.counts[member.pk] + self._proposed[member.pk]
            suggestion = Suggestion(member, basis, is_full=count >= self.most)
            found.append((rank, count, place, suggestion))
        return [suggestion for *_, suggestion in sorted(found, key=lambda row: row[:3])]

    def for_each(self, students):
        """[(student, class or None, suggestions, the one proposed)]: nobody is proposed for all of them.

        Who is proposed for one counts as one more for the next; none is where everybody has as many as they may.
        """
        classes, found = self.classes_of(students), []
        for student in students:
            school_class = classes.get(student.pk)
            known = self.for_student(student, school_class)
            first = next((row for row in known if not row.is_full), None)
            if first:
                self._proposed[first.member.pk] += 1
            found.append((student, school_class, known, first))
        return found

    def _basis(self, member, school_class):
        """(how near they teach, the sentence): 0 the class, 1 the grade, 2 neither."""
        own = self._teachings.by(member.staff_id, on=self.on)
        if school_class is None:
            return 2, ""
        if says := teaching_says(own, school_class, on=self.on):
            return 0, says
        near = [row for row in own if row.school_class.entry_year == school_class.entry_year]
        if not near:
            return 2, ""
        subjects = "、".join(dict.fromkeys(row.subject.name for row in near))
        return 1, f"教{GRADES[school_class.grade_on(self.on)]}{subjects}"


def suggested_members(student, on):
    """The members who could be paired with a student on a day, the nearest first, each with the reason."""
    suggester = Suggester(on)
    return suggester.for_student(student, suggester.classes_of([student]).get(student.pk))


def suggestion_of(proposal, *, on):
    """The `Suggestion` of the member who is asked; None where they could not be suggested on the day."""
    found = suggested_members(proposal.student, on)
    return next((row for row in found if row.member == proposal.member), None)
