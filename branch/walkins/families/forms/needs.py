from django import forms
from django.db.models import Q

from branch.core.forms import (
    ActionForm,
    FilterForm,
    KeyField,
    Offer,
    SearchedField,
    chips_field,
    day_field,
    text_field,
)
from branch.school.forms import StaffField
from branch.school.models import Staff
from branch.school.models.classes import GRADES, entry_years_on
from branch.walkins.families.models import FamilyNeed, children_of_needs

OPEN, OVERDUE, RUNNING, CLOSED = "", "overdue", "running", "closed"
MEASURES = [("", "还没有定"), *FamilyNeed.Measure.choices]


def measure_field():
    return chips_field("办理措施", MEASURES, required=False)


def remark_field():
    return text_field(
        FamilyNeed,
        "remark",
        help_text="只写办理要用的一句话，不写病情和家庭隐私。登记表、打印和导出都不带这一句。",
    )


class FamilyNeedFilter(FilterForm):
    """Narrows the list; the state is chosen by `in_state`, so that all states can be counted."""

    grade = forms.TypedChoiceField(label="年级", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label="困难类别", required=False, choices=[("", "全部类别"), *FamilyNeed.Kind.choices]
    )
    owner = forms.ModelChoiceField(
        Staff.objects.none(), label="责任人", required=False, empty_label="全部责任人"
    )
    state = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[(OPEN, "全部"), (OVERDUE, "已到期限"), (RUNNING, "办理中"), (CLOSED, "已办结")],
    )

    def __init__(self, *args, rows, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.on = user, on
        first, last = entry_years_on(on)
        grades = [(last - below, GRADES[below + 1]) for below in range(last - first + 1)]
        self.fields["grade"].choices = [("", "全部年级"), *grades]
        owners = Staff.objects.filter(pk__in=rows.order_by().values("owner"))
        self.fields["owner"].queryset = owners.order_by("name_keys", "number")

    def narrow_grade(self, rows, entry_year):
        here = children_of_needs(self.user, on=self.on).on_roll_with_class_on(self.on)
        here = here.filter(entry_year=entry_year)
        return rows.filter(family__in=here.order_by().values("family"))

    def narrow_kind(self, rows, value):
        return rows.filter(kind=value)

    def narrow_owner(self, rows, value):
        return rows.filter(owner=value)

    def narrow_state(self, rows, value):
        return rows

    @property
    def chosen(self):
        """The chosen state."""
        self.is_valid()
        return self.cleaned_data.get("state", OPEN)

    @property
    def is_closed(self):
        return self.chosen == CLOSED

    def in_state(self, rows):
        """Those of the chosen state: open ones by their day, closed ones from the latest."""
        if self.is_closed:
            return rows.exclude(closed_on=None).order_by("-closed_on", "-pk")
        is_overdue = Q(due_on__lt=self.on)
        chosen = {OVERDUE: is_overdue, RUNNING: ~is_overdue}.get(self.chosen, Q())
        return rows.open().filter(chosen).order_by("due_on", "pk")


class FamilyNeedPrefill(forms.Form):
    """The query string of a link to a new difficulty: a child of the family."""

    student = KeyField(required=False)


class OwnedForm(ActionForm):
    """A form with an owner, whom only the committee and head teachers choose; others are it themselves."""

    owner = StaffField(label="责任人")

    def __init__(self, *args, owners, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = self.context | {"owners": owners, "user": user, "on": on}
        self.fields["owner"].offer_staff(owners, scope="familyneed", user=user, on=on)
        if len(self.fields["owner"].offer.first) < 2:
            del self.fields["owner"]


class FamilyNeedForm(OwnedForm):
    """登记困难: whose family, the kind, who sees to it and by when."""

    draft_name = "实际困难"
    field_order = ["student", "kind", "due_on", "owner", "measure", "remark"]

    student = SearchedField(
        label="学生",
        missing="请选择学生。",
        help_text="选这一家的任何一个孩子，困难记在家庭上。",
    )
    kind = chips_field("困难类别", FamilyNeed.Kind.choices)
    due_on = day_field("完成时限", help_text="到了这一天还没有办结，工作台会提醒责任人。")
    measure = measure_field()
    remark = remark_field()

    def __init__(self, *args, students, on, **kwargs):
        super().__init__(*args, on=on, **kwargs)
        self.fields["student"].choose_from(
            Offer(
                students.in_class_order(),
                source="kind=student&scope=familyneed",
                find=lambda typed: students.matching(typed).nearest_first(),
                group_of=lambda student: student.class_name_on(on),
                says=str,
                keys=lambda student: student.name_keys,
            )
        )

    def clean_remark(self):
        """Join the lines to one."""
        return " ".join(self.cleaned_data["remark"].split())


class FamilyNeedUpdateForm(OwnedForm):
    """写办理情况: what is done about it, and a new day if it takes longer."""

    draft_name = "办理情况"
    field_order = ["measure", "due_on", "owner", "remark"]

    measure = measure_field()
    due_on = day_field("完成时限", help_text="还要些时间的，改定一个日期。改过的日期留有记录。")
    remark = remark_field()

    def clean_remark(self):
        """Join the lines to one."""
        return " ".join(self.cleaned_data["remark"].split())


class FamilyNeedCloseForm(ActionForm):
    draft_name = "办结困难"

    outcome = chips_field(
        "办理结果",
        FamilyNeed.Outcome.choices,
        help_text="选“登记有误”的，不计入任何清单和登记表。",
    )
    measure = measure_field()
