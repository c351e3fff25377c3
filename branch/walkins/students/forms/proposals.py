from django import forms
from django.core.exceptions import ValidationError

from branch.core.forms import (
    ActionForm,
    FilterForm,
    KeyField,
    SearchedField,
    chips_field,
    day_field,
)
from branch.walkins.proposals import Mode
from branch.walkins.students.models import PairingProposal

from .pairings import needy_says, offer_of_members, offer_of_students, over_reason_field

# of the suggested members, how many are shown; the value of the chip for any other
SHOWN, OTHER = 4, "other"
NOT_NOW = "这名党员现在不能选，请重新选择。"
DECLINES = PairingProposal.Decline.choices


class ProposalFilter(FilterForm):
    scope = forms.ChoiceField(
        label="范围", required=False, choices=[("", "进行中"), ("closed", "已结束")]
    )

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows if self.cleaned_data.get("scope") else rows.open()

    def narrow_scope(self, rows, value):
        return rows.closed().reverse()


class StudentChoice(forms.Form):
    """The student for whom a member is looked for; the query string of a link names one."""

    student = SearchedField(label="学生", missing="请选择学生。")

    def __init__(self, *args, students, on, **kwargs):
        super().__init__(*args, **kwargs)
        offer = offer_of_students(students, scope="proposal", says=needy_says, on=on)
        self.fields["student"].choose_from(offer)


class ProposalPrefill(forms.Form):
    """The query string of a link: the student, a member, or the pairing that is taken over."""

    student = KeyField(required=False)
    member = KeyField(required=False)
    replaces = KeyField(required=False)

    @property
    def known(self):
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class ProposalForm(ActionForm):
    """A suggested member, or another one, for a student."""

    draft_name = "结对建议"

    member = chips_field(
        "请谁结对",
        error_messages={
            "required": "请选择一名党员。",
            "invalid_choice": NOT_NOW,
        },
    )
    other = SearchedField(label="其他党员", required=False)
    # of who chooses 其他党员
    other.is_asked = True
    over_reason = over_reason_field()

    def __init__(self, *args, suggestions, members, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = {str(row.member.pk): row for row in suggestions}
        field = self.fields["member"]
        shown = list(known.items())[:SHOWN]
        chips = [(key, f"{row.member}（{row.says}）") for key, row in shown]
        field.choices = [*chips, (OTHER, "其他党员，在下面选")]
        field.coerce = lambda key: known[key].member if key in known else None
        self.fields["other"].choose_from(offer_of_members(members, user=user, scope="proposal"))

    def clean(self):
        """The other member goes before the chip, which is chosen beforehand."""
        chosen = self.cleaned_data.get("other") or self.cleaned_data.get("member")
        if not chosen and not self.errors:
            raise ValidationError({"other": "请选择一名党员。"})
        return {**self.cleaned_data, "member": chosen}

    def action_kwargs(self):
        return {name: value for name, value in super().action_kwargs().items() if name != "other"}


class AgreementForm(ActionForm):
    """When the guardian and the student said yes; each may be filled later."""

    draft_name = "结对同意日期"

    guardian_informed_on = day_field("监护人同意的日期", required=False)
    guardian_mode = chips_field("怎么告诉的", Mode.choices, required=False)
    student_agreed_on = day_field("学生同意的日期", required=False)


class DeclineForm(forms.Form):
    """Why a member cannot accept, with the version of the proposal that they read."""

    version = KeyField()
    reason = chips_field("原因", DECLINES, error_messages={"required": "请选择原因。"})
