from django import forms

from branch.core.forms import ActionForm, ChipSelect, DateField, KeyField


class BoardFilter(forms.Form):
    """The class whose gaps the lists show; one without a row is shown as having no gap."""

    use_required_attribute = False

    group = forms.CharField(label="班级", required=False, max_length=20)

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        names = list(dict.fromkeys([*groups, *filter(None, [self.chosen])]))
        choices = [("", "全部班级"), *((name, name) for name in names)]
        self.fields["group"].widget = forms.Select(choices=choices)

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("group", "")

    @property
    def is_narrowed(self):
        return bool(self.chosen)


class ListChoice(forms.Form):
    """The duty whose list is shown alone, and the page of it; without one, every list on its first page."""

    duty = forms.CharField(required=False, max_length=60)
    page = KeyField(required=False)

    @property
    def key(self):
        self.is_valid()
        return self.cleaned_data.get("duty", "")

    @property
    def number(self):
        self.is_valid()
        return self.cleaned_data.get("page") or 1


class NoticeFilter(forms.Form):
    """All notices, or those not read yet."""

    only = forms.ChoiceField(choices=[("unread", "未读")], required=False)

    @property
    def is_narrowed(self):
        return self.is_valid() and bool(self.cleaned_data["only"])

    def narrow(self, rows):
        return rows.unread() if self.is_narrowed else rows


class ExcuseForm(ActionForm):
    """The reason for an excuse, and its last day."""

    draft_name = "暂缓"

    reason = forms.CharField(
        label="原因",
        max_length=100,
        help_text="写事实，如“学生请假离校”，不写病情和家庭情况。",
        error_messages={"required": "请填写原因。"},
    )
    until_on = DateField(label="暂缓到", error_messages={"required": "请选择暂缓到哪一天。"})

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until_on(self):
        until_on = self.cleaned_data["until_on"]
        if until_on < self.today:
            raise forms.ValidationError("暂缓到的日期不能早于今天。")
        return until_on


class AddressForm(ActionForm):
    """The address at which a person wants to be reminded."""

    no_draft = "an address stays out of the browser"

    address = forms.EmailField(
        label="邮箱地址",
        help_text="改了地址，要点开新邮箱里的链接才生效；在那之前仍发到原来的地址。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "请填写邮箱地址。",
            "invalid": "请核对邮箱地址，如 zhou@example.com。",
        },
    )


class MailSwitchForm(ActionForm):
    """Whether reminders are sent by e-mail."""

    no_draft = "one choice, beside the button that sends it"

    is_on = forms.TypedChoiceField(
        label="邮件提醒",
        choices=[("True", "打开"), ("False", "关闭")],
        coerce=lambda value: value == "True",
        widget=ChipSelect,
        help_text="关闭后，通知和待办事项照常在这里。",
        error_messages={"required": "请选择打开或关闭。"},
    )
