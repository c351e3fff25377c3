from urllib.parse import urlencode
from uuid import uuid4

from django import forms

from branch.core.forms import TOO_OLD, FilterForm, RowsField
from branch.school.models import SignInState

NOBODY_TICKED = "还没有勾选。请勾选要发登录条的教职工，再点“打印登录条”。"


class SignInFilter(FilterForm):
    q = forms.CharField(label="姓名、拼音或工号", required=False, max_length=30)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *SignInState.choices]
    )

    @property
    def query(self):
        """The query string of the filter, for the way back to the list."""
        self.is_valid()
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})

    def narrow_q(self, rows, value):
        return rows.matching(value)

    def narrow_state(self, rows, value):
        return rows.filter(sign_in=value)


class SlipsForm(forms.Form):
    """The colleagues to print slips for: those ticked, or everyone who cannot sign in yet."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages=TOO_OLD)
    staff = RowsField(
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
        if chosen is not None and not chosen and not data.get("is_for_all"):
            raise forms.ValidationError(NOBODY_TICKED)
        return data
