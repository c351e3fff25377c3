from branch.core.forms import DateField, FilterForm, KeyField


class RoundChoice(FilterForm):
    """The day of a round, and which part of it where it has more homes than one print may show."""

    on = DateField(label="日期", required=False)
    part = KeyField(required=False)

    def __init__(self, data, *, default):
        super().__init__(data if "on" in data else {"on": default})
        self.default = default

    @property
    def day(self):
        self.is_valid()
        return self.cleaned_data.get("on") or self.default

    @property
    def number(self):
        self.is_valid()
        return self.cleaned_data.get("part") or 1
