from django import forms
from django.core.exceptions import ValidationError

from branch.core.files import PICTURE_ACCEPT, read_picture
from branch.core.following import awaited_field
from branch.core.forms import (
    ActionForm,
    ChipSelectMultiple,
    FilterForm,
    KeyField,
    ManyFilesField,
    Offer,
    RowsField,
    SearchedField,
    SearchedRowsField,
    chips_field,
    day_field,
)
from branch.school.forms import StaffField, offer_of_staff
from branch.school.models import Student
from branch.walkins.families.actions.visits import PHOTO_LIMIT
from branch.walkins.families.models import Adult, HomeVisit, VisitedStudent, VisitPhoto


class VisitFilter(FilterForm):
    q = forms.CharField(label="学生姓名或拼音", required=False, max_length=30)
    mode = forms.ChoiceField(
        label="走访方式", required=False, choices=[("", "全部"), *HomeVisit.Mode.choices]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *HomeVisit.State.choices]
    )

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.on = user, on

    def narrow_q(self, visits, value):
        """By the children whom the user may read: a name must not tell whose sibling somebody is."""
        shares = VisitedStudent.objects.visible_to(self.user, on=self.on)
        found = shares.filter(student__in=Student.objects.matching(value).values("pk"))
        return visits.filter(pk__in=found.order_by().values("visit"))

    def narrow_mode(self, visits, value):
        return visits.filter(mode=value)

    def narrow_state(self, visits, value):
        return visits.filter(state=value)


class VisitPrefill(forms.Form):
    """The query string of a link to a new visit: whose home it is to."""

    student = KeyField(required=False)


def offer_to_visit(students, *, on):
    """The offer of students whose family may be visited."""
    return Offer(
        students.in_class_order(),
        source="kind=student&scope=visit",
        find=lambda typed: students.matching(typed).nearest_first(),
        group_of=lambda student: student.class_name_on(on),
        says=str,
        keys=lambda student: student.name_keys,
    )


class VisitTeam(ActionForm):
    """Who goes: the visitor, whom only the committee and head teachers choose, and companions."""

    visitor = StaffField(label="走访教师")
    companions = SearchedRowsField(
        label="同行人员", required=False, help_text="入户走访请两人同行，谈话选开放、看得见的地方。"
    )

    def __init__(self, *args, visitors, staff, user, on, **kwargs):
        """`visitors` may be named by the user; `staff` may come along."""
        people = {"visitors": visitors, "staff": staff, "user": user, "on": on}
        self.context = self.context | people
        super().__init__(*args, **kwargs)
        known = {"scope": "visit", "user": user, "on": on}
        self.fields["companions"].choose_from(offer_of_staff(staff, **known))
        self.fields["visitor"].offer_staff(visitors, **known)
        nameable = list(self.fields["visitor"].offer.first.values())
        self.only = nameable[0] if len(nameable) == 1 else None
        if self.current or self.only:
            del self.fields["visitor"]

    def action_kwargs(self):
        chosen = {"visitor": self.only} if self.only and not self.current else {}
        return super().action_kwargs() | chosen


class VisitFacts(VisitTeam):
    """The facts of a visit that was made; day and mode are required, all else is optional."""

    draft_name = "家访记录"

    happened_on = day_field("日期")
    mode = chips_field("走访方式", HomeVisit.Mode.choices)
    fact = forms.CharField(
        label="走访情况",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可以不写，勾选下面的困难就够了。家里的隐私能不写就不写。",
    )
    topics = forms.MultipleChoiceField(
        label="家庭困难",
        required=False,
        choices=HomeVisit.Topic.choices,
        widget=ChipSelectMultiple,
    )
    new_photos = ManyFilesField(
        read=read_picture,
        model=VisitPhoto,
        accept=PICTURE_ACCEPT,
        is_picture=True,
        most=PHOTO_LIMIT,
        label="照片",
        required=False,
        help_text=f"最多 {PHOTO_LIMIT} 张。不拍孩子正脸，不拍门牌。拍摄地点等信息会自动去掉。",
    )
    dropped_photos = RowsField(None, label="移除照片", required=False, widget=ChipSelectMultiple)
    photos_awaited = awaited_field(PHOTO_LIMIT)
    may_photograph = forms.BooleanField(label="家长同意拍照", required=False)
    present = forms.MultipleChoiceField(
        label="在场家长", required=False, choices=Adult.choices, widget=ChipSelectMultiple
    )
    advice = forms.CharField(label="家长意见建议", required=False, max_length=200)
    is_return = forms.BooleanField(label="这次是回访", required=False)
    due_on = day_field(
        "困难完成时限",
        required=False,
        help_text="写了日期，勾选的困难就记进困难清单，到期提醒责任人。",
    )
    owner = StaffField(label="困难责任人", required=False, empty_label="走访教师")

    # the fields under 补充
    MORE = ("visitor", "companions", "present", "advice", "is_return", "due_on", "owner")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        photos = VisitPhoto.objects.filter(visit=self.current)
        self.fields["dropped_photos"].queryset = photos if self.current else photos.none()
        if self.current and self.current.is_done:
            del self.fields["due_on"], self.fields["owner"]
        elif self.only:
            del self.fields["owner"]
        else:
            known = {name: self.context[name] for name in ("user", "on")}
            self.fields["owner"].offer_staff(self.context["visitors"], scope="visit", **known)

    @property
    def more(self):
        """The bound fields under 补充."""
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def more_is_open(self):
        """Whether a field under 补充 has an error, or is filled in a form that is shown again."""
        filled = (name for name in self.MORE if name != "visitor" and name in self.fields)
        return self.is_bound and any(name in self.errors or self[name].value() for name in filled)

    def initial_of(self, record):
        # who saves it again without them has given up those that were awaited
        return super().initial_of(record) | {"photos_awaited": 0}

    def clean_fact(self):
        """Join the lines to one."""
        return " ".join(self.cleaned_data["fact"].split())

    def clean(self):
        """Refuse a day or an owner of difficulties where none is ticked."""
        super().clean()
        facts = self.cleaned_data
        ticked = set(facts.get("topics", ())) - {HomeVisit.Topic.NONE}
        if facts.get("due_on") and not ticked:
            self.add_error("due_on", "先在“家庭困难”里勾选是哪一类。")
        if facts.get("owner") and not facts.get("due_on"):
            self.add_error("due_on", ValidationError("写了责任人，请写完成时限。"))
        return facts


class VisitForm(VisitFacts):
    """The family of a visit and its facts."""

    field_order = ["student", "happened_on", "mode"]

    student = SearchedField(label="走访家庭", missing="请选择走访家庭。")

    def __init__(self, *args, students, on, **kwargs):
        super().__init__(*args, on=on, **kwargs)
        self.context = self.context | {"students": students}
        self.fields["student"].choose_from(offer_to_visit(students, on=on))


class VisitPlanForm(VisitTeam):
    """约一次家访: whose home, which day, who goes."""

    draft_name = "家访安排"
    field_order = ["student", "happened_on", "at_time", "visitor", "companions"]

    student = SearchedField(label="走访家庭", missing="请选择走访家庭。")
    happened_on = day_field("约在哪一天")
    at_time = forms.TimeField(
        label="时间",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请按 9:30 的样子填写时间。"},
    )

    def __init__(self, *args, students, on, **kwargs):
        super().__init__(*args, on=on, **kwargs)
        self.context = self.context | {"students": students}
        self.fields["student"].choose_from(offer_to_visit(students, on=on))


class VisitMissForm(ActionForm):
    """没有走成: why, and for which day it is planned again."""

    draft_name = "家访没有走成"

    reason = chips_field("没有走成的原因", HomeVisit.MissReason.choices)
    again_on = day_field("改约在", required=False, help_text="写了日期，就重新约在那一天。")
    again_at = forms.TimeField(
        label="时间",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请按 9:30 的样子填写时间。"},
    )

    def initial_of(self, visit):
        return {"reason": visit.miss_reason, "again_at": visit.at_time}


class VisitWithdrawForm(ActionForm):
    draft_name = "作废家访"

    reason = chips_field("作废原因", HomeVisit.WithdrawReason.choices)
