"""What a stall sends: a tap of a page without a script, or the taps that a phone kept."""

from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from branch.core.forms import ChipSelect, FilterForm
from branch.core.keys import LARGEST_KEY
from branch.service.outings.actions import Tap

MINUTES = (5, 10, 20, 30)
MOST_TAPS = 500
CHOOSE = "请点一个话题。"
BROKEN = "收到的记录不完整，没有计入。请重新打开这一页。"


class LastTap(FilterForm):
    """The query string by which a page without a script knows its last tap, to undo it."""

    last = forms.UUIDField(required=False)

    @property
    def key(self):
        return self.cleaned_data["last"] if self.is_valid() else None


class TapForm(forms.Form):
    """One tap on a key, or the undo of the last one; `tap` is its number, given with the page."""

    no_draft = "一个按钮。"

    tap = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    topic = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, error_messages={"invalid_choice": CHOOSE}
    )
    minutes = forms.TypedChoiceField(
        label="谈了多久（选填）",
        choices=[("", "不记"), *((count, f"{count} 分钟") for count in MINUTES)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=ChipSelect,
    )
    undo = forms.UUIDField(required=False)

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [(topic.pk, topic.name) for topic in topics]

    def clean(self):
        facts = super().clean()
        is_tap = facts.get("tap") and facts.get("topic")
        if not is_tap and not facts.get("undo") and not self.errors:
            raise ValidationError(CHOOSE)
        return facts

    @property
    def sent(self):
        """The `Tap`."""
        facts = self.cleaned_data
        return Tap(facts["tap"], facts["topic"], facts["minutes"])


class TapsField(forms.JSONField):
    """A JSON list, refused where it is nested too deep to be read."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(BROKEN) from error


class TapsForm(forms.Form):
    """Taps that a phone kept, as a JSON list of [number, key of the topic, minutes or null, whether undone]."""

    taps = TapsField(error_messages={"required": BROKEN, "invalid": BROKEN})

    def clean_taps(self):
        rows = self.cleaned_data["taps"]
        if not isinstance(rows, list) or not 0 < len(rows) <= MOST_TAPS:
            raise ValidationError(BROKEN)
        return [_tap_of(row) for row in rows]


def _tap_of(row):
    try:
        number, topic, minutes, is_undone = row
        tap = Tap(UUID(number), int(topic), minutes, is_undone is True)
    except (TypeError, ValueError, OverflowError, AttributeError) as error:
        raise ValidationError(BROKEN) from error
    if not 0 < tap.topic <= LARGEST_KEY or tap.minutes not in (None, *MINUTES):
        raise ValidationError(BROKEN)
    return tap
