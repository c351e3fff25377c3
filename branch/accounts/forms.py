from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm

WRONG = "工号或密码不对，请再试一次。"


class SignInForm(AuthenticationForm):
    """工号 and password; the answer never tells which of the two was wrong."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    remember = forms.BooleanField(label="在这台设备上保持登录 30 天", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        username, password = self.fields["username"], self.fields["password"]
        username.label, password.label = "工号", "密码"
        username.error_messages["required"] = "请填写工号。"
        password.error_messages["required"] = "请填写密码。"


class PasswordForm(SetPasswordForm):
    """A new password for oneself, with the old one."""

    field_order = ["old_password", "new_password1", "new_password2"]

    old_password = forms.CharField(
        label="原密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写原密码。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label, missing in (
            ("new_password1", "新密码", "请填写新密码。"),
            ("new_password2", "再填一次新密码", "请再填一次新密码。"),
        ):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = missing

    def clean_old_password(self):
        old = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise forms.ValidationError("原密码不对，请再填一次。")
        return old
