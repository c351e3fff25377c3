from django import forms

from branch.core import periods
from branch.core.forms import ActionForm, AddressField, ChipSelect, DateField, KeyField, day_field

BEFORE_THE_RECORDS = "这一天早于门户里最早的学期，那时做的事多半没有记在这里。“差”只说明没有记录。"


class BoardDay(forms.Form):
    """The day of which the board tells; today where none is named, and no day where it is refused."""

    use_required_attribute = False

    on = day_field("截至日期", required=False)

    def __init__(self, data, *, today):
        # the box shows the day told of, also where only a list was chosen
        super().__init__({"on": data.get("on") or today}, label_suffix="")
        self.today = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self):
        on = self.cleaned_data["on"] or self.today
        if on > self.today:
            raise forms.ValidationError("请选择今天或以前的日期。")
        return on

    @property
    def day(self):
        return self.cleaned_data["on"] if self.is_valid() else None

    @property
    def doubt(self):
        """What is to be known of a day before the first term on record; "" of any other."""
        is_past = self.day is not None and self.day < self.today
        return BEFORE_THE_RECORDS if is_past and not periods.KINDS["term"](self.day) else ""


class ListChoice(forms.Form):
    """The duty whose list is shown, its class and page, and the duty of the table of classes."""

    use_required_attribute = False

    duty = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    on = DateField(required=False, widget=forms.HiddenInput)
    group = forms.CharField(label="班级", required=False, max_length=20)
    page = KeyField(required=False, widget=forms.HiddenInput)
    map = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def of(self, name):
        """The value of a field; "" for one that is missing or cannot be."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    def offer(self, class_names):
        """Offer these classes, and the one chosen: without a row, it is shown as having no gap."""
        names = list(dict.fromkeys([*class_names, *filter(None, [self.of("group")])]))
        choices = [("", "全部班级"), *((name, name) for name in names)]
        self.fields["group"].widget = forms.Select(choices=choices)


class NextGap(forms.Form):
    """The subject of the gap after the one whose form led back to the list."""

    next = KeyField(required=False)

    @property
    def key(self):
        return self.cleaned_data["next"] if self.is_valid() else None


class NoticeFilter(forms.Form):
    """All notices, or those not read yet."""

    only = forms.ChoiceField(choices=[("unread", "未读")], required=False)

    @property
    def is_narrowed(self):
        return self.is_valid() and bool(self.cleaned_data["only"])

    def narrow(self, rows):
        return rows.unread() if self.is_narrowed else rows


class CorrectForm(ActionForm):
    """Another value for one month of what the public is told."""

    no_draft = "one number"

    value = forms.IntegerField(
        label="更正为",
        min_value=0,
        max_value=99_999,
        error_messages={
            "invalid": "请填写一个数。",
            "min_value": "请填写 0 或 5 以上的数。",
            "max_value": "请核对这个数，最多 99999。",
        },
        help_text="写 0，这个月就不公布。和公布过的相差不满 5 的不用更正，差额自动并入下一个月。",
    )


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

    address = AddressField(
        label="邮箱地址",
        max_length=254,
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
