from collections import Counter
from datetime import date

from django import forms

from branch.core.forms import ActionForm, ChipSelect, DateField, FilterForm
from branch.school.models import Staff

from .models import Honour, Member, MemberStatus, Office, PartyGroup

Kind = MemberStatus.Kind
BORN_FROM = 1920
AWAY = [(word, word) for word in ("支教", "借调", "进修", "产假", "病假", "其他")]
LINES, LINE = 3, 18


def _day(label, **kwargs):
    messages = {"required": f"请填写{label}。", "invalid": f"请按 2026-11-24 的样子填写{label}。"}
    return DateField(label=label, error_messages=messages, **kwargs)


class PastDateField(DateField):
    """A day of somebody's life, which may lie long before this school's records."""

    default_validators = []

    def __init__(self, *, label, **kwargs):
        messages = {
            "required": f"请填写{label}。",
            "invalid": f"请按 1998-07-01 的样子填写{label}。",
        }
        attrs = {"type": "date", "min": f"{BORN_FROM}-01-01", "max": "2100-12-31"}
        widget = forms.DateInput(attrs=attrs, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, error_messages=messages, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and not date(BORN_FROM, 1, 1) <= value <= date(2100, 12, 31):
            raise forms.ValidationError("请核对年份。")


class MonthField(PastDateField):
    """出生年月: the day is nobody's business, so it is neither asked nor kept."""

    def __init__(self, *, label, **kwargs):
        super().__init__(label=label, input_formats=["%Y-%m", "%Y.%m", "%Y年%m月"], **kwargs)
        self.widget = forms.DateInput(attrs={"placeholder": "1985-03"}, format="%Y-%m")
        self.error_messages["invalid"] = f"请按 1985-03 的样子填写{label}。"


class MemberFilter(FilterForm):
    q = forms.CharField(label="姓名、拼音或工号", required=False, max_length=30)
    group = forms.ModelChoiceField(
        PartyGroup.objects.all(), label="党小组", required=False, empty_label="全部"
    )
    kind = forms.ChoiceField(
        label="党员类别", required=False, choices=[("", "全部"), *Kind.choices]
    )
    scope = forms.ChoiceField(
        label="范围",
        required=False,
        choices=[("", "在册"), ("away", "外出"), ("all", "含已转出")],
    )

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows if self.cleaned_data.get("scope") == "all" else rows.exclude(kind=None)

    def narrow_q(self, rows, value):
        return rows.filter(staff__in=Staff.objects.matching(value).values("pk"))

    def narrow_group(self, rows, value):
        return rows.filter(group=value)

    def narrow_kind(self, rows, value):
        return rows.filter(kind=value)

    def narrow_scope(self, rows, value):
        return rows.exclude(away_id=None) if value == "away" else rows


class GroupField(forms.ModelChoiceField):
    def __init__(self):
        messages = {"required": "请选择党小组。"}
        super().__init__(
            PartyGroup.objects.all(),
            label="党小组",
            empty_label="请选择",
            error_messages=messages,
        )


class AdmitForm(ActionForm):
    staff = forms.ModelChoiceField(
        None,
        label="教职工",
        empty_label="请选择",
        error_messages={"required": "请选择教职工。"},
        help_text="只列在校、还不在本支部的教职工。",
    )
    kind = forms.ChoiceField(
        label="党员类别",
        choices=Kind,
        widget=ChipSelect,
        error_messages={"required": "请选择党员类别。"},
    )
    group = GroupField()
    joined_on = PastDateField(
        label="入党时间", help_text="支部大会通过的那一天。预备期从这一天算起。"
    )
    from_on = _day("到本支部的日期", help_text="新接收的预备党员，就是入党时间那一天。")
    regularised_on = PastDateField(label="转正时间", required=False, help_text="正式党员填写。")

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["staff"]
        field.queryset = staff
        shared = Counter(staff.values_list("name", flat=True))
        field.label_from_instance = lambda row: (
            f"{row.name}（工号 {row.number}）" if shared[row.name] > 1 else row.name
        )


def staff_to_admit(day):
    """Who works here and does not belong to the branch yet."""
    members = Member.objects.active_on(day)
    return Staff.objects.working_on(day).exclude(pk__in=members.values("staff"))


class RegulariseForm(ActionForm):
    full_on = _day("转正日期", help_text="预备期满的那一天；支部大会晚些开，也从期满算起。")


class ExtendForm(ActionForm):
    decided_on = _day("支部大会决定的日期")
    months = forms.TypedChoiceField(
        label="延长",
        coerce=int,
        widget=ChipSelect,
        error_messages={"required": "请选择延长多久。"},
        help_text="只能延长一次。",
    )

    def __init__(self, *args, months, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"months": months}
        self.fields["months"].choices = [(count, f"{count} 个月") for count in months]


class ReleaseForm(ActionForm):
    left_on = _day("在本支部的最后一天")


class RegroupForm(ActionForm):
    group = GroupField()


class FactsForm(ActionForm):
    joined_on = PastDateField(label="入党时间")
    regularised_on = PastDateField(label="转正时间", required=False)
    born_on = MonthField(label="出生年月", required=False)
    ethnicity = forms.CharField(label="民族", required=False, max_length=10)
    education = forms.CharField(label="学历", required=False, max_length=10)
    surname_strokes = forms.IntegerField(
        label="姓氏笔画",
        min_value=1,
        max_value=99,
        help_text="名单按它排列，常见姓氏已填好；99 表示还不知道，排在最后。",
    )
    remark = forms.CharField(
        label="备注",
        required=False,
        max_length=100,
        help_text="印在党员名册上，只写组织工作需要的。",
    )


class AwayForm(ActionForm):
    reason = forms.ChoiceField(
        label="原因",
        choices=AWAY,
        widget=ChipSelect,
        error_messages={"required": "请选择原因。"},
    )
    from_on = _day("外出日期")
    until_on = _day("外出最后一天", help_text="到期自动恢复；提前回来，在个人页上点“已返岗”。")


class AppointForm(ActionForm):
    kind = forms.ChoiceField(
        label="党内职务",
        choices=Office.Kind,
        widget=ChipSelect,
        error_messages={"required": "请选择职务。"},
    )
    from_on = _day("任职日期")


class DismissForm(ActionForm):
    until_on = _day("任职的最后一天")


class ElectForm(ActionForm):
    """Each seat and who was elected into it; a seat left empty stays empty."""

    from_on = _day("选举日期", help_text="各委员任期从这一天算起，上一届到前一天为止。")

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        offered = [(pk, str(member)) for pk, member in self.members.items()]
        for kind, label in Office.Kind.choices:
            is_needed = kind == Office.Kind.SECRETARY
            nobody = ("", "请选择" if is_needed else "空缺")
            self.fields[kind] = forms.ChoiceField(
                label=label,
                choices=[nobody, *offered],
                required=is_needed,
                error_messages={"required": f"请选择{label}。"},
            )

    def action_kwargs(self):
        said = super().action_kwargs()
        seats = {kind: said.pop(kind) for kind in Office.Kind.values}
        return said | {"seats": {kind: self.members[pk] for kind, pk in seats.items() if pk}}


class HonourForm(ActionForm):
    year = forms.IntegerField(label="年份", min_value=1950, max_value=2100)
    title = forms.CharField(
        label="荣誉名称", max_length=40, help_text="按证书填写，如“区优秀教师”；没有证书的不登记。"
    )
    issuer = forms.CharField(label="授予单位", max_length=40)
    level = forms.ChoiceField(
        label="级别",
        choices=Honour.Level,
        widget=ChipSelect,
        error_messages={"required": "请选择级别。"},
    )


# 一个党员，一面旗帜


class FlagForm(ActionForm):
    post_title = forms.CharField(
        label="示范岗名称", max_length=20, help_text="如“党员示范岗”“谈心示范岗”。"
    )
    roles = forms.CharField(
        label="身份",
        max_length=60,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"一行一项，最多 {LINES} 行，如“英语教师”。不写职务以外的个人信息。",
    )
    pledge = forms.CharField(
        label="公开承诺",
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写做得到的事。不写数量，不写帮扶的时间、地点和物品，不写学生和家庭。",
    )
    pledged_on = _day("承诺日期")

    def clean_roles(self):
        lines = [line.strip() for line in self.cleaned_data["roles"].splitlines() if line.strip()]
        if len(lines) > LINES or any(len(line) > LINE for line in lines):
            raise forms.ValidationError(f"最多 {LINES} 行，每行不超过 {LINE} 个字。")
        return "\n".join(lines)


class ConsentForm(ActionForm):
    agrees = forms.BooleanField(
        label="我同意把这一页和登记的荣誉在支部网站公开",
        error_messages={"required": "同意公开后才能送审，请勾选。"},
    )

    def action_kwargs(self):
        said = super().action_kwargs()
        said.pop("agrees")
        return said


class ApproveForm(ActionForm):
    is_checked = forms.BooleanField(label="我已核对", required=False)


class ReturnForm(ActionForm):
    remark = forms.CharField(label="要改什么", max_length=100, help_text="本人会看到这句话。")

    def initial_of(self, page):
        return {}
