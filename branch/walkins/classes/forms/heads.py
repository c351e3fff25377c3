from branch.core.forms import ActionForm, DateField, FilterForm, day_field, text_field
from branch.walkins.classes.models import HeadTeacherWaiver


def reason_field():
    return text_field(HeadTeacherWaiver, "reason", help_text="写工作上的原因，不写病情和家庭情况。")


def make_up_field():
    return day_field("补学期限", help_text="最迟到这一天补上还差的学时。")


def waiver_fields():
    """The fields that the form of a head teacher's post asks for where hours lack."""
    return {"reason": reason_field(), "make_up_by": make_up_field()}


class WaiverForm(ActionForm):
    """先上岗后补学: the reason, and the day by which the hours follow."""

    draft_name = "先上岗后补学"

    reason = reason_field()
    make_up_by = make_up_field()


class DayOfHours(FilterForm):
    """The day of which the hours are asked; the first day of the next term if none or no valid one is given."""

    on = DateField(label="哪一天上岗", required=False)

    def __init__(self, data, *, default):
        super().__init__(data if data.get("on") else {"on": default})
        self.default = default

    @property
    def day(self):
        self.is_valid()
        return self.cleaned_data.get("on") or self.default

    # the page always shows one day, so there is no filter to remove
    is_narrowed = False
