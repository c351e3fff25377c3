from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from branch.ledgers.ledger import Column, Ledger
from branch.school.models import HeadTeacherPost, Teaching
from branch.school.models.classes import GRADES

from .models import PlanLine, PostingPlan


def grade_of(line):
    return GRADES[line.school_class.grade_on(line.shown_on)]


def class_of(line):
    return line.school_class.name_on(line.shown_on)


def member_of(line):
    """The member; of a class without one, that there is none. Which rule shut it out is not for paper."""
    return "没有排上" if line.member is None else line.member.staff.name


def subjects_of(line):
    taught = [] if line.member is None else line.member.staff.taught
    rows = [row for row in taught if row.term_id == line.plan.term_id]
    return "、".join(dict.fromkeys(row.subject.name for row in rows))


def state_of(line):
    return line.plan.get_state_display()


class PlanLedger(Ledger):
    """联系班级分配方案: the last plan of the term in which the period ends, published or not, a line for each class."""

    slug, title, order = "posting-plans", "联系班级分配方案", 131
    permission = "walkins.add_classposting"
    note = "还没有发布的方案是草稿。"
    columns = (
        Column("年级", grade_of, 6),
        Column("班级", class_of, 12),
        Column("班主任", "head", 8),
        Column("联系党员", member_of, 10),
        Column("任教学科", subjects_of, 14),
        Column("联系依据", PlanLine.get_basis_display, 10),
        Column("状态", state_of, 10),
    )

    def rows(self, user, *, period, filters):
        plans = PostingPlan.objects.visible_to(user).filter(term__starts_on__lte=period.end)
        last = plans.exclude(computed_at=None).order_by("-term__starts_on", "-pk")[:1]
        posts = HeadTeacherPost.objects.active_on(OuterRef("shown_on"))
        posts = posts.filter(school_class=OuterRef("school_class"))
        taught = Teaching.objects.select_related("subject").in_order()
        return (
            PlanLine.objects.filter(plan__in=last.values("pk"))
            .exclude(school_class=None)
            .annotate(shown_on=Coalesce("plan__begins_on", "plan__term__starts_on"))
            .annotate(head=Subquery(posts.values("staff__name")[:1]))
            .select_related("member__staff", "school_class", "plan")
            .prefetch_related(Prefetch("member__staff__teachings", taught, to_attr="taught"))
            .order_by("-school_class__entry_year", "school_class__number", "pk")
        )

    def scope_of(self, user, *, on):
        return "全支部"
