"""Fields that more than one form has: a colleague, a class, a gender."""

from django import forms

from branch.core.forms import GONE, ComboSelect, chips_field
from branch.school.models import SchoolClass
from branch.school.models.people import Gender


class StaffField(forms.ModelChoiceField):
    """One colleague, found by the name or its reading; namesakes are told apart."""

    widget = ComboSelect

    def __init__(self, *, label, **kwargs):
        messages = {"required": "请选择老师。", "invalid_choice": GONE}
        super().__init__(None, label=label, empty_label="请选择", error_messages=messages, **kwargs)

    def offer(self, staff, *, user, on):
        """Namesakes by the 工号 to those who may read it, to others by what they do."""
        rows = staff.with_namesakes().order_by("name_keys", "number")
        may_read = user.has_perm("school.view_staff")
        self.queryset = rows if may_read else rows.with_work_on(on)
        self.label_from_instance = lambda row: row.told_apart(by_number=may_read)
        self.widget.keys_of = lambda value: value.instance.name_keys


class ClassField(forms.ModelChoiceField):
    """One class, named as it is called on a day."""

    def __init__(self, *, empty_label="请选择", **kwargs):
        super().__init__(
            SchoolClass.objects.none(),
            empty_label=empty_label,
            error_messages={"required": "请选择班级。", "invalid_choice": GONE},
            **kwargs,
        )

    def offer(self, classes, *, on):
        self.queryset = classes
        self.label_from_instance = lambda school_class: school_class.name_on(on)


def gender_field():
    return chips_field("性别", Gender.choices, required=False)
