"""Forms of the door: whom to find, and people who had not signed up."""

from django import forms
from django.db.models import Q

from branch.core.forms import FilterForm
from branch.core.typed import without_quotes
from branch.service.parents.actions.doors import MOST_UNANNOUNCED
from branch.service.parents.models import code_typed


class DoorFilter(FilterForm):
    """By a part of the name or the beginning of the code; by who has arrived."""

    AWAY, HERE = "away", "here"

    q = forms.CharField(
        label="姓名或报名码",
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": "姓名或报名码",
                "autocomplete": "off",
                "autocapitalize": "characters",
            }
        ),
    )
    show = forms.ChoiceField(required=False, choices=[("", ""), (AWAY, ""), (HERE, "")])

    everybody = forms.ChoiceField(required=False, choices=[("1", "")])

    @property
    def shows_everybody(self):
        return self.is_valid() and bool(self.cleaned_data["everybody"])

    def narrow_everybody(self, rows, value):
        """It says how long the list may be."""
        return rows

    def narrow_q(self, rows, value):
        """By name, pinyin or the beginning of the code."""
        name = without_quotes(value).strip()
        found = Q(name__icontains=name) | Q(name_keys__contains=f" {name.lower()}")
        code = code_typed(name)
        return rows.filter(found | Q(code__startswith=code) if code else found)

    def narrow_show(self, rows, value):
        return rows.filter(arrived_at__isnull=value == self.AWAY)


class UnannouncedForm(forms.Form):
    """How many people came without a sign-up, by the grade of their child."""

    grade = forms.TypedChoiceField(label="孩子年级", coerce=int)
    people_count = forms.IntegerField(
        label="人数", min_value=1, max_value=MOST_UNANNOUNCED, initial=1
    )

    def __init__(self, *args, opening, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = opening.grade_choices
