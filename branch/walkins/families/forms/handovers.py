from django import forms

from branch.core.forms import ActionForm, ChipSelectMultiple


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

    @property
    def kept(self):
        """The line that is not handed over after all; None for another button."""
        return self.begun.get(self.cleaned_data.get("keep"))

    def action_kwargs(self):
        """The choices of the line whose button was pressed, or of all."""
        only = self.cleaned_data.get("only")
        keys = [only] if only in self.lines else ([] if only else list(self.lines))
        return {"choices": {key: (self.lines[key].record, self.cleaned_data[key]) for key in keys}}


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
