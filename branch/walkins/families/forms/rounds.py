from branch.core.forms import DateField, FilterForm, KeyField


class RoundChoice(FilterForm):
    """The day of a round, and which part of it where it has more homes than one print may show."""

    on = DateField(label="日期", required=False)
    part = KeyField(required=False)

    def __init__(self, data, *, today):
        super().__init__(data or {"on": today})
        self.today = today

    @property
    def day(self):
        self.is_valid()
        return self.cleaned_data.get("on") or self.today

    @property
    def number(self):
        self.is_valid()
        return self.cleaned_data.get("part") or 1
