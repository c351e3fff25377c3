from crispy_forms.layout import Row
from django import forms
from django.db.models import Exists, OuterRef, Q

from branch.core.forms import (
    ActionForm,
    FilterForm,
    day_field,
    layout_helper,
    phone_field,
    text_field,
)
from branch.core.typed import has_every_word
from branch.school.models import Staff, Teaching

from .fields import gender_field


class StaffFilter(FilterForm):
    """Filter colleagues by name, number, post or subject, and by whether they left."""

    q = forms.CharField(label="姓名、拼音、工号、职务或学科", required=False, max_length=30)
    state = forms.ChoiceField(
        required=False, choices=[("", "在校"), ("left", "已离校")], widget=forms.HiddenInput
    )

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.on = user, on
        if not user.has_perm("school.view_staff"):
            self.fields["q"].label = "姓名、拼音、职务或学科"

    @property
    def is_left(self):
        self.is_valid()
        return self.cleaned_data.get("state") == "left"

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows.gone_on(self.on) if self.is_left else rows.working_on(self.on)

    def narrow_q(self, rows, value):
        now = Teaching.objects.in_term_of(self.on).filter(staff=OuterRef("pk"))
        taught = Exists(now.filter(has_every_word(value, "subject__name")))
        named = Staff.objects.found_by(self.user, value).values("pk")
        return rows.filter(Q(pk__in=named) | has_every_word(value, "title") | taught)

    def narrow_state(self, rows, value):
        """Every row: `narrow` filters by state, as it also does without one."""
        return rows


class StaffForm(ActionForm):
    no_draft = "phones stay out of the browser"

    name = text_field(Staff, "name")
    number = text_field(Staff, "number", help_text="有账号的，登录用的工号一并更改。")
    gender = gender_field()
    phone = phone_field(Staff)
    title = text_field(Staff, "title", help_text="如：教导处主任。")
    remark = text_field(Staff, "remark")

    @property
    def helper(self):
        return layout_helper(Row("name", "number"), "gender", Row("phone", "title"), "remark")


class LeavingForm(ActionForm):
    draft_name = "教职工离校"

    until_on = day_field("在校最后一天")
