from crispy_forms.layout import Fieldset, Row
from django import forms
from django.db import models

from branch.core.forms import (
    ActionForm,
    ChipSelectMultiple,
    FilterForm,
    KeyField,
    SearchedRowsField,
    chips_field,
    day_field,
    layout_helper,
)
from branch.walkins.students.models import Contact

from .companions import offer_of_companions

MORE = "guangqin_forms/layout/more.html"
# a home visit has a form of its own
MODES = [row for row in Contact.Mode.choices if row[0] != Contact.Mode.HOME]
NO_TEXT = "没联系上的只留日期和方式。要留这些话，请改点“保存记录”。"
MINUTES = (10, 20, 30, 40, 60, 90, 120)


class TimelineFilter(FilterForm):
    """Filters the contacts of one pairing by kind; its labels are short enough for a phone."""

    kind = forms.ChoiceField(
        required=False,
        choices=[
            ("", "全部"),
            (Contact.Kind.CARE, "关怀"),
            (Contact.Kind.TUTORING, "课业"),
            (Contact.Kind.AID, "助学"),
        ],
    )

    def narrow_kind(self, shares, value):
        return [share for share in shares if share.contact.kind == value]


class ContactPrefill(forms.Form):
    """The query string of a link to a new contact: which pairing it is for."""

    pairing = KeyField(required=False)


class ContactFacts(ActionForm):
    """The facts of one contact; only the kind has to be chosen, all else has a default or is optional."""

    draft_name = "帮扶记录"

    kind = chips_field(
        "帮扶类型", Contact.Kind.choices, help_text="课业辅导在校内、课后进行，不收费。"
    )
    happened_on = day_field("日期")
    minutes = forms.TypedChoiceField(
        label="时长",
        coerce=int,
        initial=20,
        error_messages={"required": "请选择时长。", "invalid_choice": "请从列出的时长里选一个。"},
    )
    fact = forms.CharField(
        label="简要情况",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mode = chips_field("方式", MODES, initial=Contact.Mode.FACE)
    next_plan = forms.CharField(
        label="下次打算",
        required=False,
        max_length=100,
    )
    next_on = day_field("下次约定日期", required=False)
    companions = SearchedRowsField(
        label="协同人员",
        required=False,
        help_text="一起参加的老师。也与这名学生结对的党员，同时计入他自己的帮扶记录。",
    )

    def __init__(self, *args, pairings, user, on, audience="", **kwargs):
        """`pairings` are those that the contact may be for."""
        self.context = self.context | {"pairings": pairings, "user": user, "on": on}
        super().__init__(*args, **kwargs)
        students = [pairing.student_id for pairing in pairings]
        own = {pairing.member.staff_id for pairing in pairings}
        offer = offer_of_companions(students, user=user, on=on, but=own)
        self.fields["companions"].choose_from(offer)
        self.fields["fact"].help_text = f"一句话就够，写事实，不写诊断。{audience}"
        minutes = sorted({*MINUTES, getattr(self.current, "minutes", 20)})
        self.fields["minutes"].choices = [(count, f"{count} 分钟") for count in minutes]

    def clean_fact(self):
        """Join the lines to one."""
        return " ".join(self.cleaned_data["fact"].split())

    @property
    def helper(self):
        more = ("mode", "companions", "next_plan", "next_on")
        is_open = {"open": "open"} if any(name in self.errors for name in more) else {}
        placed = ("happened_on", "minutes", "fact", *more)
        return layout_helper(
            *[name for name in self.fields if name not in placed],
            Row("happened_on", "minutes"),
            "fact",
            Fieldset("补充：方式、协同人员、下次打算", *more, template=MORE, **is_open),
        )


class NewContact(ContactFacts):
    """A contact to record; sent by 没联系上, only the day and the mode of a try."""

    # the name of that button
    UNREACHED = "unreached"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_unreached = self.UNREACHED in self.data
        if self.is_unreached:
            self.fields["kind"].required = False

    def clean(self):
        """Refuse texts with 没联系上, which would be lost."""
        super().clean()
        for name in ("fact", "next_plan") if self.is_unreached else ():
            if self.cleaned_data.get(name):
                self.add_error(name, NO_TEXT)
        return self.cleaned_data

    def try_kwargs(self):
        """The keyword arguments of the action for a try."""
        facts = self.cleaned_data
        return {
            "pairings": facts["pairings"],
            "tried_on": facts["happened_on"],
            "mode": facts["mode"],
        }


class ContactForm(NewContact):
    """The students of a contact and its facts."""

    field_order = ["pairings", "kind"]

    pairings = forms.TypedMultipleChoiceField(
        label="学生",
        widget=ChipSelectMultiple,
        error_messages={
            "required": "请选择学生。",
            "invalid_choice": "选中的学生里有一名已不在您的结对里，请重新选择。",
        },
    )

    def __init__(self, *args, pairings, **kwargs):
        """`pairings` are read once, to be shown and to be chosen from; the action locks those chosen."""
        super().__init__(*args, pairings=pairings, **kwargs)
        known = {str(row.pk): row for row in pairings}
        field = self.fields["pairings"]
        field.choices = [(key, f"{row.student}　{row.class_name}") for key, row in known.items()]
        field.coerce = known.get


class QuickContactForm(NewContact):
    """The contact form on the page of a pairing, for that pairing alone."""

    pairings = KeyField(widget=forms.HiddenInput)


class TryForm(ActionForm):
    """没联系上 by one tap, on the page of a pairing: sent to the form of contacts, which reads it."""

    pairings = KeyField(widget=forms.HiddenInput)
    happened_on = day_field("日期", widget=forms.HiddenInput)
    mode = forms.CharField(widget=forms.HiddenInput, initial=Contact.Mode.PHONE)
    minutes = forms.CharField(widget=forms.HiddenInput, initial=20)


class ClaimForm(ActionForm):
    """What becomes of a claim: confirmed or refused by its member, or taken back."""

    class Answer(models.TextChoices):
        CONFIRM = "confirm", "确认"
        REFUSE = "refuse", "没有这回事"
        TAKE_BACK = "take_back", "收回"

    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.HiddenInput)


class WithdrawForm(ActionForm):
    draft_name = "作废帮扶记录"

    reason = chips_field("作废原因", Contact.WithdrawReason.choices)
