"""The forms of the page of a series, and of the stops of a trip."""

from dataclasses import dataclass

from django import forms

from branch.activities.models import Partner
from branch.core.forms import ActionForm, GridForm, RowForm, text_field
from branch.service.outings.models import Series, TripStop

MOST_STOPS, SPARE_STOPS = 8, 2
NAMED = "请填写地点，或清空这一行。"


class SeriesForm(ActionForm):
    """What the public reads of a series."""

    draft_name = "服务系列"

    about = text_field(
        Series,
        "about",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="几句大白话：给谁、做什么、在哪里。",
    )
    charter = text_field(Series, "charter")
    agreements = text_field(
        Series,
        "agreements",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一行一条，五条左右，最多 8 条。公开页上按顺序编号。",
    )
    rhythm = text_field(Series, "rhythm", help_text="如：每月第三个周六。")
    partner = forms.ModelChoiceField(
        Partner.objects.none(), label="共建单位", required=False, empty_label="没有"
    )
    is_shown = forms.BooleanField(
        label="公开显示", required=False, initial=True, help_text="不勾选，公开页就打不开。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = Partner.objects.active()
        if self.current is not None and self.current.partner_id:
            known = known | Partner.objects.filter(pk=self.current.partner_id)
        self.fields["partner"].queryset = known


@dataclass(frozen=True)
class StopRow:
    """A row of the form: a stop that is stored, or an empty one."""

    pk: str
    order: int
    stop: TripStop | None = None

    def __str__(self):
        return f"第 {self.order} 站"


def rows_of(activity):
    """The rows of the stops of a trip, and some empty ones below."""
    stops = list(activity.stops.all())
    count = min(max(len(stops) + SPARE_STOPS, 3), max(MOST_STOPS, len(stops)))
    stops += [None] * (count - len(stops))
    return [StopRow(str(order), order, stop) for order, stop in enumerate(stops, start=1)]


def _time_field(label):
    return forms.TimeField(
        label=label,
        required=False,
        # with seconds as a row of the grid is stored in the page
        input_formats=["%H:%M", "%H：%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请按 9:30 的样子填写时间。"},
    )


class StopForm(RowForm):
    place = text_field(TripStop, "place", required=False)
    starts = _time_field("从")
    ends = _time_field("到")
    note = text_field(TripStop, "note", label="说明（下雨改在哪里）")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("place"):
            if any(cleaned.get(name) for name in ("starts", "ends", "note")):
                self.add_error("place", NAMED)
            return cleaned
        for name in ("starts", "ends"):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, "请填写时间。")
        return cleaned


class StopsForm(GridForm):
    """The stops of a trip in their order; a row without a place is none."""

    row_form = StopForm
    row_title = "站点"
    draft_name = "站点"
    may_skip_rows = False

    def row_kwargs(self, row):
        names = StopForm.base_fields
        return {"initial": {name: getattr(row.stop, name) for name in names} if row.stop else {}}
