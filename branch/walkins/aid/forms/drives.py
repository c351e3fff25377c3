from crispy_forms.layout import Row

from branch.core.forms import ActionForm, FilterForm, KeyField, day_field, layout_helper, text_field
from branch.school.forms import StaffField
from branch.walkins.aid.models import Drive


class DriveChoice(FilterForm):
    """The drive whose page leads to the ledger."""

    drive = KeyField(required=False)

    def narrow_drive(self, lines, value):
        return lines.filter(drive=value)


class PageOfLines(FilterForm):
    """The page of the books."""

    page = KeyField(required=False)

    @property
    def shown(self):
        self.is_valid()
        return self.cleaned_data.get("page") or 1


class DriveForm(ActionForm):
    """A drive's name, its days and who sees to it."""

    draft_name = "爱心助学活动"

    title = text_field(Drive, "title", help_text="如“冬季爱心助学”。不写学生和家庭。")
    started_on = day_field("开始日期")
    ended_on = day_field(
        "结束日期", required=False, help_text="结束那天再填。填了以后不能再登记，仍可以冲正。"
    )
    keeper = StaffField(label="经办人")

    def __init__(self, *args, staff, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"staff": staff, "user": user, "on": on}
        self.fields["keeper"].offer_staff(staff, scope="drive", user=user, on=on)

    def initial_of(self, record):
        return super().initial_of(record) | {"keeper": record.keeper_id}

    @property
    def helper(self):
        return layout_helper("title", Row("started_on", "ended_on"), "keeper")
