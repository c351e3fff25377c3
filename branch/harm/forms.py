from django import forms

from branch.core.forms import ActionForm, ChipSelectMultiple, DateTimeField, layout_helper
from branch.harm.actions import receivers_on
from branch.school.forms.fields import StaffField


class ReportForm(ActionForm):
    """When somebody was told, who, and by whom. It keeps no draft."""

    no_draft = "a report of harm is kept nowhere else"

    reported_at = DateTimeField(
        label="报告时间", error_messages={"invalid": "请按 2026-11-24 16:30 的样子填写报告时间。"}
    )
    reported_to = forms.MultipleChoiceField(
        label="报告给谁",
        widget=ChipSelectMultiple,
        error_messages={"invalid_choice": "“%(value)s”不在可选的名单里，请重新选择。"},
    )
    reported_by = StaffField(label="报告人")

    def __init__(self, *args, user, staff, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"user": user, "staff": staff, "on": on}
        names = receivers_on(on, report=self.current)
        self.fields["reported_to"].choices = [(name, name) for name in names]
        self.fields["reported_by"].offer_staff(staff, scope="harm", user=user, on=on)

    def initial_of(self, record):
        return super().initial_of(record) | {"reported_to": record.receivers}

    @property
    def helper(self):
        return layout_helper("reported_to", "reported_at", "reported_by")
