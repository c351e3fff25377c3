from functools import cache
from itertools import groupby

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.db.models import Q

from branch.core.forms import (
    ActionForm,
    ChipSelect,
    ChipSelectMultiple,
    ComboSelect,
    DateField,
    FilterForm,
)
from branch.members.models import Member
from branch.school.models import SchoolClass, Student
from branch.school.models.classes import GRADES

from .models import Contact, Pairing, SupportNeed

MORE = "guangqin_forms/layout/more.html"
MINUTES = (10, 20, 30, 40, 60, 90, 120)


def _chips(label, choices, missing, **kwargs):
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=ChipSelect,
        error_messages={"required": missing},
        **kwargs,
    )


def _day(label, **kwargs):
    messages = {"required": f"请填写{label}。", "invalid": f"请按 2026-11-24 的样子填写{label}。"}
    return DateField(label=label, error_messages=messages, **kwargs)


class GroupedIterator(forms.models.ModelChoiceIterator):
    def __iter__(self):
        yield "", self.field.empty_label
        for group, rows in groupby(self.queryset, key=self.field.group_of):
            yield group, [self.choice(row) for row in rows]


class GroupedChoiceField(forms.ModelChoiceField):
    """A select of rows under headings; the rows come in the order of the headings."""

    iterator = GroupedIterator
    widget = ComboSelect

    def __init__(self, *, missing, **kwargs):
        messages = {"required": missing, "invalid_choice": "这一项已不能选，请重新选择。"}
        super().__init__(None, empty_label="请选择", error_messages=messages, **kwargs)

    def offer(self, rows, *, group_of, says, person):
        """List these rows, each under its heading and in these words, found by the person's name."""
        self.group_of, self.label_from_instance = group_of, says
        self.queryset = rows
        self.widget.keys_of = lambda value: person(value.instance).name_keys


# needs


class NeedFilter(FilterForm):
    q = forms.CharField(label="学生姓名或拼音", required=False, max_length=30)
    kind = forms.ChoiceField(
        label="帮扶类别", required=False, choices=[("", "全部"), *SupportNeed.Kind.choices]
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "待办"), ("unpaired", "待结对"), ("closed", "已办结")],
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows if self.cleaned_data.get("state") == "closed" else rows.open()

    def narrow_q(self, rows, value):
        return rows.filter(student__in=Student.objects.matching(value).values("pk"))

    def narrow_kind(self, rows, value):
        return rows.filter(kind=value)

    def narrow_state(self, rows, value):
        if value == "closed":
            return rows.exclude(closed_on=None)
        return rows.exclude(student__in=Pairing.objects.accompanied_on(self.on).values("student"))


class ClassChoice(FilterForm):
    """Which class's roll the need form lists: a class at a time, never the whole school."""

    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="班级", required=False, empty_label="请选择班级"
    )

    def __init__(self, *args, classes, on, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["school_class"]
        field.queryset = classes
        field.label_from_instance = lambda school_class: school_class.name_on(on)

    def narrow_school_class(self, students, school_class):
        return students.filter(entry_year=school_class.entry_year, class_number=school_class.number)


class NeedSent(forms.Form):
    """Whom a form that comes back is about."""

    student = forms.IntegerField(required=False)

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("student")


class NeedForm(ActionForm):
    """For whom and which kind; the student is searched for, or taken from a class that is listed."""

    student = forms.ModelChoiceField(
        None,
        label="学生",
        widget=ComboSelect,
        error_messages={
            "required": "请选择学生。",
            "invalid_choice": "这名学生现在不能选，请重新选择。",
        },
    )
    kind = _chips("帮扶类别", SupportNeed.Kind.choices, "请选择帮扶类别。")

    def __init__(self, *args, students, listed, on, **kwargs):
        """`students` may be chosen; only the `listed` stand in the page."""
        super().__init__(*args, **kwargs)
        field = self.fields["student"]
        field.queryset = students
        said = {row.pk: f"{row}　{row.told_apart_on(on)}" for row in listed}
        keys = {row.pk: row.name_keys for row in listed}
        field.choices = [("", "请选择"), *said.items()]
        field.widget.keys_of = keys.get


class NeedCloseForm(ActionForm):
    reason = _chips("办结原因", SupportNeed.CloseReason.choices, "请选择办结原因。")

    def initial_of(self, need):
        return {"reason": need.close_reason}


# pairings


class PairingFilter(FilterForm):
    q = forms.CharField(label="学生或党员姓名、拼音", required=False, max_length=30)
    place = forms.ChoiceField(label="年级班级", required=False)
    kind = forms.ChoiceField(
        label="帮扶类别", required=False, choices=[("", "全部"), *SupportNeed.Kind.choices]
    )
    scope = forms.ChoiceField(
        label="范围",
        required=False,
        choices=[("", "进行中"), ("mine", "我的结对"), ("waiting", "待联系"), ("ended", "已结束")],
    )

    def __init__(self, *args, user, on, horizon, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.horizon = user, horizon
        self.fields["place"].choices = cache(lambda: list(_places(on)))

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows if self.cleaned_data.get("scope") == "ended" else rows.active()

    def narrow_q(self, rows, value):
        return rows.filter(
            Q(student__in=Student.objects.matching(value).values("pk"))
            | Q(member__in=Member.objects.found_by(self.user, value).values("pk"))
        )

    def narrow_place(self, rows, value):
        year, _, number = value.partition("-")
        rows = rows.filter(entry_year=year)
        return rows.filter(class_number=number) if number else rows

    def narrow_kind(self, rows, value):
        needs = SupportNeed.objects.filter(kind=value)
        return rows.filter(student__in=needs.values("student"))

    def narrow_scope(self, rows, value):
        if value == "mine":
            return rows.held_by(self.user)
        if value == "waiting":
            return rows.filter(waits_since__lt=self.horizon)
        return rows.exclude(ended_on=None)


def _places(on):
    """Each grade, and under it its classes."""
    yield "", "全部"
    classes = SchoolClass.objects.in_school_on(on)
    for year, rows in groupby(classes, key=lambda school_class: school_class.entry_year):
        rows = list(rows)
        grade = GRADES[rows[0].grade_on(on)]
        own = [(f"{year}-{row.number}", row.name_on(on)) for row in rows]
        yield grade, [(str(year), f"{grade}全部"), *own]


class PairingPrefill(forms.Form):
    """What a link to a new pairing already knows."""

    student = forms.IntegerField(required=False)
    member = forms.IntegerField(required=False)


class PairingForm(ActionForm):
    student = GroupedChoiceField(
        label="学生",
        missing="请选择学生。",
        help_text="只列有待办帮扶需求的学生。安排前请征求班主任意见。",
    )
    member = GroupedChoiceField(label="结对党员", missing="请选择党员。")
    started_on = _day("结对日期")
    guardian_informed_on = _day("监护人知情日期", help_text="告知家长结对安排的那一天。")
    student_agreed_on = _day("学生同意日期", required=False)

    def __init__(self, *args, students, members, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["student"].offer(
            students,
            group_of=lambda student: student.class_name_on(on),
            says=_in_need,
            person=lambda student: student,
        )
        self.fields["member"].offer(
            members,
            group_of=lambda member: member.group.name,
            says=lambda member: f"{member}（现结对 {member.pairing_count} 名）",
            person=lambda member: member.staff,
        )


def _in_need(student):
    kinds = "、".join(need.get_kind_display() for need in student.open_needs)
    return f"{student}（{kinds}）{'　已有结对' if student.is_paired else ''}"


class PairingEndForm(ActionForm):
    reason = _chips("结束原因", Pairing.EndReason.choices, "请选择结束原因。")
    outcome = _chips(
        "结果",
        Pairing.Outcome.choices,
        "请选择结果。",
        help_text="选“办结”，这名学生的帮扶需求一并办结；选“交接”或“暂停”，需求仍待结对。",
    )

    def initial_of(self, pairing):
        return {"reason": pairing.end_reason, "outcome": pairing.outcome}


# contacts


class TimelineFilter(FilterForm):
    """Which contacts of one pairing are shown, in words short enough for a phone."""

    kind = forms.ChoiceField(
        required=False,
        choices=[
            ("", "全部"),
            (Contact.Kind.CARE, "关怀"),
            (Contact.Kind.TUTORING, "课业"),
            (Contact.Kind.AID, "助学"),
        ],
    )

    def narrow_kind(self, shares, value):
        return [share for share in shares if share.contact.kind == value]


class ContactPrefill(forms.Form):
    """Which student a link to a new contact is about."""

    pairing = forms.IntegerField(required=False)


class ContactFacts(ActionForm):
    """The facts of one contact: the kind is asked, all else is known or may stay empty."""

    kind = _chips("帮扶类型", Contact.Kind.choices, "请选择帮扶类型。")
    happened_on = _day("日期")
    minutes = forms.TypedChoiceField(
        label="时长",
        coerce=int,
        initial=20,
        error_messages={"required": "请选择时长。", "invalid_choice": "请从列出的时长里选一个。"},
    )
    fact = forms.CharField(
        label="简要情况",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "最多 200 字，现在有 %(show_value)d 字，请删去一些。"},
    )
    mode = _chips("方式", Contact.Mode.choices, "请选择方式。", initial=Contact.Mode.FACE)
    next_plan = forms.CharField(
        label="下次打算",
        required=False,
        max_length=100,
        error_messages={"max_length": "最多 100 字，现在有 %(show_value)d 字，请删去一些。"},
    )
    next_on = _day("下次约定日期", required=False)

    def __init__(self, *args, audience="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fact"].help_text = f"一句话就够，写事实，不写诊断。{audience}"
        minutes = sorted({*MINUTES, getattr(self.current, "minutes", 20)})
        self.fields["minutes"].choices = [(count, f"{count} 分钟") for count in minutes]

    def clean_fact(self):
        """One line."""
        return " ".join(self.cleaned_data["fact"].split())

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        more = ("mode", "next_plan", "next_on")
        placed = ("happened_on", "minutes", "fact", *more)
        helper.layout = Layout(
            *[name for name in self.fields if name not in placed],
            Row("happened_on", "minutes"),
            "fact",
            Fieldset("补充：方式、下次打算", *more, template=MORE),
        )
        return helper


class ContactForm(ContactFacts):
    """For whom, and the facts."""

    field_order = ["pairings", "kind"]

    pairings = forms.ModelMultipleChoiceField(
        None,
        label="学生",
        widget=ChipSelectMultiple,
        error_messages={
            "required": "请选择学生。",
            "invalid_choice": "选中的学生里有一名已不在您的结对里，请重新选择。",
        },
    )

    def __init__(self, *args, pairings, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["pairings"]
        field.queryset = pairings
        field.label_from_instance = lambda pairing: f"{pairing.student}　{pairing.class_name}"


class QuickContactForm(ContactFacts):
    """The same on the page of the pairing it is for."""

    pairings = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(ActionForm):
    reason = _chips("作废原因", Contact.WithdrawReason.choices, "请选择作废原因。")
