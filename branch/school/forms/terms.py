from crispy_forms.layout import Row
from django import forms

from branch.core.forms import ActionForm, chips_field, day_field, layout_helper, text_field
from branch.school.models import SchoolDay, Term


class TermForm(ActionForm):
    draft_name = "学期"

    first_year = forms.IntegerField(
        label="学年（起始年）",
        min_value=2000,
        max_value=2100,
        help_text="2026–2027 学年填 2026。",
        error_messages={"invalid": "请填四位年份。"},
    )
    number = chips_field("学期", Term._meta.get_field("number").choices, coerce=int)
    starts_on = day_field("开学日期")
    ends_on = day_field("结束日期")

    @property
    def helper(self):
        return layout_helper("first_year", "number", Row("starts_on", "ends_on"))


class SchoolDayForm(ActionForm):
    draft_name = "校历"

    day = day_field("日期", help_text="已经写过的日子，以这一次为准。")
    until = day_field(
        "到",
        required=False,
        help_text="只有一天的不填。几天连着的，周末和已经放假的日子自动跳过。",
    )
    kind = chips_field(
        "这一天",
        SchoolDay.Kind.choices,
        error_messages={"required": "请选择上课、放假还是考试周。"},
    )
    note = text_field(SchoolDay, "note", help_text="如：运动会、调休、期中考试。")

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.term = term

    @property
    def helper(self):
        return layout_helper(Row("day", "until"), "kind", "note")

    def clean_day(self):
        return self._of_the_term(self.cleaned_data["day"])

    def clean_until(self):
        until, day = self.cleaned_data["until"], self.cleaned_data.get("day")
        if until is None or day is None:
            return None
        if until < day:
            raise forms.ValidationError("不能早于前面的日期。")
        return self._of_the_term(until)

    def _of_the_term(self, day):
        """Refuse a day of another term, as this term's page would not show it."""
        term = self.term
        if not term.starts_on <= day <= term.ends_on:
            raise forms.ValidationError(
                f"这一天不在本学期（{term.starts_on} 至 {term.ends_on}），请改日期。"
            )
        return day
