from django import forms

from branch.core.forms import ActionForm, ComboSelect, FilterForm, KeyField, chips_field
from branch.school.forms import ClassField
from branch.school.models import Student
from branch.walkins.students.models import Pairing, SupportNeed


class NeedFilter(FilterForm):
    q = forms.CharField(label="学生姓名或拼音", required=False, max_length=30)
    kind = forms.ChoiceField(
        label="帮扶类别", required=False, choices=[("", "全部"), *SupportNeed.Kind.choices]
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "待办"), ("unpaired", "待结对"), ("closed", "已办结")],
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows if self.cleaned_data.get("state") == "closed" else rows.open()

    def narrow_q(self, rows, value):
        return rows.filter(student__in=Student.objects.matching(value).values("pk"))

    def narrow_kind(self, rows, value):
        return rows.filter(kind=value)

    def narrow_state(self, rows, value):
        if value == "closed":
            return rows.exclude(until_on=None)
        return rows.exclude(student__in=Pairing.objects.settled_on(self.on).values("student"))


class ClassChoice(FilterForm):
    """The class whose students the need form lists, so that it never lists the whole school."""

    school_class = ClassField(label="班级", required=False, empty_label="请选择班级")

    def __init__(self, *args, classes, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].offer_classes(classes, on=on)

    def narrow_school_class(self, students, school_class):
        return students.filter(entry_year=school_class.entry_year, class_number=school_class.number)


class NeedSent(forms.Form):
    """The student in a need form that was sent."""

    student = KeyField(required=False)

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("student")


class NeedForm(ActionForm):
    """The student and the kind of a need; the student comes from the listed class or a search."""

    draft_name = "帮扶需求"

    student = forms.ModelChoiceField(
        None,
        label="学生",
        widget=ComboSelect,
        error_messages={
            "required": "请选择学生。",
            "invalid_choice": "这名学生现在不能选，请重新选择。",
        },
    )
    kind = chips_field("帮扶类别", SupportNeed.Kind.choices)

    def __init__(self, *args, students, listed, on, **kwargs):
        """`students` may be chosen; only `listed` are options in the page."""
        super().__init__(*args, **kwargs)
        field = self.fields["student"]
        field.queryset = students
        labels = {row.pk: f"{row}　{row.told_apart_on(on)}" for row in listed}
        keys = {row.pk: row.name_keys for row in listed}
        field.choices = [("", "请选择"), *labels.items()]
        field.widget.keys_of = keys.get


class NeedCloseForm(ActionForm):
    draft_name = "办结帮扶需求"

    reason = chips_field("办结原因", SupportNeed.CloseReason.choices)

    def initial_of(self, need):
        return {"reason": need.close_reason}
