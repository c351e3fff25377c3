from django import forms
from django.core.exceptions import ValidationError

from branch.core.forms import ActionForm, ChipSelectMultiple

SETTLED = "这一项刚有人办过，没有重复办理。下面是现在的情况。"


class HandoverForm(ActionForm):
    """For each line that nobody has been asked for, one of the members suggested; a button asks one or all."""

    # the key of the line whose button was pressed; empty for all
    only = forms.CharField(required=False, widget=forms.HiddenInput)
    # the key of the line that is not handed over after all
    keep = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, handover, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {line.key: line for line in handover.to_propose}
        self.begun = {line.key: line for line in handover.lines if line.state == "declined"}
        for key, line in self.lines.items():
            known = {str(row.member.pk): row for row in line.suggestions}
            self.fields[key] = forms.TypedChoiceField(
                label=f"{line.name}由谁接手",
                choices=[(pk, f"{row.member}（{row.says}）") for pk, row in known.items()],
                coerce=lambda pk, known=known: known[pk].member,
                initial=line.first.member.pk,
                error_messages={"invalid_choice": "这名党员现在不能选，请重新选择。"},
            )

    def clean(self):
        """Only the line whose button was pressed has to be right; refuse one that somebody was asked for meanwhile."""
        for key in set(self.lines) - set(self._chosen):
            self.errors.pop(key, None)
        only, keep = self.cleaned_data.get("only"), self.cleaned_data.get("keep")
        if (only and only not in self.lines) or (keep and keep not in self.begun):
            raise ValidationError(SETTLED)
        return self.cleaned_data

    @property
    def _chosen(self):
        """The keys of the lines that the button which was pressed proposes."""
        if self.cleaned_data.get("keep"):
            return []
        only = self.cleaned_data.get("only")
        return [only] if only else list(self.lines)

    @property
    def kept(self):
        """The line that is not handed over after all; None for another button."""
        return self.begun.get(self.cleaned_data.get("keep"))

    def action_kwargs(self):
        """The choices of the line whose button was pressed, or of all."""
        chosen = {key: self.cleaned_data[key] for key in self._chosen}
        return {"choices": {key: (self.lines[key].record, row) for key, row in chosen.items()}}


class GraduationForm(ActionForm):
    """The classes whose pairings end."""

    no_draft = "a few ticks beside the counts they end"

    classes = forms.TypedMultipleChoiceField(
        label="毕业的班级",
        widget=ChipSelectMultiple,
        error_messages={"required": "请选择毕业的班级。"},
    )

    def __init__(self, *args, classes, on, **kwargs):
        super().__init__(*args, **kwargs)
        known = {str(one.pk): one for one in classes}
        field = self.fields["classes"]
        field.choices = [(pk, one.name_on(on)) for pk, one in known.items()]
        field.coerce = known.get
