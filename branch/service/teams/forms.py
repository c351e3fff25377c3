"""Forms of teams of volunteers."""

from django import forms

from branch.activities.models import Slot
from branch.core.forms import (
    ActionForm,
    RowsField,
    SearchedField,
    SearchedRowsField,
    day_field,
    text_field,
)
from branch.core.periods import school_year

from .models import TeamPupils, VolunteerTeam


class TeamForm(ActionForm):
    """志愿者队伍: what it is for, who leads it, and how many pupils help in this school year."""

    draft_name = "志愿者队伍"

    name = text_field(VolunteerTeam, "name", help_text="如：心理健康志愿者队伍。")
    purpose = text_field(VolunteerTeam, "purpose")
    leader = SearchedField(label="负责人", missing="请选择负责人。")
    pupil_count = forms.IntegerField(
        label="本学年学生志愿者",
        min_value=0,
        max_value=999,
        required=False,
        help_text="只填人数，不写姓名。学生没有账号，看不到任何学生的情况。",
    )

    def __init__(self, *args, staff, on, **kwargs):
        self.on = on
        super().__init__(*args, **kwargs)
        self.context = {**self.context, "staff": staff, "on": on}
        self.fields["leader"].choose_from(staff)

    def initial_of(self, record):
        year = school_year(self.on).start.year
        counts = TeamPupils.objects.filter(team=record, year=year).values_list("count", flat=True)
        facts = {"leader": record.leader_id, "pupil_count": counts.first()}
        return super().initial_of(record) | facts


class PeopleForm(ActionForm):
    """添加队员: several colleagues, from one day on."""

    draft_name = "添加队员"

    staff = SearchedRowsField(label="教职工", missing="请选择老师。")
    from_on = day_field("加入日期")

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["staff"].choose_from(staff)


class RoleChoice(forms.ModelChoiceField):
    """Roles of several events, each shown with its event."""

    def label_from_instance(self, slot):
        activity = slot.opening.activity
        began = activity.local_start
        return f"{began.month}月{began.day}日 {activity}：{slot}（{slot.places} 名）"


class TeamSignUpForm(ActionForm):
    """请队员报名: a role of an event that the user runs, and who of the team takes it."""

    draft_name = "全队报名"

    slot = RoleChoice(label="活动和岗位", queryset=Slot.objects.none(), empty_label="请选择")
    staff = RowsField(
        None,
        label="队员",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选队员。"},
    )

    def __init__(self, *args, slots, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = slots
        self.fields["staff"].queryset = people
