"""Fields that several forms share: dates of a person's life, the Party group."""

from datetime import date

from django import forms

from branch.core.forms import DateField
from branch.members.models import PartyGroup

BORN_FROM = 1920


class PastDateField(DateField):
    """A date of a person's life, which may be long before the school's records."""

    default_validators = []

    def __init__(self, *, label, **kwargs):
        messages = {
            "required": f"请填写{label}。",
            "invalid": f"请按 1998-07-01 的样子填写{label}。",
        }
        attrs = {"type": "date", "min": f"{BORN_FROM}-01-01", "max": "2100-12-31"}
        widget = forms.DateInput(attrs=attrs, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, error_messages=messages, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and not date(BORN_FROM, 1, 1) <= value <= date(2100, 12, 31):
            raise forms.ValidationError("请核对年份。")


class MonthField(PastDateField):
    """出生年月: a month of birth; the day is not needed, so it is neither asked nor stored."""

    def __init__(self, *, label, **kwargs):
        super().__init__(label=label, input_formats=["%Y-%m", "%Y.%m", "%Y年%m月"], **kwargs)
        self.widget = forms.DateInput(attrs={"placeholder": "1985-03"}, format="%Y-%m")
        self.error_messages["invalid"] = f"请按 1985-03 的样子填写{label}。"


class GroupField(forms.ModelChoiceField):
    def __init__(self):
        super().__init__(PartyGroup.objects.all(), label="党小组", empty_label="请选择")
