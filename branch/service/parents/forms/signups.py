"""The form of strangers: five fields and a tick, a signed time of opening, and a field for robots."""

import unicodedata
from datetime import UTC, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer

from branch.core.forms import ActionForm, chips_field, text_field
from branch.school.forms import ClassField
from branch.service.parents.models import ParentQuestion, ParentSignUp, code_typed

SOONEST, LATEST = timedelta(seconds=2), timedelta(hours=12)
TOO_SOON = "页面刚刚打开，请看一眼填的对不对，再提交一次。"
TOO_LATE = "这一页打开得太久了。您填的都还在，请再提交一次。"
FOR_ROBOTS = "有一栏是留给机器的，已经清空。您填的都还在，请再提交一次。"
NO_PHONE = "手机号应是 11 位数字，以 1 开头。"
SIGNER = Signer(salt="service.parents.opened")
NOT_AGREED = "请勾选同意，才能提交。"


def opened_now(at):
    """The signed time at which a form was opened."""
    return SIGNER.sign(str(int(at.timestamp() * 1000)))


def opened_at(text):
    """The time at which a form was opened; None if the signature is not ours."""
    try:
        return datetime.fromtimestamp(int(SIGNER.unsign(text)) / 1000, tz=UTC)
    except (BadSignature, ValueError):
        return None


class PhoneField(forms.CharField):
    """A mobile number as it is typed on a phone: with spaces, dashes, +86, in any width."""

    def __init__(self, **kwargs):
        attrs = {"type": "tel", "inputmode": "numeric", "autocomplete": "tel"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value):
        plain = unicodedata.normalize("NFKC", super().to_python(value))
        digits = "".join(sign for sign in plain if sign not in " -\t\u00a0()")
        return digits.removeprefix("+86") if digits.startswith("+86") else digits


class FromStrangers(forms.Form):
    """A form that anybody may send: with a signed time of opening, and a field for robots."""

    # shown to nobody; a program that fills in every field fills it in too
    website = forms.CharField(required=False, max_length=200)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    left_out = ("website", "opened")

    def __init__(self, *args, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["opened"].initial = opened_now(at)
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean(self):
        """Refuse what no person sends, with a sentence and all that was typed: a second tap then goes through."""
        is_refused = bool(self.errors)
        opened = opened_at(self.cleaned_data.get("opened", ""))
        if opened is None or self.at - opened > LATEST:
            self._send_anew("opened", opened_now(self.at), "" if is_refused else TOO_LATE)
        elif self.at - opened < SOONEST and not is_refused:
            self.add_error(None, TOO_SOON)
        if self.data.get("website"):
            self._send_anew("website", "", FOR_ROBOTS)
        return self.cleaned_data

    def _send_anew(self, name, value, says):
        """Show another value of a hidden field in the page that is sent again, and say why, if anything."""
        self.data = self.data.copy()
        self.data[name] = value
        if says:
            self.add_error(None, says)


class SignUpForm(FromStrangers, ActionForm):
    no_draft = "a stranger's name and telephone, on a phone that may be lent"
    field_order = ["name", "phone", "school_class", "people_count", "question", "agreed"]

    name = text_field(
        ParentSignUp,
        "name",
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label="手机号", max_length=20, help_text="改时间或取消时，学校打这个电话。")
    school_class = ClassField(label="孩子所在班级")
    people_count = chips_field("参加人数", coerce=int, initial=1)
    question = text_field(
        ParentQuestion,
        "text",
        label="想请主讲人谈什么",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不用写孩子的姓名。",
    )
    agreed = forms.BooleanField(error_messages={"required": NOT_AGREED})

    def __init__(self, *args, opening, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].offer_classes(opening.classes, on=opening.event_on)
        most = range(1, opening.people_most + 1)
        self.fields["people_count"].choices = [(count, f"{count} 人") for count in most]
        self.fields[
            "agreed"
        ].label = f"我同意学校为这次活动使用以上信息。活动后 {opening.kept_days} 天删除。"

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if not (len(phone) == 11 and phone.isascii() and phone.isdecimal() and phone[0] == "1"):
            raise ValidationError(NO_PHONE)
        return phone

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def action_kwargs(self):
        kwargs = super().action_kwargs()
        left_out = ("agreed", *self.left_out)
        return {name: value for name, value in kwargs.items() if name not in left_out}


class FindForm(forms.Form):
    """The code of a sign-up and the last four digits of its telephone."""

    code = forms.CharField(
        label="报名码",
        max_length=20,
        error_messages={"required": "请填写报名码。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text="8 个字母和数字，不分大小写。",
    )
    digits = forms.CharField(
        label="手机号后四位",
        max_length=8,
        error_messages={"required": "请填写手机号后四位。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self):
        return code_typed(self.cleaned_data["code"])

    def clean_digits(self):
        return unicodedata.normalize("NFKC", self.cleaned_data["digits"]).strip()
