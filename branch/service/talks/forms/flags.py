from django import forms

from branch.core.forms import ActionForm, DateField, FilterForm, text_field
from branch.service.talks.models import FlagSpeech


class TermOfDay(FilterForm):
    """The term whose weeks are shown, by one of its days in the query string."""

    on = DateField(required=False)

    @property
    def chosen(self):
        return self.cleaned_data["on"] if self.is_valid() else None


class FlagSpeechForm(ActionForm):
    """Who speaks under the flag, a colleague or a pupil, and the text."""

    draft_name = "国旗下讲话稿"

    is_by_pupil = forms.BooleanField(
        label="由学生代表讲",
        required=False,
        help_text="学生讲的一律写“学生代表”，不写姓名和班级。老师讲的，在活动里写主讲人。",
    )
    text = text_field(
        FlagSpeech,
        "text",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="不写学生的姓名和班级。另一个人看过并公开以后，读者才看得到。",
    )

    def initial_of(self, record):
        known = {"is_by_pupil": record.is_by_pupil, "text": record.text}
        return super().initial_of(record) | known
