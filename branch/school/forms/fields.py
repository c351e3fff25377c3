"""Fields that several forms share: a colleague, a class, a gender."""

from django import forms

from branch.core.forms import GONE, ComboSelect, chips_field
from branch.school.models import SchoolClass
from branch.school.models.people import Gender


class StaffField(forms.ModelChoiceField):
    """A colleague, found by name or pinyin; namesakes have a distinguishing detail."""

    widget = ComboSelect

    def __init__(self, *, label, **kwargs):
        messages = {"required": "请选择老师。", "invalid_choice": GONE}
        super().__init__(None, label=label, empty_label="请选择", error_messages=messages, **kwargs)

    def offer(self, staff, *, user, on):
        """Set the choices; namesakes are shown with the 工号, or with their work if the user may not read it."""
        rows = staff.with_namesakes().order_by("name_keys", "number")
        may_read = user.has_perm("school.view_staff")
        self.queryset = rows if may_read else rows.with_work_on(on)
        self.label_from_instance = lambda row: row.told_apart(by_number=may_read)
        self.widget.keys_of = lambda value: value.instance.name_keys


class ClassField(forms.ModelChoiceField):
    """A class, shown by its name on a day."""

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
