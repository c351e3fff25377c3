"""不让一个学生掉队: every student on the roll has somebody who would notice."""

from django.db.models import Exists, OuterRef, Q

from branch.coverage.board import list_url
from branch.coverage.duty import Duty, Gap, done_once
from branch.school.groups import ByClass
from branch.school.models import Student

from .classes.models import ClassPosting
from .classes.posting_duties import EveryClassIsLinked
from .students.duties import EveryNeedIsMet, KeepInTouch
from .students.models import Pairing, SupportNeed, contact_horizon


class NobodyIsLeftBehind(ByClass, Duty):
    """A student is met by a linked class and, with an open need, by a pairing in touch, where neither is excused.

    Its gaps are those of other duties, and each leads to the list where it is closed: it asks nobody a second time.
    """

    key, title, track = "walkins.whole_roll", "每名学生都有人关心", "whole"
    gap_title, unit, order = "还缺人关心的学生", "名", 90
    # what another class lacks is told to nobody but the committee
    permission = "coverage.view_boardsnapshot"
    note = "班里有联系党员，有帮扶需求的有人结对、常联系。"
    missing_says = "{count} 名学生还缺人关心"
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
        # 家长婉拒, say: the linked class notices
        may_be_alone = ~Exists(pairs) & Exists(EveryNeedIsMet().excuses(Student, on=on))
        is_seen = ~Exists(needs) | Exists(in_touch) | may_be_alone
        return rows.annotate(
            **done_once(Q(Exists(linked)) & is_seen),
            is_linked=Exists(linked),
        )

    def unassigned(self, rows, *, on):
        return rows.none()

    def listed(self, rows, *, on):
        pairs = Pairing.objects.settled_on(on).filter(student=OuterRef("pk"))
        return rows.in_class_order().annotate(is_paired=Exists(pairs))

    def gap(self, row, *, on):
        duty, missing, button = _what_is_missing(row)
        group = row.class_name_on(on)
        return Gap(
            subject=row,
            since=on,
            due_on=None,
            user_ids=frozenset(),
            url=list_url(duty, group=group),
            says=missing,
            title=str(row),
            button=button,
            group=group,
            student_ids=frozenset({row.pk}),
            is_asked=False,
        )


def _what_is_missing(row):
    """(the duty that closes the gap of a student, what is missing, the button that leads to its list)."""
    if not row.is_linked:
        return EveryClassIsLinked, "所在的班还没有联系党员", "去安排班级"
    if not row.is_paired:
        return EveryNeedIsMet, "有帮扶需求，还没有结对", "去安排结对"
    return KeepInTouch, "有帮扶需求，结对后有些天没有联系", "去记录联系"
