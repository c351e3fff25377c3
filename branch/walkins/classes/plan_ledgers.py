from django.db.models import DateField, F, Prefetch, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from branch.core.forms import FilterForm, KeyField
from branch.ledgers.ledger import Column, Ledger
from branch.school.models import Teaching

from .models import Basis, PlanLine, PostingPlan
from .posting_ledgers import class_of, grade_of, with_head


def member_of(line):
    """The member; of a class without one, that there is none. Which rule shut it out is not for paper."""
    return "没有排上" if line.member is None else line.member.staff.name


def subjects_of(line):
    taught = [] if line.member is None else line.member.staff.taught
    rows = [row for row in taught if row.term_id == line.plan.term_id]
    return "、".join(dict.fromkeys(row.subject.name for row in rows))


def state_of(line):
    return line.plan.get_state_display()


class PlanChoice(FilterForm):
    """The plan whose page leads to the ledger."""

    plan = KeyField(required=False)

    def narrow_plan(self, plans, value):
        return plans.filter(pk=value)


def _first_day():
    """The day whose names and head teachers the page of the plan shows, too, of a draft by `first_day`."""
    today = Value(timezone.localdate(), DateField())
    begun = Greatest(F("plan__term__starts_on"), today)
    return Coalesce("plan__begins_on", Least(begun, F("plan__term__ends_on")))


class PlanLedger(Ledger):
    """联系班级分配方案: a line for each class of the plan chosen, or of the last one of the term in which the period ends."""

    slug, title, order = "posting-plans", "联系班级分配方案", 131
    permission = "walkins.add_classposting"
    note = "还没有发布的方案是草稿。"
    filter_class = PlanChoice
    columns = (
        Column("年级", grade_of, 6),
        Column("班级", class_of, 12, sort=("-school_class__entry_year", "school_class__number")),
        Column("班主任", "head", 8),
        Column("联系党员", member_of, 10, sort=("member__staff__name_keys",)),
        Column("任教学科", subjects_of, 14),
        Column("联系依据", PlanLine.get_basis_display, 10, sort=("basis",), choices=Basis),
        Column("状态", state_of, 10),
    )

    def rows(self, user, *, period, filters):
        plans = PostingPlan.objects.visible_to(user).exclude(computed_at=None)
        if filters and filters.is_narrowed:
            shown = filters.narrow(plans)
        else:
            begun = plans.filter(term__starts_on__lte=period.end)
            shown = begun.order_by("-term__starts_on", "-pk")[:1]
        lines = PlanLine.objects.filter(plan__in=shown.values("pk")).exclude(school_class=None)
        lines = lines.annotate(shown_on=_first_day())
        taught = Teaching.objects.select_related("subject").in_order()
        return (
            with_head(lines)
            .select_related("member__staff", "school_class", "plan")
            .prefetch_related(Prefetch("member__staff__teachings", taught, to_attr="taught"))
            .order_by("-school_class__entry_year", "school_class__number", "pk")
        )

    def scope_of(self, user, *, on):
        return "全支部"
