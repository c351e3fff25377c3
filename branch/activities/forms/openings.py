"""The form by which an activity is opened for sign-up: its times and a row for each role."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone

from branch.activities.models import MOST_PLACES, Opening, Partner, SafetyPlan, Slot
from branch.core.files import DOCUMENT_ACCEPT, read_document
from branch.core.forms import (
    ActionForm,
    DateTimeField,
    GridForm,
    Offer,
    RowForm,
    SearchedField,
    SearchedRowsField,
    UploadField,
    text_field,
)
from branch.core.wording import NO_SECRETS

MOST_ROLES, SPARE_ROLES = 10, 2
CLOSING_HOUR = time(18)
USUAL_HOURS = Decimal(2)
HOURS_OF_A_DAY = "服务时长要多于 0 小时，不超过 12 小时。"
NAMED = "请填写岗位名称，或清空这一行。"


@dataclass(frozen=True)
class Role:
    """A row of the form: a role that is stored, one taken from the last event, or an empty one."""

    pk: str
    order: int
    slot: Slot | None = None
    slot_pk: int | None = None

    def __str__(self):
        return f"岗位 {self.order}"


def roles_of(slots, *, are_stored):
    """The rows of these roles, and some empty ones below."""
    filled = [
        Role(str(order), order, slot, slot.pk if are_stored else None)
        for order, slot in enumerate(slots, start=1)
    ]
    count = min(max(len(filled) + SPARE_ROLES, 4), MOST_ROLES)
    empty = [Role(str(order), order) for order in range(len(filled) + 1, count + 1)]
    return filled + empty


class RoleForm(RowForm):
    title = text_field(Slot, "title", label="名称", required=False)
    needs = text_field(Slot, "needs", label="要求（选填）")
    places = forms.IntegerField(
        label="名额",
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    takes_pupils = forms.BooleanField(label="学生可参加", required=False)
    is_consultation = forms.BooleanField(label="咨询岗位", required=False)

    def clean(self):
        cleaned = super().clean()
        has_more = any(cleaned.get(name) for name in self.fields if name != "title")
        if not cleaned.get("title") and has_more and not self.row.slot_pk:
            self.add_error("title", NAMED)
        if cleaned.get("title") and not cleaned.get("places") and "places" not in self.errors:
            self.add_error("places", "请填写名额。")
        return cleaned


class OpeningForm(GridForm):
    """When one may sign up, for which roles, and what who comes has to know."""

    row_form = RoleForm
    row_title = "岗位"
    draft_name = "报名安排"
    may_skip_rows = False

    opens_at = DateTimeField(label="开始报名")
    closes_at = DateTimeField(
        label="报名截止", help_text="截止以前可以改、可以取消，有空位按登记先后补上。"
    )
    planned_hours = forms.DecimalField(
        label="服务时长（小时）",
        error_messages=dict.fromkeys(("min_value", "max_value"), HOURS_OF_A_DAY),
        min_value=Decimal("0.5"),
        max_value=12,
        decimal_places=1,
        max_digits=3,
    )
    meeting_point = text_field(Opening, "meeting_point", help_text="几点、在哪里集合。")
    remark = text_field(Opening, "remark")
    partner = forms.ModelChoiceField(
        Partner.objects.none(), label="共建单位", required=False, empty_label="没有"
    )
    leaders = SearchedRowsField(
        label="带队教师", required=False, help_text="有学生参加的活动要有带队教师。"
    )

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = self.context | {"staff": staff}
        self.fields["leaders"].choose_from(staff)
        self.fields["partner"].queryset = Partner.objects.active()

    def row_kwargs(self, row):
        names = RoleForm.base_fields
        return {"initial": {name: getattr(row.slot, name) for name in names} if row.slot else {}}

    def initial_of(self, record):
        return super().initial_of(record) | {
            "partner": record.activity.partner_id,
            "leaders": [staff.pk for staff in record.leaders.all()],
            "planned_hours": f"{record.planned_hours.normalize():f}",
        }


def initial_of_opening(activity, last, *, at):
    """The initial values of a new one: until the evening before, and what the last event of the series had."""
    start = activity.local_start
    eve = timezone.make_aware(datetime.combine(start.date() - timedelta(days=1), CLOSING_HOUR))
    hours = USUAL_HOURS
    if activity.ends_at:
        halves = round((activity.ends_at - activity.starts_at) / timedelta(minutes=30))
        hours = Decimal(halves) / 2 or USUAL_HOURS
    return {
        "opens_at": at.replace(second=0, microsecond=0),
        "closes_at": eve if eve > at else start,
        "planned_hours": f"{hours.normalize():f}",
        "meeting_point": last.meeting_point if last else "",
        "remark": last.remark if last else "",
        "partner": last.activity.partner_id if last else activity.partner_id,
    }


class PlanForm(ActionForm):
    """活动安全预案: one document."""

    no_draft = "一份文件，没有要写的字。"

    plan = UploadField(
        read=read_document,
        model=SafetyPlan,
        accept=DOCUMENT_ACCEPT,
        label="活动安全预案",
        help_text=NO_SECRETS,
        error_messages={"required": "请选择文件。"},
    )


class ColleaguesForm(ActionForm):
    """Colleagues whom those who run the event enter in a role."""

    draft_name = "代报名"

    slot = forms.ModelChoiceField(
        Slot.objects.none(),
        label="岗位",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择岗位。"},
    )
    staff = SearchedRowsField(label="教职工", missing="请选择老师。")

    def __init__(self, *args, slots, staff, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = slots
        self.fields["staff"].choose_from(staff)


def offer_of_colleagues(staff, *, user):
    """The offer of colleagues at an event."""
    return Offer(
        staff,
        source="kind=staff&scope=signup",
        find=lambda typed: staff.found_by(user, typed).nearest_first(),
        says=str,
        keys=lambda row: row.name_keys,
    )


class LateForm(ActionForm):
    """补登: a colleague who took part and was not on the list."""

    draft_name = "补登服务时长"

    staff = SearchedField(label="教职工", missing="请选择老师。")
    slot = forms.ModelChoiceField(
        Slot.objects.none(),
        label="岗位",
        empty_label=None,
        error_messages={"required": "请选择岗位。"},
    )
    hours = forms.TypedChoiceField(label="时长", coerce=Decimal)

    def __init__(self, *args, slots, staff, hours, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = slots
        self.fields["staff"].choose_from(staff)
        self.fields["hours"].choices = hours
