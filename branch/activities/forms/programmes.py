from django import forms
from django.core.exceptions import ValidationError

from branch.activities.keepers import kept_kinds
from branch.activities.models import Audience, Programme
from branch.members.models import PartyGroup


class ProgrammeChoice(forms.Form):
    """The programme of a new activity and, for a group meeting, the group."""

    programme = forms.ModelChoiceField(Programme.objects.none())
    party_group = forms.ModelChoiceField(PartyGroup.objects.all(), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Programme.objects.open_to(user).exclude(kind__in=kept_kinds())
        self.fields["programme"].queryset = rows

    def clean(self):
        programme = self.cleaned_data.get("programme")
        of_a_group = programme is not None and programme.audience == Audience.GROUP
        if of_a_group and not self.cleaned_data.get("party_group"):
            raise ValidationError("请选择是哪个党小组的会。")
        if not of_a_group:
            self.cleaned_data["party_group"] = None
        return self.cleaned_data
