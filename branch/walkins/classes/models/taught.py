"""On which basis a member is linked to a class, from what colleagues teach, and its sentence."""

from branch.school.models import HeadTeacherPost
from branch.walkins.teaching import Teachings, teaching_says

from .postings import Basis


class Taught(Teachings):
    """The teachings of some days, with the basis they give."""

    def basis(self, staff_id, school_class, *, head_id, on):
        """The best basis on which a member may be linked to a class; `head_id` is its head teacher, if any."""
        own = self.by(staff_id, on=on)
        if any(row.school_class_id == school_class.pk for row in own):
            return Basis.TAUGHT_CLASS
        if any(row.school_class.entry_year == school_class.entry_year for row in own):
            return Basis.TAUGHT_GRADE
        subjects = set(self.subjects(staff_id, on=on))
        of_head = set(self.subjects(head_id, on=on))
        is_other = subjects and of_head and not subjects & of_head
        return Basis.OTHER_SUBJECT if is_other else Basis.PLAIN

    def says(self, posting, *, head):
        """教初二（3）班数学: the sentence of a posting's basis, from the teaching when it began.

        The basis alone, as 统筹安排, where there is none, or where it is no longer recorded.
        """
        sentences = {
            Basis.TAUGHT_CLASS: self._teaches_class,
            Basis.TAUGHT_GRADE: self._teaches_grade,
            Basis.OTHER_SUBJECT: self._teaches_other,
        }
        make = sentences.get(posting.basis)
        return (make and make(posting, head)) or posting.get_basis_display()

    def _teaches_class(self, posting, head):
        own = self.by(posting.member.staff_id, on=posting.from_on)
        return teaching_says(own, posting.school_class, on=posting.from_on)

    def _teaches_grade(self, posting, head):
        year = posting.school_class.entry_year
        own = self.by(posting.member.staff_id, on=posting.from_on)
        near = [row.school_class for row in own if row.school_class.entry_year == year]
        first = min(near, key=lambda one: one.number, default=None)
        return teaching_says(own, first, on=posting.from_on)

    def _teaches_other(self, posting, head):
        own = self.subjects(posting.member.staff_id, on=posting.from_on)
        of_head = self.subjects(head and head.pk, on=posting.from_on)
        both = own and of_head
        return both and f"班主任教{'、'.join(of_head)}，{posting.member}教{'、'.join(own)}"


def head_of(school_class, *, on):
    """The head teacher of a class on the day, or None."""
    posts = HeadTeacherPost.objects.filter(school_class=school_class)
    return posts.by_class_on(on).get(school_class.pk)


def basis_of(member, school_class, *, on):
    """The basis on which a member may be linked to a class from the day."""
    head = head_of(school_class, on=on)
    staff = {member.staff_id, head.pk if head else None} - {None}
    taught = Taught([on], staff=staff)
    return taught.basis(member.staff_id, school_class, head_id=head and head.pk, on=on)
