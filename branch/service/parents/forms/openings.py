"""Forms of the organiser: 发布报名, and what to do with the sign-ups of one network."""

from django import forms

from branch.core.forms import (
    ActionForm,
    ChipSelectMultiple,
    DateTimeField,
    text_field,
)
from branch.school.models.classes import GRADES
from branch.service.parents.models import ParentOpening

WHEN = {"invalid": "请按 2026-11-24 18:00 的样子填写时间。"}


class ParentOpeningForm(ActionForm):
    draft_name = "家长报名"

    opens_at = DateTimeField(label="报名开始", error_messages=WHEN)
    closes_at = DateTimeField(
        label="报名截止",
        error_messages=WHEN,
        help_text="截止以前有人取消，候补自动补上，由您打电话告诉家长；截止以后不再补。",
    )
    seat_count = forms.IntegerField(
        label="座位",
        min_value=1,
        max_value=2000,
        help_text="按人数算，一户来两名占两个。报名的人永远不会比座位多。",
        error_messages={
            "invalid": "座位请填整数。",
            "min_value": "座位至少 1 个。",
            "max_value": "座位最多 2000 个。",
        },
    )
    grades = forms.MultipleChoiceField(
        label="对象", choices=list(GRADES.items()), widget=ChipSelectMultiple
    )
    about = text_field(
        ParentOpening,
        "about",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写给家长看的：讲什么、怎么讲。写在公开网页上，不写学生。",
    )

    def clean_grades(self):
        return "".join(sorted(self.cleaned_data["grades"]))

    def initial_of(self, record):
        return super().initial_of(record) | {"grades": list(record.grades)}


class SourceForm(forms.Form):
    """What to do with the sign-ups of one network, sent by a button."""

    CONFIRM, DROP, DROP_ALL = "confirm", "drop", "drop_all"

    what = forms.ChoiceField(
        choices=[(CONFIRM, "确认"), (DROP, "作废待核实的"), (DROP_ALL, "全部作废")],
        widget=forms.HiddenInput,
    )
