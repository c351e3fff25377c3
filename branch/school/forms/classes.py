from django.core.exceptions import ValidationError

from branch.core.forms import ActionForm, DateField, FilterForm, day_field
from branch.school.appointments import Answered, HeadCheck

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
    """任命班主任, and what other apps ask for it, once the colleague and the day are known."""

    draft_name = "任命班主任"

    staff = StaffField(label="班主任")
    from_on = day_field("任职日期", help_text="原班主任的任期到前一天为止。")

    def __init__(self, *args, staff, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on, self.answered = on, []
        self.fields["staff"].offer_staff(staff, scope="head", user=user, on=on)
        for check in HeadCheck.every():
            if any(self.initial.get(name) for name in check.fields()):
                # a draft has answers: they are asked for at once
                self.fields |= check.fields()

    @classmethod
    def known_fields(cls):
        asked = [check.fields() for check in HeadCheck.every()]
        return {
            name: field for fields in (*asked, cls.base_fields) for name, field in fields.items()
        }

    def clean(self):
        """Ask each check about the colleague on the first day of the post that is not over."""
        cleaned = super().clean()
        staff, from_on = cleaned.get("staff"), cleaned.get("from_on")
        for check in HeadCheck.every() if staff and from_on else ():
            if finding := check.finding(staff, on=max(from_on, self.on)):
                answered = Answered(check, finding)
                self.answered.append(answered)
                if finding.asks:
                    self._ask(answered)
        return cleaned

    def _ask(self, answered):
        """Show the fields of a check, and clean what was sent for them; the check decides what may stay blank."""
        fields = answered.check.fields()
        self.fields |= fields
        for name, field in fields.items():
            sent = self[name].data
            try:
                answered.answers[name] = field.clean(sent) if sent else sent
            except ValidationError as refusal:
                # what is wrong is not blank, and is said once
                answered.answers[name] = sent
                self.add_error(name, refusal)
        try:
            answered.check.refuse_unless_answered(answered.finding, answered.answers)
        except ValidationError as refusal:
            self.refuse(refusal)
