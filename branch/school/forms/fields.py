"""Fields that several forms share: a colleague, a class, a gender."""

from django import forms

from branch.core.forms import Offer, SearchedField, chips_field
from branch.school.models import SchoolClass
from branch.school.models.people import Gender


class StaffField(SearchedField):
    """A colleague, found by name or pinyin; namesakes have a distinguishing detail."""

    def __init__(self, *, label, **kwargs):
        super().__init__(label=label, missing="请选择老师。", **kwargs)

    def offer_staff(self, staff, *, scope, user, on):
        """Set the choices."""
        self.choose_from(offer_of_staff(staff, scope=scope, user=user, on=on))


def offer_of_staff(staff, *, scope, user, on):
    """The offer of colleagues; namesakes are shown with the 工号, or with their work if the user may not read it."""
    may_read = user.has_perm("school.view_staff")
    rows = staff.with_namesakes().order_by("name_keys", "number")
    rows = rows if may_read else rows.with_work_on(on)
    return Offer(
        rows,
        source=f"kind=staff&scope={scope}",
        find=lambda typed: rows.found_by(user, typed).nearest_first(),
        says=lambda row: row.told_apart(by_number=may_read),
        keys=lambda row: row.name_keys,
    )


class ClassField(forms.ModelChoiceField):
    """A class, shown by its name on a day."""

    def __init__(self, *, empty_label="请选择", **kwargs):
        super().__init__(
            SchoolClass.objects.none(),
            empty_label=empty_label,
            error_messages={"required": "请选择班级。"},
            **kwargs,
        )

    def offer_classes(self, classes, *, on):
        self.queryset = classes
        self.label_from_instance = lambda school_class: school_class.name_on(on)


def gender_field():
    return chips_field("性别", Gender.choices, required=False)
