"""The query string of the public calendar."""

from django import forms

from branch.core.forms import FilterForm, within_years
from branch.service.parents.calendar import KINDS


class CalendarFilter(FilterForm):
    """Which kind of events is listed, and which month is shown beside."""

    kind = forms.ChoiceField(
        required=False, choices=[(kind.value, label) for kind, (label, _) in KINDS.items()]
    )
    month = forms.DateField(required=False, input_formats=["%Y-%m"], validators=[within_years])

    @property
    def asked(self):
        return self.cleaned_data if self.is_valid() else {}

    def narrow_kind(self, rows, value):
        return rows.filter(programme__kind=value)

    def narrow_month(self, rows, value):
        """`month` is the month of the calendar beside the list."""
        return rows
