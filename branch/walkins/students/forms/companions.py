"""Whom the form of a contact offers as companions."""

from django.db.models import Exists, OuterRef, Q

from branch.core.forms import Offer
from branch.school.forms import offer_of_staff
from branch.school.models import Enrolment, HeadTeacherPost, Staff
from branch.walkins.students.models import Pairing


class NearFirst(Offer):
    """An offer whose rows that are `is_near` are always options in the page, and the first ones."""

    def shown(self, chosen, typed):
        near = [row for row in self.first.values() if row.is_near]
        return list(dict.fromkeys([*near, *super().shown(chosen, typed)]))


def offer_of_companions(students, *, user, on):
    """The offer of colleagues; the head teachers of the students and the members paired with them come first."""
    classes = Enrolment.objects.active_on(on).filter(student__in=students)
    posts = HeadTeacherPost.objects.opening_on(on).filter(staff=OuterRef("pk"))
    posts = posts.filter(school_class__in=classes.order_by().values("school_class"))
    paired = Pairing.objects.active().filter(student__in=students, member__staff=OuterRef("pk"))
    near = Q(Exists(posts)) | Q(Exists(paired.order_by()))
    staff = Staff.objects.working_on(on).annotate(is_near=near)
    offer = offer_of_staff(staff, scope="contact", user=user, on=on)
    return NearFirst(
        offer.rows.order_by("-is_near", "name_keys", "number"),
        source=offer.source,
        find=offer.find,
        says=offer.says,
        keys=offer.keys,
        group_of=lambda row: "与学生有关的老师" if row.is_near else "其他老师",
    )
