from django import forms

from branch.activities.models import Activity
from branch.core.forms import ActionForm, DateTimeField, FilterForm, day_field, text_field
from branch.service.talks.models import SpeakerCard


class SpeakerFilter(FilterForm):
    """Speakers from outside or of the school, by a part of the name, the unit or a topic."""

    OUTSIDE, OURS = "outside", "ours"

    who = forms.ChoiceField(required=False, choices=[(OUTSIDE, "校外"), (OURS, "本校")])
    q = forms.CharField(
        label="姓名或能讲什么",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "姓名或能讲什么"}),
    )

    @property
    def asked(self):
        return self.cleaned_data if self.is_valid() else {}

    @property
    def shows_ours(self):
        return self.asked.get("who") == self.OURS

    @property
    def typed(self):
        return self.asked.get("q", "").strip()


class SpeakerForm(ActionForm):
    """能讲什么; of one from outside also whether public pages may name them."""

    draft_name = "主讲人"

    topics = text_field(
        SpeakerCard,
        "topics",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个题目，如：青春期的情绪。",
    )
    named_consent_on = day_field(
        "同意公开姓名的日期",
        required=False,
        help_text="本人同意公开网页写姓名和单位的日期。没有的，公开网页写“校外专家”。",
    )

    def __init__(self, *args, is_ours, **kwargs):
        self.context = {"is_ours": is_ours}
        super().__init__(*args, **kwargs)
        if is_ours:
            del self.fields["named_consent_on"]


class InviteForm(ActionForm):
    """再次邀请: the last activity of a speaker once more, at another time."""

    draft_name = "再次邀请"

    title = text_field(Activity, "title")
    starts_at = DateTimeField(label="时间", error_messages={"required": "请填写时间。"})
    place = text_field(Activity, "place")
