from branch.core.forms import ActionForm, DateField, FilterForm, day_field

from .fields import StaffField


class DayFilter(FilterForm):
    """The day as of which a page is read; today if none or no valid one is given."""

    on = DateField(label="日期", required=False)

    def __init__(self, data, *, today):
        super().__init__(data or {"on": today})
        self.today = today

    @property
    def day(self):
        self.is_valid()
        return self.cleaned_data.get("on") or self.today

    @property
    def is_narrowed(self):
        return self.day != self.today


class HeadForm(ActionForm):
    staff = StaffField(label="班主任")
    from_on = day_field("任职日期", help_text="原班主任的任期到前一天为止。")

    def __init__(self, *args, staff, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["staff"].offer_staff(staff, scope="head", user=user, on=on)
