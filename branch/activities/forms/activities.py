from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from branch.activities.actions import PHOTO_LIMIT
from branch.activities.models import (
    Activity,
    ActivityFile,
    ActivityPart,
    ActivityPhoto,
    Attendance,
    Kind,
    Programme,
    awaited_of,
    expected,
)
from branch.core.files import DOCUMENT_ACCEPT, PICTURE_ACCEPT, read_document, read_picture
from branch.core.following import awaited_field
from branch.core.forms import (
    ActionForm,
    ChipSelect,
    ChipSelectMultiple,
    DateTimeField,
    ManyFilesField,
    Offer,
    RowsField,
    SearchedField,
    SearchedRowsField,
)
from branch.core.wording import NO_SECRETS, has_secret_mark
from branch.school.models import Staff

from .away import AwayForm

USUAL_HOUR = time(16)
CHECKED = "已核对，附件不涉密"
# the fields under 补充
MORE = (
    "ends_at",
    "agenda",
    "speakers",
    "guest_name",
    "guest_affiliation",
    "recorder",
    "observers",
    "hours",
    "psychology_hours",
    "also_counts_as",
    "new_files",
    "is_checked",
)


def _one_of_staff(label):
    return SearchedField(label=label, required=False, empty_label="—")


def _some_of_staff(label):
    return SearchedRowsField(label=label, required=False)


class ActivityForm(AwayForm, forms.ModelForm):
    """An activity's record; of those expected only the absent are named."""

    draft_name = "活动记录"
    field_order = [
        "title",
        "starts_at",
        "place",
        "host",
        "audience_count",
        "absent",
        "participants",
        "summary",
        "new_photos",
    ]

    starts_at = DateTimeField(label="时间")
    ends_at = DateTimeField(label="结束时间", required=False)
    hours = forms.DecimalField(
        label="学时", required=False, min_value=0, max_digits=4, decimal_places=1
    )
    psychology_hours = forms.DecimalField(
        label="其中心理健康教育学时", required=False, min_value=0, max_digits=4, decimal_places=1
    )
    host = _one_of_staff("主持人")
    recorder = _one_of_staff("记录人")
    participants = _some_of_staff("参与的党员和教职工")
    speakers = _some_of_staff("主讲人")
    guest_name = forms.CharField(label="校外主讲人", max_length=30, required=False)
    guest_affiliation = forms.CharField(label="校外主讲人单位", max_length=60, required=False)
    observers = _some_of_staff("列席人员")
    new_photos = ManyFilesField(
        read=read_picture,
        model=ActivityPhoto,
        accept=PICTURE_ACCEPT,
        is_picture=True,
        most=PHOTO_LIMIT,
        label="照片",
        required=False,
        help_text=f"最多 {PHOTO_LIMIT} 张，JPG、PNG、WebP 或 HEIC，每张 10 MB 以内。拍摄地点等信息会自动去掉。",
    )
    photos_awaited = awaited_field(PHOTO_LIMIT)
    dropped_photos = RowsField(None, label="移除照片", required=False, widget=ChipSelectMultiple)
    new_files = ManyFilesField(
        read=read_document,
        model=ActivityFile,
        accept=DOCUMENT_ACCEPT,
        label="附件",
        checked_by=CHECKED,
        required=False,
        help_text=NO_SECRETS,
    )
    is_checked = forms.BooleanField(label=CHECKED, required=False)
    dropped_files = RowsField(None, label="移除附件", required=False, widget=ChipSelectMultiple)

    class Meta:
        model = Activity
        fields = [
            "format",
            "title",
            "place",
            "audience_count",
            "summary",
            "agenda",
            "also_counts_as",
        ]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "agenda": forms.Textarea(attrs={"rows": 3}),
            "also_counts_as": ChipSelectMultiple,
            "format": ChipSelect,
        }
        labels = {"summary": "过程和效果"}
        help_texts = {
            "summary": "不写学生个人的心理情况。",
            "also_counts_as": "学时只计一次。不点名的活动计入党课等，只记写了名字的人。",
            "agenda": "一行一项。",
        }
        error_messages = {
            "title": {"required": "请填写活动名称。"},
            "place": {"required": "请填写地点。"},
        }

    def __init__(self, *args, programme, party_group, user, **kwargs):
        self.context = {"programme": programme, "party_group": party_group, "user": user}
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].error_messages["required"] = "请填写时间。"
        if programme.kind == Kind.PARENT_SCHOOL:
            self.fields["format"].choices = Activity.Format.choices
            self.fields["format"].required = True
            self.initial["format"] = self.initial.get("format") or Activity.Format.LECTURE
        else:
            del self.fields["format"]
        self._offer_people()
        self._offer_files()
        others = Programme.objects.open_to(user).countable_too().exclude(pk=programme.pk)
        self.fields["also_counts_as"].queryset = others

    def _offer_people(self):
        """Offer the people expected on the day typed, and those who may host, speak or observe."""
        programme, day = self.context["programme"], self._day()
        awaited = awaited_of(self.current, on=day) if self.current else None
        if awaited is None:
            awaited = expected(programme, on=day, party_group=self.context["party_group"])
        here = {row.staff.pk: row.staff for row in awaited}
        if programme.is_open:
            self.expect_nobody()
        else:
            del self.fields["participants"], self.fields["audience_count"]
            self.expect(awaited, self._offer(Staff.objects.filter(pk__in=here), first=here))
        offer = self._offer(Staff.objects.working_on(day))
        for name in self.fields.keys() & {"host", "recorder", "speakers", "participants"}:
            self.fields[name].choose_from(offer)
        self.fields["observers"].choose_from(offer.without(here))

    def _offer(self, staff, first=None):
        return Offer(
            staff,
            source="kind=staff&scope=activity",
            find=lambda typed: staff.found_by(self.context["user"], typed).nearest_first(),
            says=str,
            keys=lambda row: row.name_keys,
            first=first,
        )

    def _offer_files(self):
        for name, model in (("dropped_photos", ActivityPhoto), ("dropped_files", ActivityFile)):
            rows = model.objects.filter(activity=self.current)
            self.fields[name].queryset = rows if self.current else rows.none()

    def _day(self):
        """The day typed, else the initial one, else today."""
        try:
            typed = self.fields["starts_at"].clean(self["starts_at"].value())
        except ValidationError:
            typed = timezone.now()
        return timezone.localdate(typed)

    def initial_of(self, record):
        parts, rows = list(record.parts.all()), list(record.attendances.all())
        roles, states = ActivityPart.Role, Attendance.State
        guest = next((part.speaker for part in parts if part.speaker_id), None)
        return super().initial_of(record) | {
            # who saves it again without them has given up those that were awaited
            "photos_awaited": 0,
            "starts_at": record.starts_at,
            "hours": _trimmed(record.hours),
            "psychology_hours": _trimmed(record.psychology_hours),
            "host": _first(_staff_of(parts, roles.HOST)),
            "recorder": _first(_staff_of(parts, roles.RECORDER)),
            "speakers": _staff_of(parts, roles.SPEAKER),
            "guest_name": guest.name if guest else "",
            "guest_affiliation": guest.affiliation if guest else "",
            **self.initial_of_away(rows),
            "observers": [row.staff_id for row in rows if row.state == states.OBSERVER],
            "participants": _others_present(parts, rows),
        }

    @property
    def more_is_open(self):
        """Whether a field under 补充 has an error, or a file that is held."""
        has_error = self.is_bound and any(name in self.errors for name in MORE)
        return has_error or bool(self.fields["new_files"].widget.held)

    def may_hold(self, name):
        return super().may_hold(name) or self.cleaned_data.get("is_checked", False)

    def clean_hours(self):
        return self.cleaned_data["hours"] or 0

    def clean_psychology_hours(self):
        return self.cleaned_data["psychology_hours"] or 0

    def clean(self):
        """Refuse a file whose name has a mark of secrecy, unless 已核对 is ticked."""
        super().clean()
        marked = [
            document["original_name"]
            for document in self.cleaned_data.get("new_files", ())
            if has_secret_mark(document["original_name"])
        ]
        if marked and not self.cleaned_data.get("is_checked"):
            self.add_error(
                "new_files",
                f"“{marked[0]}”的文件名像是涉密或内部文件，没有上传。确实不涉密的，"
                f"请勾选“{CHECKED}”，再选一次文件。",
            )
        return self.cleaned_data

    def action_kwargs(self):
        facts = super().action_kwargs()
        facts.pop("is_checked")
        if "absent" in facts:
            facts["awaited"] = self.awaited
        return facts


def initial_from(last, *, on):
    """Return the initial values of the next activity of a series: what it probably shares with the last."""
    if last is None:
        return {"starts_at": datetime.combine(on, USUAL_HOUR)}
    head, colon, _ = last.title.partition("：")
    began = timezone.localtime(last.starts_at)
    parts = list(last.parts.all())
    return {
        "title": head + colon if colon else "",
        "starts_at": datetime.combine(on, began.time()),
        "place": last.place,
        "host": _first(_staff_of(parts, ActivityPart.Role.HOST)),
        "recorder": _first(_staff_of(parts, ActivityPart.Role.RECORDER)),
        "hours": _trimmed(last.hours),
    }


def _staff_of(parts, role):
    return [part.staff_id for part in parts if part.role == role and part.staff_id]


def _others_present(parts, rows):
    """Who took part without speaking: speakers are named in a field of their own."""
    spoke = _staff_of(parts, ActivityPart.Role.SPEAKER)
    present = Attendance.State.PRESENT
    return [row.staff_id for row in rows if row.state == present and row.staff_id not in spoke]


def _first(values):
    return values[0] if values else ""


def _trimmed(number):
    """Return 2 for 2.0, and an empty text for 0 or None."""
    return f"{number.normalize():f}" if number else ""


class CancelForm(ActionForm):
    """Why an activity does not take place, or why its record is void."""

    draft_name = "取消活动"

    reason = forms.CharField(
        label="原因", max_length=100, error_messages={"required": "请写明原因。"}
    )
