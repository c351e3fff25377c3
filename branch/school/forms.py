from urllib.parse import urlencode
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.db.models import Exists, OuterRef, Q

from branch.core.forms import TOO_OLD, ActionForm, ChipSelect, DateField, FilterForm

from .fields import StaffField
from .models import (
    Enrolment,
    Guardian,
    SchoolClass,
    SchoolDay,
    SignInState,
    Staff,
    Student,
    Teaching,
    Term,
)
from .models.people import Gender

GONE = "这一项已不能选，请重新选择。"
NOBODY = "还没有勾选。请勾选要发登录条的教职工，再点“打印登录条”。"


def _day(label, **kwargs):
    messages = {"required": f"请填写{label}。", "invalid": f"请按 2026-11-24 的样子填写{label}。"}
    return DateField(label=label, error_messages=messages, **kwargs)


def _text(model, name, **kwargs):
    """As long as the column, and as optional."""
    column = model._meta.get_field(name)
    longest = {"max_length": f"最多 {column.max_length} 字，请删去一些。"}
    kwargs = {"label": column.verbose_name, "required": not column.blank} | kwargs
    return forms.CharField(max_length=column.max_length, error_messages=longest, **kwargs)


def _phone(model):
    column = model._meta.get_field("phone")
    return forms.CharField(
        label=column.verbose_name,
        required=False,
        validators=column.validators,
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )


def _gender():
    return forms.ChoiceField(
        label="性别", required=False, choices=Gender.choices, widget=ChipSelect
    )


def _class_field(label, missing):
    return forms.ModelChoiceField(
        SchoolClass.objects.none(),
        label=label,
        empty_label="请选择",
        error_messages={"required": missing, "invalid_choice": GONE},
    )


def _offer_classes(field, classes, on):
    field.queryset = classes
    field.label_from_instance = lambda school_class: school_class.name_on(on)


class DayFilter(FilterForm):
    """As of which day a page is read; without one, and with one it cannot read, as of today."""

    on = DateField(label="日期", required=False)

    def __init__(self, asked, *, today):
        super().__init__(asked or {"on": today})
        self.today = today

    @property
    def day(self):
        self.is_valid()
        return self.cleaned_data.get("on") or self.today

    @property
    def is_narrowed(self):
        return self.day != self.today


# classes


class HeadForm(ActionForm):
    staff = StaffField(label="班主任")
    from_on = _day("任职日期", help_text="原班主任的任期到前一天为止。")

    def __init__(self, *args, staff, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["staff"].offer(staff, user=user, on=on)


# students


class StudentFilter(FilterForm):
    """By name, its reading or the end of the 学号; who is here, who is to come, or who has left."""

    states = [("", "在籍"), ("coming", "将入班"), ("left", "已离校")]

    q = forms.CharField(label="姓名、拼音或学号尾号", required=False, max_length=30)
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="班级", required=False, empty_label="全部"
    )
    state = forms.ChoiceField(required=False, choices=states, widget=forms.HiddenInput)

    def __init__(self, *args, classes, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        _offer_classes(self.fields["school_class"], classes, on)

    @property
    def asked_state(self):
        self.is_valid()
        return self.cleaned_data.get("state", "")

    @property
    def is_narrowed(self):
        self.is_valid()
        return bool(self.cleaned_data.get("q") or self.cleaned_data.get("school_class"))

    def narrow(self, rows):
        rows = super().narrow(rows)
        if self.asked_state == "left":
            return rows.gone_on(self.on).with_last_class().in_class_order()
        if self.asked_state == "coming":
            return rows.coming_on(self.on).with_last_class().in_class_order()
        return rows.on_roll_on(self.on).with_class_on(self.on).in_class_order()

    def narrow_q(self, rows, value):
        return rows.matching(value)

    def narrow_school_class(self, rows, value):
        if self.asked_state:
            return rows.filter(
                pk__in=Enrolment.objects.filter(school_class=value).values("student")
            )
        return rows.in_classes([value], on=self.on)

    def narrow_state(self, rows, value):
        """Said in `narrow`, where the other state is said too."""
        return rows


class StudentForm(ActionForm):
    name = _text(Student, "name")
    number = _text(Student, "number")
    gender = _gender()


class PlaceForm(ActionForm):
    """Changes where a student belongs; `named` are its fields for the class and the first day."""

    named = ("school_class", "from_on")

    def compared_with(self, student):
        """The class they are in by now, which no field here is filled from, and what was typed."""
        last = student.enrolments.select_related("school_class").first()
        return [("班级", last.says if last else "", self._typed())]

    def _typed(self):
        school_class, day = (self.cleaned_data[name] for name in self.named)
        return Enrolment(school_class=school_class, from_on=day).says


class EnrolForm(PlaceForm):
    school_class = _class_field("班级", "请选择班级。")
    from_on = _day("在班起始日期")

    def __init__(self, *args, classes, on, **kwargs):
        super().__init__(*args, **kwargs)
        _offer_classes(self.fields["school_class"], classes, on)


class AdmissionForm(EnrolForm, StudentForm):
    """A pupil who is new here, and the class they come into."""

    field_order = ["name", "number", "gender", "school_class", "from_on"]


class MoveForm(PlaceForm):
    named = ("to_class", "on")
    to_class = _class_field("转入班级", "请选择班级。")
    on = _day("转入日期", help_text="在原班的日子到前一天为止。")

    def __init__(self, *args, classes, today, **kwargs):
        super().__init__(*args, **kwargs)
        _offer_classes(self.fields["to_class"], classes, today)


class DepartureForm(PlaceForm):
    last_on = _day("在班最后一天", help_text="离校原因不登记。")

    def _typed(self):
        return f"到 {self.cleaned_data['last_on']} 为止"


# families


class GuardianForm(ActionForm):
    """Who answers for the student; one who is known from another family is asked about first."""

    name = _text(Guardian, "name", label="姓名")
    relation = _text(Guardian, "relation", help_text="和学生的关系，如：母亲、父亲、祖父。")
    phone = _phone(Guardian)
    is_same_family = forms.BooleanField(
        label="核对过，是同一个人，合为一个家庭", required=False, widget=forms.HiddenInput
    )

    def refuse(self, refusal):
        """The question is put where there is one."""
        if "is_same_family" in getattr(refusal, "error_dict", ()):
            self.fields["is_same_family"].widget = forms.CheckboxInput()
        super().refuse(refusal)

    @property
    def named(self):
        """The children whom a question on this form names."""
        errors = [error for row in self.errors.as_data().values() for error in row]
        return [error.params["child"] for error in errors if error.code == "names_child"]

    def rebased_on(self, guardian):
        """A tick was for the name and telephone as they were typed then; it is asked for again."""
        super().rebased_on(guardian).data.pop("is_same_family", None)
        return self


# staff


class StaffFilter(FilterForm):
    """By name, number, post or what they teach this term; who is here, or who has left."""

    q = forms.CharField(label="姓名、拼音、工号、职务或学科", required=False, max_length=30)
    state = forms.ChoiceField(
        required=False, choices=[("", "在校"), ("left", "已离校")], widget=forms.HiddenInput
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    @property
    def is_left(self):
        self.is_valid()
        return self.cleaned_data.get("state") == "left"

    @property
    def is_narrowed(self):
        self.is_valid()
        return bool(self.cleaned_data.get("q"))

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows.gone_on(self.on) if self.is_left else rows.working_on(self.on)

    def narrow_q(self, rows, value):
        now = Teaching.objects.in_term_of(self.on).filter(staff=OuterRef("pk"))
        taught = Exists(now.filter(subject__name__icontains=value))
        named = Staff.objects.matching(value).values("pk")
        return rows.filter(Q(pk__in=named) | Q(title__icontains=value) | taught)

    def narrow_state(self, rows, value):
        """Said in `narrow`, where the other state is said too."""
        return rows


class StaffForm(ActionForm):
    name = _text(Staff, "name")
    number = _text(Staff, "number", help_text="有账号的，登录用的工号一并更改。")
    gender = _gender()
    phone = _phone(Staff)
    title = _text(Staff, "title", help_text="如：教导处主任。")
    remark = _text(Staff, "remark")

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.render_hidden_fields = False, True
        helper.layout = Layout(Row("name", "number"), "gender", Row("phone", "title"), "remark")
        return helper


class LeavingForm(ActionForm):
    left_on = _day("离校日期")


# the calendar


class TermForm(ActionForm):
    first_year = forms.IntegerField(
        label="学年（起始年）",
        min_value=2000,
        max_value=2100,
        help_text="2026–2027 学年填 2026。",
        error_messages={"invalid": "请填四位年份。"},
    )
    number = forms.TypedChoiceField(
        label="学期",
        coerce=int,
        choices=Term._meta.get_field("number").choices,
        widget=ChipSelect,
        error_messages={"required": "请选择学期。"},
    )
    starts_on = _day("开学日期")
    ends_on = _day("结束日期")

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.render_hidden_fields = False, True
        helper.layout = Layout("first_year", "number", Row("starts_on", "ends_on"))
        return helper


class SchoolDayForm(ActionForm):
    day = _day("日期", help_text="已经写过的日子，以这一次为准。")
    is_open = forms.TypedChoiceField(
        label="这一天",
        coerce=lambda value: value == "open",
        choices=[("closed", "放假"), ("open", "上课")],
        widget=ChipSelect,
        error_messages={"required": "请选择放假还是上课。"},
    )
    note = _text(SchoolDay, "note", help_text="如：运动会、调休、期中考试。")

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.term = term

    def clean_day(self):
        """On another term's page it would be out of sight."""
        day, term = self.cleaned_data["day"], self.term
        if not term.starts_on <= day <= term.ends_on:
            raise forms.ValidationError(
                f"这一天不在本学期（{term.starts_on} 至 {term.ends_on}），请改日期。"
            )
        return day


# sign-ins


class SignInFilter(FilterForm):
    q = forms.CharField(label="姓名、拼音或工号", required=False, max_length=30)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *SignInState.choices]
    )

    @property
    def query(self):
        """What narrows the list, to come back to it."""
        self.is_valid()
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})

    def narrow_q(self, rows, value):
        return rows.matching(value)

    def narrow_state(self, rows, value):
        return rows.filter(sign_in=value)


class SlipsForm(forms.Form):
    """For whom to print slips: the colleagues ticked, or everyone who cannot sign in yet."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages=TOO_OLD)
    staff = forms.ModelMultipleChoiceField(
        None,
        required=False,
        error_messages={"invalid_choice": "勾选的人里有人已离校，请重新勾选。"},
    )
    is_for_all = forms.BooleanField(label="全部未开通的教职工", required=False)

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = staff

    def clean(self):
        data = super().clean()
        chosen = data.get("staff")
        if chosen is not None and not chosen and not data.get("is_for_all"):
            raise forms.ValidationError(NOBODY)
        return data
