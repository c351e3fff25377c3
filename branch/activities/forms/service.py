"""The forms about those who signed up: pupils of a class, the hours of service, statements of them."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from branch.activities.models import NUMBER_LENGTH, Opening, ServiceStatement, Slot
from branch.core.forms import (
    ActionForm,
    FilterForm,
    GridForm,
    RowForm,
    day_field,
    text_field,
)
from branch.school.forms import ClassField

HALF = Decimal("0.5")
NOBODY = "还没有勾选学生。"


def hours_of(text):
    """The number in a text; `ValueError` where there is none, as fields expect."""
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


def hour_choices(planned):
    """[(hours, 2.5 小时)] by half hours up to two more than planned, and those planned."""
    halves = range(1, int((planned + 2) / HALF) + 1)
    values = sorted({planned.normalize(), *((HALF * count).normalize() for count in halves)})
    return [(f"{value:f}", f"{value:f} 小时") for value in values]


class ClassOfPupils(FilterForm):
    """The class whose pupils are listed."""

    school_class = ClassField(label="班级", required=False, empty_label="请选择班级")

    def __init__(self, *args, classes, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].offer_classes(classes, on=on)

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("school_class")


class PupilRow(RowForm):
    is_in = forms.BooleanField(label="参加，监护人已同意", required=False)
    own_day = day_field("另填同意日期", required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("own_day") and not cleaned.get("is_in"):
            self.add_error("is_in", "填了日期的，请勾选参加。")
        return cleaned


class PupilsForm(GridForm):
    """Pupils of a class in one role, each with the day on which the guardian agreed to this event."""

    row_form = PupilRow
    draft_name = "学生志愿者"
    nothing = NOBODY

    slot = forms.ModelChoiceField(
        Slot.objects.none(),
        label="岗位",
        empty_label=None,
        error_messages={"required": "请选择岗位。"},
    )
    consent_on = day_field(
        "监护人同意日期", help_text="同意的是这一场活动。有一名不是同一天的，在他那一行另填。"
    )
    are_league_members = forms.BooleanField(
        label="都是团员",
        required=False,
        help_text="不满 14 周岁和没有登记生日的，一律记为学生志愿者。",
    )

    def __init__(self, *args, slots, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = self.context | {"slots": slots}
        self.fields["slot"].queryset = slots

    def action_kwargs(self):
        facts = super().action_kwargs()
        usual = facts.pop("consent_on")
        rows = [
            (student, {"consent_on": row["own_day"] or usual})
            for student, row in facts.pop("rows")
            if row["is_in"]
        ]
        return facts | {"rows": rows}


MORE_SERVED = (
    "活动记录里写着到场 {} 人，比这里少。请核对；没有写错的，勾选“服务对象人次已核对”再确认。"
)


class HoursRow(RowForm):
    hours = forms.TypedChoiceField(label="时长", coerce=hours_of, empty_value=None)
    is_absent = forms.BooleanField(label="未到", required=False)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hours"].choices = choices


class HoursForm(GridForm):
    """Who came and for how long: the planned hours stand, only differences are changed."""

    row_form = HoursRow
    draft_name = "确认服务时长"
    may_skip_rows = False

    served_count = forms.IntegerField(
        label="服务对象（人次）",
        min_value=0,
        max_value=99999,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    served_checked = forms.BooleanField(label="服务对象人次已核对", required=False)
    pupil_count = forms.IntegerField(
        label="到场学生",
        min_value=0,
        max_value=999,
        required=False,
        help_text="只记人数，不点名。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    evidence = text_field(Opening, "evidence", help_text="只写名称，如签到表、感谢信。")

    def __init__(self, *args, planned, pupils=0, **kwargs):
        self.planned, self.choices = planned, hour_choices(planned)
        super().__init__(*args, **kwargs)
        self.context = self.context | {"planned": planned, "pupils": pupils}
        if not pupils:
            del self.fields["pupil_count"]
        elif self.current.confirmed_on is None:
            self.initial.setdefault("pupil_count", pupils)
            self.initial["pupil_count"] = self.initial["pupil_count"] or pupils

    def row_kwargs(self, row):
        hours = (row.hours or self.planned).normalize()
        choices = dict(self.choices) | {f"{hours:f}": f"{hours:f} 小时"}
        initial = {"hours": f"{hours:f}", "is_absent": row.is_absent}
        return {"choices": list(choices.items()), "initial": initial}

    def clean(self):
        """Ask once where more were served than the record of the activity says that came."""
        cleaned = super().clean()
        served, came = self.cleaned_data.get("served_count"), self.current.activity.audience_count
        is_doubtful = served is not None and came is not None and served > came
        if is_doubtful and not self.cleaned_data.get("served_checked"):
            self.add_error("served_count", MORE_SERVED.format(came))
        return cleaned

    def action_kwargs(self):
        facts = super().action_kwargs()
        facts.pop("served_checked")
        return facts

    @property
    def is_doubtful(self):
        """Whether the page asks to look at the number served again."""
        return self.is_bound and "served_count" in self.errors

    @property
    def came_count(self):
        """How many are not marked as absent, as the page is shown."""
        return sum(not line["is_absent"].value() for line in self.lines)

    @property
    def total(self):
        """The hours of all who are not marked as absent, as the page is shown; what is no choice counts for nothing."""
        came = [line for line in self.lines if not line["is_absent"].value()]
        chosen = [(line["hours"].value(), dict(line.fields["hours"].choices)) for line in came]
        return sum(Decimal(value) for value, known in chosen if value in known)


class YearOfService(FilterForm):
    """Which year's service is shown."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)

    def __init__(self, *args, usual, **kwargs):
        super().__init__(*args, **kwargs)
        self.usual = usual

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("year") or self.usual


class StatementForm(ActionForm):
    """A statement of a year to print."""

    no_draft = "只有一个编号可填。"

    official_number = text_field(
        ServiceStatement,
        "official_number",
        label="官方系统证明编号",
        help_text="在官方志愿服务系统开过证明的，抄上编号。",
    )


class StatementCheck(forms.Form):
    """The number and the day of a statement, as its paper has them; it stores nothing and needs no token."""

    number = forms.CharField(
        label="编号",
        max_length=NUMBER_LENGTH + 8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "请填写编号。"},
    )
    on = day_field("日期")

    def clean_number(self):
        number = "".join(self.cleaned_data["number"].split())
        if len(number) != NUMBER_LENGTH or not number.isdecimal() or not number.isascii():
            raise ValidationError(f"编号是 {NUMBER_LENGTH} 位数字，请照纸上的填。")
        return number
