from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from branch.core.forms import ActionForm, chips_field, text_field
from branch.service.parents.forms import FromStrangers
from branch.service.parents.models import ParentQuestion
from branch.service.talks.models import Feedback

STARS = [("5", "5 很有帮助"), ("4", "4"), ("3", "3 一般"), ("2", "2"), ("1", "1 没有帮助")]


class FeedbackForm(FromStrangers):
    """What somebody thinks of an event. Its key is random; a form sent twice is stored once, and no time with it."""

    stars = chips_field(
        "总体感受", STARS, coerce=int, error_messages={"required": "请选 1 到 5 中的一个。"}
    )
    line = text_field(
        Feedback,
        "line",
        label="一句话",
        help_text="选填。不用写姓名，也不写孩子的姓名。",
    )
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages=dict.fromkeys(("required", "invalid"), "这一页不完整，请重新打开再填。"),
    )
    field_order = ["stars", "line", "key"]

    def __init__(self, *args, refusal="", **kwargs):
        """`refusal` says why nothing is taken at all; it is said alone."""
        self.refusal = refusal
        super().__init__(*args, **kwargs)

    def clean(self):
        if self.refusal:
            raise ValidationError(self.refusal)
        return super().clean()

    def action_kwargs(self):
        return {name: self.cleaned_data[name] for name in ("stars", "line", "key")}


class QuestionForm(ActionForm):
    """A question that is asked at the salon; of whom is not stored."""

    draft_name = "现场问题"

    text = text_field(
        ParentQuestion,
        "text",
        label="现场的问题",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不写谁问的，不写孩子的姓名。",
    )
