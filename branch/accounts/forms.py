from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm

from branch.core.forms import ActionForm, ChipSelect, DateField, Offer, SearchedField

from .models import Role

WRONG = "工号、手机号或密码不对，请再试一次。"
ADVICE = "至少 8 位，不能全是数字，不要用姓名、姓名拼音、工号或手机号。"


class SignInForm(AuthenticationForm):
    """The form for signing in by 工号 or telephone; the error does not reveal which field was wrong."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    remember = forms.BooleanField(label="在这台设备上保持登录 30 天", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        username, password = self.fields["username"], self.fields["password"]
        username.label, password.label = "工号或手机号", "密码"
        username.error_messages["required"] = "请填写工号或手机号。"
        password.error_messages["required"] = "请填写密码。"


class NewPasswordForm(SetPasswordForm):
    """The form for a new password, typed twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label, missing in (
            ("new_password1", "新密码", "请填写新密码。"),
            ("new_password2", "再填一次新密码", "请再填一次新密码。"),
        ):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = missing
        self.fields["new_password1"].help_text = ADVICE
        self.fields["new_password2"].help_text = ""


class PasswordForm(NewPasswordForm):
    """The form for changing one's own password, which asks for the old one."""

    field_order = ["old_password", "new_password1", "new_password2"]

    old_password = forms.CharField(
        label="原密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写原密码。"},
    )

    def clean_old_password(self):
        old = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise forms.ValidationError("原密码不对，请再填一次。")
        return old


class FirstPasswordForm(NewPasswordForm):
    """The form for the first password, after a sign-in link; `may_stay` offers to stay signed in."""

    remember = forms.BooleanField(label="在此手机保持登录 30 天", required=False)

    def __init__(self, *args, may_stay, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_stay:
            del self.fields["remember"]


class RoleForm(ActionForm):
    """The form for proposing a role for a user, from a day to a day."""

    draft_name = "角色任命"

    user = SearchedField(label="人员", missing="请选择人员。", gone="这个账号已停用，请另选一位。")
    role = forms.ChoiceField(label="角色", choices=Role, widget=ChipSelect)
    from_on = DateField(label="开始日期")
    until_on = DateField(
        label="结束日期",
        required=False,
        help_text="到期自动结束。书记和管理员不写，其他角色可以不写。",
    )

    def __init__(self, *args, people, found_by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].choose_from(
            Offer(
                people,
                source="kind=user&scope=role",
                find=lambda typed: people.filter(pk__in=found_by(typed)),
                says=lambda user: f"{user.name}（{user.username}）",
                keys=lambda user: "",
            )
        )
        self.helper = FormHelper(self)
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.form_error_title = "提出"
        self.helper.layout = Layout("form_token", "user", "role", Row("from_on", "until_on"))


class EndRoleForm(ActionForm):
    """The form for ending a role: no fields but a confirmation."""
