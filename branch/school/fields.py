"""Choosing a colleague in a form."""

from django import forms

from branch.core.forms import ComboSelect


class StaffField(forms.ModelChoiceField):
    """One colleague, found by the name or its reading; namesakes are told apart."""

    widget = ComboSelect

    def __init__(self, *, label, **kwargs):
        messages = {"required": "请选择老师。", "invalid_choice": "这一项已不能选，请重新选择。"}
        super().__init__(None, label=label, empty_label="请选择", error_messages=messages, **kwargs)

    def offer(self, staff, *, user, on):
        """Namesakes by the 工号 to those who may read it, to others by what they do."""
        rows = staff.with_namesakes().order_by("name_keys", "number")
        may_read = user.has_perm("school.view_staff")
        self.queryset = rows if may_read else rows.with_work_on(on)
        self.label_from_instance = lambda row: row.told_apart(by_number=may_read)
        self.widget.keys_of = lambda value: value.instance.name_keys
