"""Whom the form of a contact offers as companions."""

from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from branch.core.forms import Offer
from branch.school.forms import offer_of_staff
from branch.school.models import Enrolment, HeadTeacherPost, Staff
from branch.walkins.students.models import Pairing


class NearFirst(Offer):
    """An offer that has some rows in the page, and finds the others by a name, however few they are."""

    is_searched = True

    def __init__(self, offer, near):
        super().__init__(
            offer.rows,
            says=lambda row: row.says if hasattr(row, "says") else offer.says(row),
            keys=offer.keys,
            find=offer.find,
            source=offer.source,
        )
        self.near = near

    @cached_property
    def first(self):
        return {row.pk: row for row in self.near}

    def shown(self, chosen, typed):
        """The near rows, those chosen, and those that a name found which was sent without the script."""
        return list({row.pk: row for row in (*super().shown(chosen, typed), *self.near)}.values())


def offer_of_companions(students, *, user, on, but=()):
    """The offer of colleagues; the head teachers of the students and the members paired with them are in the page.

    `but` are the keys of those whose contact it is.
    """
    staff = Staff.objects.working_on(on)
    offer = offer_of_staff(staff, scope="contact", user=user, on=on)
    return NearFirst(offer, _Near(students, staff.exclude(pk__in=but), on))


class _Near:
    """The colleagues near the students, read once, when they are shown."""

    def __init__(self, students, staff, on):
        self.students, self.staff, self.on = students, staff, on

    def __iter__(self):
        return iter(self.rows)

    @cached_property
    def rows(self):
        classes = Enrolment.objects.active_on(self.on).filter(student__in=self.students)
        posts = HeadTeacherPost.objects.opening_on(self.on).filter(staff=OuterRef("pk"))
        posts = posts.filter(school_class__in=classes.order_by().values("school_class"))
        paired = Pairing.objects.active().filter(student__in=self.students).order_by()
        paired = paired.filter(member__staff=OuterRef("pk"))
        rows = self.staff.annotate(heads=Exists(posts)).filter(Q(heads=True) | Exists(paired))
        rows = list(rows.order_by("-heads", "name_keys", "number"))
        for row in rows:
            row.says = f"{row.name}（{'班主任' if row.heads else '结对党员'}）"
        return rows
