"""Members for several students at once: chosen in one list, looked over, and asked together."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property

from branch.core.forms import ActionForm, text_field
from branch.school.models import Student
from branch.walkins.students.models import PairingProposal

from .proposals import NOT_NOW


@dataclass(frozen=True)
class Waiting:
    """A student without a member: the class, who could be asked, and who is proposed."""

    student: Student
    class_name: str
    suggestions: list
    first: object

    @property
    def key(self):
        return f"member_{self.student.pk}"


class SeveralForm(ActionForm):
    """Which students, and a member for each; a reason for each member who would have too many."""

    draft_name = "一次安排结对"

    # "send" and "back" are the buttons of the page that shows what would be sent
    step = forms.CharField(required=False, widget=forms.HiddenInput)
    pick = forms.TypedMultipleChoiceField(
        label="学生",
        coerce=int,
        error_messages={
            "required": "请勾选要安排的学生。",
            "invalid_choice": "有的学生刚安排过，没有重复安排。请再勾选一次。",
        },
    )

    def __init__(self, *args, waiting, most, counts, **kwargs):
        """`waiting` are the lines of the list, `counts` is {id of a member: students they have or are asked for}."""
        super().__init__(*args, **kwargs)
        self.waiting = {line.student.pk: line for line in waiting}
        self.most, self.counts = most, counts
        self.fields["pick"].choices = [(pk, line.student.name) for pk, line in self.waiting.items()]
        for line in waiting:
            self.fields[line.key] = self._field_of(line)
        for member in self.too_many:
            self.fields[_why(member)] = text_field(
                PairingProposal,
                "over_reason",
                label=f"{member}超过 {most} 名，说明原因",
                required=True,
                help_text=f"每名党员结对的学生，规定不超过 {most} 名。可以超过，写一句工作上的原因。",
                error_messages={"required": f"请写一句为什么请{member}再加一名。"},
            )

    def _field_of(self, line):
        known = {str(row.member.pk): row for row in line.suggestions}
        return forms.TypedChoiceField(
            label=f"{line.student}由谁结对",
            choices=[(pk, f"{row.member}（{row.says}）") for pk, row in known.items()],
            coerce=lambda pk: known[pk].member,
            required=False,
            initial=line.first and line.first.member.pk,
            error_messages={"invalid_choice": NOT_NOW},
        )

    @cached_property
    def chosen(self):
        """[(line, suggestion)] as sent, without what cannot be."""
        if not self.is_bound:
            return []
        lines = [line for pk, line in self.waiting.items() if str(pk) in self.data.getlist("pick")]
        known = [(line, self.data.get(line.key)) for line in lines]
        return [
            (line, row)
            for line, pk in known
            for row in line.suggestions
            if str(row.member.pk) == pk
        ]

    @cached_property
    def too_many(self):
        """The members who would have more students than the figure allows."""
        asked = Counter(row.member for _, row in self.chosen)
        return [row for row, more in asked.items() if self.counts[row.pk] + more > self.most]

    def clean(self):
        """Only the lines that are ticked have to be right."""
        picked = {self.waiting[pk].key for pk in self.cleaned_data.get("pick", [])}
        for key in {line.key for line in self.waiting.values()} - picked:
            self.errors.pop(key, None)
        for key in picked:
            if not self.cleaned_data.get(key) and key not in self.errors:
                self.add_error(key, "请选择一名党员。")
        if self.cleaned_data.get("step") != "send":
            for member in self.too_many:
                self.errors.pop(_why(member), None)
        return self.cleaned_data

    @property
    def looked_over(self):
        """[(line, suggestion, how many students the member has, how many with all of these)], in class order."""
        asked = Counter(row.member.pk for _, row in self.chosen)
        return [
            (
                line,
                row,
                self.counts[row.member.pk],
                self.counts[row.member.pk] + asked[row.member.pk],
            )
            for line, row in self.chosen
        ]

    @property
    def reasons(self):
        """The bound fields of the reasons."""
        return [self[_why(member)] for member in self.too_many]

    @property
    def lines(self):
        """(line, its bound field, whether it is ticked) of the list."""
        picked = {str(pk) for pk in self["pick"].value() or []}
        return [(line, self[line.key], str(pk) in picked) for pk, line in self.waiting.items()]

    def action_kwargs(self):
        return {
            "choices": [
                (line.student, row.member, self.cleaned_data.get(_why(row.member), ""))
                for line, row in self.chosen
            ]
        }


def _why(member):
    return f"why_{member.pk}"
