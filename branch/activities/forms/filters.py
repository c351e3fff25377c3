from datetime import date

from django import forms

from branch.activities.models import Kind
from branch.core.forms import DateField, FilterForm, within_years
from branch.core.periods import Period, month, months_later, school_year, weeks_of_month
from branch.core.typed import has_every_word

STANDINGS = {
    "planned": "待召开",
    "due": "待补记录",
    "done": "已记录",
    "cancelled": "已取消",
}
# 谈心谈话 is not among them: its records are not in the list that everybody reads.
CHIPS = [kind for kind in Kind if kind not in (Kind.HEART_TALK, Kind.OTHER)]


class ActivityFilter(FilterForm):
    """Filters rows that have `standing`; `view` only chooses between list and calendar.

    Without a month or a day it shows the current month; an empty month means all.
    """

    month = forms.DateField(
        label="月份", required=False, input_formats=["%Y-%m"], validators=[within_years]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部状态"), *STANDINGS.items()]
    )
    q = forms.CharField(
        label="关键词",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(required=False, choices=Kind, widget=forms.HiddenInput)
    on = DateField(required=False, widget=forms.HiddenInput)
    view = forms.ChoiceField(
        required=False, choices=[("calendar", "日历")], widget=forms.HiddenInput
    )

    def __init__(self, data, *, today):
        self.this_month = month(today).start
        if not {"month", "on"} & data.keys():
            data = data.copy()
            data["month"] = f"{today:%Y-%m}"
        super().__init__(data)
        months = [(f"{day:%Y-%m}", f"{day.year}年{day.month}月") for day in self._months(today)]
        self.fields["month"].widget = forms.Select(choices=[("", "全部月份"), *months])

    def _months(self, today):
        """The months to choose from, with the one that is shown."""
        shown = month(self.month_shown or today).start
        return sorted({shown, *months_offered(today)}, reverse=True)

    def narrow_month(self, rows, value):
        """Rows of the month and of the other days of its first and last week."""
        return rows.within(weeks_of_month(value))

    def narrow_state(self, rows, value):
        return rows.filter(standing=value)

    def narrow_q(self, rows, value):
        return rows.filter(has_every_word(value, "title", "place"))

    def narrow_kind(self, rows, value):
        return rows.counting_as([value])

    def narrow_on(self, rows, value):
        return rows.within(Period(value, value, ""))

    def narrow_view(self, rows, value):
        return rows

    @property
    def is_narrowed(self):
        """Whether it differs from what the page opens with."""
        self.is_valid()
        usual = {"view": self.cleaned_data.get("view"), "month": self.this_month}
        return any(value and value != usual.get(name) for name, value in self.cleaned_data.items())

    @property
    def clear_url(self):
        """The list or the calendar of this month; a kind and a day narrow it as the other fields do."""
        return f"?view={self.cleaned_data['view']}" if self.is_calendar else "?"

    @property
    def is_specific(self):
        """Whether a kind, a state, a day or a word is asked for: what was asked for is not folded."""
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in ("kind", "state", "on", "q"))

    @property
    def is_calendar(self):
        self.is_valid()
        return self.cleaned_data.get("view") == "calendar"

    @property
    def month_shown(self):
        self.is_valid()
        return self.cleaned_data.get("month")

    @property
    def says_none(self):
        """The sentence for a month without a row."""
        narrowed = {name for name, value in self.cleaned_data.items() if value} - {"month", "view"}
        such = "这样的" if narrowed else ""
        return f"{self.month_shown.month}月还没有{such}活动。"


def months_offered(today):
    """The months of this school year, of the one before, and of the next two months, the newest first."""
    first = school_year(today).start.year - 1
    months = {date(first + (8 + n) // 12, (8 + n) % 12 + 1, 1) for n in range(24)}
    months |= {month(months_later(today, n)).start for n in range(3)}
    return sorted(months, reverse=True)
