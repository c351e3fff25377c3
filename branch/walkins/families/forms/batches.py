from django import forms

from branch.core.forms import (
    ActionForm,
    FilterForm,
    RowsField,
    SearchedRowsField,
    chips_field,
    day_field,
)
from branch.school.forms import ClassField, StaffField
from branch.walkins.families.models import HomeVisit

GONE = "勾选的学生里有一名现在不能选，请重新勾选。"


class BatchForm(ActionForm):
    """Visits of one day, made in one way, to those who are ticked."""

    students = RowsField(
        None,
        label="走访的学生",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾选走访的学生。",
            "invalid_choice": GONE,
            "invalid_pk_value": GONE,
        },
    )
    happened_on = day_field("走访日期")
    mode = chips_field(
        "走访方式",
        HomeVisit.Mode.choices,
        initial=HomeVisit.Mode.HOME,
        help_text="电话联系留在记录里，不计入“已走访”。",
    )
    visitor = StaffField(label="走访教师")
    companions = SearchedRowsField(label="同行人员", required=False)

    def __init__(self, *args, students, listed, visitors, with_phone, user, on, **kwargs):
        """`students` may be ticked; only `listed` have a box in the page."""
        super().__init__(*args, **kwargs)
        self.fields["students"].queryset = students
        self.fields["students"].choices = [(student.pk, str(student)) for student in listed]
        self.fields["visitor"].offer_staff(visitors, scope="visit", user=user, on=on)
        self.fields["companions"].choose_from(self.fields["visitor"].offer)
        if with_phone:
            self.fields["mode"].help_text = ""


class HouseholdBatchForm(BatchForm):
    """按批登记 of a campaign: the visits were made, or are planned for that day."""

    draft_name = "走访按批登记"
    PLAN = "plan"

    step = forms.ChoiceField(
        label="登记或约定",
        choices=[("record", "登记为已走访"), (PLAN, "约在这一天")],
        error_messages={"required": "请点“登记为已走访”或“约在这一天”。"},
    )

    @property
    def is_plan(self):
        return self.cleaned_data["step"] == self.PLAN

    def action_kwargs(self):
        facts = super().action_kwargs()
        del facts["step"]
        return facts


class ClassBatchForm(BatchForm):
    """按批家访 of a class: who goes is filled in."""

    draft_name = "按批家访"


class ClassChoice(FilterForm):
    """The class whose pupils are listed, and whether only those not visited this school year."""

    school_class = ClassField(label="班级", required=False, empty_label="请选择班级")
    state = forms.ChoiceField(
        required=False,
        choices=[("", "全部"), ("unvisited", "本学年还没有家访")],
        widget=forms.HiddenInput,
    )

    def __init__(self, *args, classes, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].offer_classes(classes, on=on)

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("school_class")

    @property
    def shows_unvisited(self):
        self.is_valid()
        return self.cleaned_data.get("state") == "unvisited"
