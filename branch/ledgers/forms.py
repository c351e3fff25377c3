from django import forms

from branch.core import periods
from branch.core.forms import DateField, ListQuery
from branch.core.periods import Period


class PeriodForm(ListQuery):
    """The period a ledger shows: a preset, or two days."""

    PRESETS = [
        ("term", "本学期"),
        ("month", "本月"),
        ("quarter", "本季度"),
        ("school_year", "本学年"),
        ("year", "本年度"),
    ]

    period = forms.ChoiceField(choices=PRESETS, required=False, widget=forms.HiddenInput)
    start = DateField(label="自", required=False)
    end = DateField(label="至", required=False)

    def clean(self):
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            self.add_error("end", "结束日期不能早于开始日期。")
        if bool(start) != bool(end) and not self.errors:
            self.add_error("end" if start else "start", "请填写开始和结束两个日期。")

    @property
    def preset(self):
        """The preset chosen; empty where two days are given."""
        if self.is_valid() and self.cleaned_data["start"]:
            return ""
        return self.cleaned_data.get("period") or "term"

    def period_on(self, day):
        """The `Period` asked for on this day; invalid values are ignored."""
        if self.is_valid() and self.cleaned_data["start"]:
            return Period(self.cleaned_data["start"], self.cleaned_data["end"], "")
        return periods.KINDS[self.preset](day) or periods.month(day)
