from django import forms

from branch.core.figures import figure
from branch.core.forms import ActionForm, chips_field, day_field
from branch.service.figures import HALF_DAY
from branch.service.registers.models import HALF_HOUR, Refusal, ServiceContent, hours_say

from .fields import CommunityForm, offer

# half an hour, one, one and a half, two hours
CHIPS = (HALF_HOUR, 60, 90, 120)


class DeedForm(CommunityForm):
    """记一次服务: day, community, content and hours."""

    draft_name = "社区服务记录"
    field_order = ["happened_on", "community", "community_name", "content", "minutes"]

    happened_on = day_field("日期")
    content = chips_field("服务内容")
    minutes = chips_field("时长", coerce=int)

    def __init__(self, *args, on, current=None, **kwargs):
        chosen = current.community if current else None
        super().__init__(*args, on=on, chosen=chosen, current=current, **kwargs)
        contents = list(ServiceContent.objects.active_on(on))
        if current and current.content not in contents:
            contents.append(current.content)
        offer(self.fields["content"], contents)
        self.fields["minutes"].choices = _durations(on, current)

    def initial_of(self, record):
        return {
            "happened_on": record.happened_on,
            "community": str(record.community_id),
            "content": str(record.content_id),
            "minutes": record.minutes,
        }


def _durations(on, current):
    """(minutes, words) of the chips; a duration that was stored as half a day under another figure stays."""
    half_day = round(figure(HALF_DAY.key, on=on) * 60)
    found = {minutes: hours_say(minutes) for minutes in CHIPS} | {half_day: "半天"}
    if current:
        found.setdefault(current.minutes, hours_say(current.minutes))
    return sorted(found.items())


class DecisionForm(ActionForm):
    """确认 or 不计入: the button tells; only the latter has a reason."""

    no_draft = "one choice, beside the button that sends it"

    CONFIRM, REFUSE = "confirm", "refuse"

    step = forms.ChoiceField(
        label="确认或不计入",
        choices=[(CONFIRM, "确认计入"), (REFUSE, "不计入")],
        error_messages={"required": "请点“确认计入”或“不计入”。"},
    )
    refusal = chips_field("不计入的原因", Refusal.choices, required=False)
    # of the button beside it
    refusal.is_asked = True

    def clean(self):
        cleaned = super().clean()
        if self.is_refusal and not cleaned.get("refusal") and "refusal" not in self.errors:
            self.add_error("refusal", "请选择不计入的原因。")
        return cleaned

    @property
    def is_refusal(self):
        return self.cleaned_data.get("step") == self.REFUSE

    def action_kwargs(self):
        given = super().action_kwargs()
        given.pop("step")
        if not self.is_refusal:
            given.pop("refusal")
        return given
