from uuid import uuid4

from django import forms
from django.db.models import Q

from branch.core.forms import TOO_OLD, FilterForm
from branch.school.models import SignInState

NOBODY = "还没有勾选。请勾选要发登录条的教职工，再点“打印登录条”。"


class SignInFilter(FilterForm):
    q = forms.CharField(label="姓名或工号", required=False, max_length=30)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *SignInState.choices]
    )

    def narrow_q(self, rows, value):
        keys = f" {value.lower()}"
        return rows.filter(
            Q(name__icontains=value) | Q(number__iexact=value) | Q(name_keys__contains=keys)
        )

    def narrow_state(self, rows, value):
        return rows.filter(sign_in=value)


class SlipsForm(forms.Form):
    """For whom to print slips: the colleagues ticked, or everyone who cannot sign in yet."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages=TOO_OLD)
    staff = forms.ModelMultipleChoiceField(
        None,
        required=False,
        error_messages={"invalid_choice": "勾选的人里有人已离校，请重新勾选。"},
    )
    is_for_all = forms.BooleanField(label="全部未开通的教职工", required=False)

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = staff

    def clean(self):
        data = super().clean()
        chosen = data.get("staff")
        if data.get("is_for_all"):
            waiting = self.fields["staff"].queryset.filter(sign_in=SignInState.NONE)
            data["staff"] = [*waiting, *(chosen or [])]
        elif chosen is not None and not chosen:
            raise forms.ValidationError(NOBODY)
        return data
