from crispy_forms.layout import Row
from django import forms

from branch.core.forms import (
    ActionForm,
    FilterForm,
    KeyField,
    SearchedRowsField,
    chips_field,
    day_field,
    layout_helper,
    text_field,
)
from branch.school.forms import ClassField
from branch.school.models import SchoolClass
from branch.school.models.classes import GRADES, entry_years_on
from branch.walkins.families.models import Standing, VisitCampaign

from .visits import offer_to_visit


class CampaignFilter(FilterForm):
    """Filters the households not yet visited by what is planned, and names the page of the list."""

    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", "全部"),
            (Standing.PLANNED, Standing.PLANNED.label),
            (Standing.OPEN, Standing.OPEN.label),
        ],
    )
    page = KeyField(required=False)

    @property
    def state_shown(self):
        self.is_valid()
        return self.cleaned_data.get("state", "")

    @property
    def page_shown(self):
        self.is_valid()
        return self.cleaned_data.get("page") or 1

    def narrow_state(self, rows, value):
        return rows.filter(standing=value)

    def narrow_page(self, rows, value):
        return rows


class CampaignForm(ActionForm):
    """A campaign's name and days, and whom it is for."""

    draft_name = "走访活动"

    title = text_field(VisitCampaign, "title", initial="千名党员访万家")
    from_on = day_field("开始日期")
    until_on = day_field("结束日期")
    audience = chips_field("走访对象", VisitCampaign.Audience.choices)
    entry_year = forms.TypedChoiceField(
        label="年级",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="走访对象是“一个年级”时选。",
    )
    school_class = ClassField(label="班级", required=False, help_text="走访对象是“一个班”时选。")
    students = SearchedRowsField(
        label="学生", required=False, help_text="走访对象是“选定的学生”时选。"
    )

    def __init__(self, *args, students, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"students": students, "on": on}
        self.fields["entry_year"].choices = [("", "请选择"), *self._grades(on)]
        own = SchoolClass.objects.filter(pk=getattr(self.current, "school_class_id", None))
        classes = SchoolClass.objects.in_school_on(on) | own
        self.fields["school_class"].offer_classes(classes, on=on)
        self.fields["students"].choose_from(offer_to_visit(students, on=on))

    def _grades(self, on):
        """(year of entry, 初二) of each grade; of a campaign that is over also its own."""
        first, last = entry_years_on(on)
        grades = {year: GRADES[last - year + 1] for year in range(last, first - 1, -1)}
        own = getattr(self.current, "entry_year", None)
        return [*grades.items(), *([(own, f"{own}级")] if own and own not in grades else [])]

    @property
    def helper(self):
        return layout_helper(
            "title",
            Row("from_on", "until_on"),
            "audience",
            Row("entry_year", "school_class"),
            "students",
        )
