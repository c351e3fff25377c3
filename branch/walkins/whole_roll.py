"""不让一个学生掉队: every student on the roll has somebody who would notice."""

from django.db.models import Exists, OuterRef, Q

from branch.coverage.duty import Duty, Gap, done_once
from branch.school.groups import ByClass
from branch.school.models import Student

from .classes.models import ClassPosting
from .students.duties import KeepInTouch
from .students.models import Pairing, SupportNeed, contact_horizon


class NobodyIsLeftBehind(ByClass, Duty):
    """A student is met by a linked class and, with an open need, by a pairing that is in touch or may wait.

    Its gaps are those of other duties, by which they are closed: it asks nobody a second time.
    """

    key, title, track = "walkins.whole_roll", "每名学生都有人关心", "whole"
    gap_title, unit, order = "还缺人关心的学生", "名", 90
    # what another class lacks is told to nobody but the committee
    permission = "coverage.view_boardsnapshot"
    note = "班里有联系党员，有帮扶需求的有人结对、常联系。"
    short = "全校学生"

    def bound(self, *, on):
        return Student.objects.on_roll_with_class_on(on)

    def seen_by(self, rows, user, *, on, today):
        return rows

    def figures(self, *, on):
        return {"horizon": contact_horizon(on)}

    def with_done(self, rows, *, on, horizon):
        linked = ClassPosting.objects.with_member_in_school_on(on).filter(
            school_class__entry_year=OuterRef("entry_year"),
            school_class__number=OuterRef("class_number"),
        )
        needs = SupportNeed.objects.open_on(on).filter(student=OuterRef("pk"))
        may_wait = Exists(KeepInTouch().excuses(Pairing, on=on))
        pairs = Pairing.objects.settled_on(on).filter(student=OuterRef("pk"))
        in_touch = pairs.with_last_contact(on).filter(Q(waits_since__gte=horizon) | may_wait)
        return rows.annotate(
            **done_once(Q(Exists(linked)) & (~Exists(needs) | Exists(in_touch))),
            is_linked=Exists(linked),
        )

    def unassigned(self, rows, *, on):
        return rows.none()

    def listed(self, rows, *, on):
        return rows.in_class_order()

    def gap(self, row, *, on):
        missing = "有帮扶需求，结对或联系还没有落实" if row.is_linked else "所在的班还没有联系党员"
        return Gap(
            subject=row,
            since=on,
            due_on=None,
            user_ids=frozenset(),
            url="",
            says=missing,
            title=str(row),
            group=row.class_name_on(on),
            student_ids=frozenset({row.pk}),
            is_asked=False,
        )
