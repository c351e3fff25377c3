from django import forms

from branch.core.forms import ActionForm, FilterForm, Offer, SearchedField, chips_field, day_field
from branch.members.models import MemberStatus, PartyGroup
from branch.school.models import Staff

from .fields import GroupField, MonthField, PastDateField

Kind = MemberStatus.Kind
AWAY_REASONS = [(word, word) for word in ("支教", "借调", "进修", "产假", "病假", "其他")]


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


class AdmitForm(ActionForm):
    draft_name = "党员登记"

    staff = SearchedField(
        label="教职工",
        missing="请选择教职工。",
        help_text="只列在校、还不在本支部的教职工。",
    )
    kind = chips_field("党员类别", Kind)
    group = GroupField()
    joined_on = PastDateField(
        label="入党时间", help_text="支部大会通过的那一天。预备期从这一天算起。"
    )
    from_on = day_field("到本支部的日期", help_text="新接收的预备党员，就是入党时间那一天。")
    regularised_on = PastDateField(label="转正时间", required=False, help_text="正式党员填写。")

    def __init__(self, *args, staff, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["staff"].choose_from(
            Offer(
                staff,
                source="kind=staff&scope=member",
                find=lambda typed: staff.found_by(user, typed).nearest_first(),
                says=lambda row: row.told_apart(by_number=True),
                keys=lambda row: row.name_keys,
            )
        )


class RegulariseForm(ActionForm):
    draft_name = "转正"

    full_on = day_field("转正日期", help_text="预备期满的那一天；支部大会晚些开，也从期满算起。")


class ExtendForm(ActionForm):
    draft_name = "延长预备期"

    decided_on = day_field("支部大会决定的日期")
    months = chips_field(
        "延长",
        coerce=int,
        error_messages={"required": "请选择延长多久。"},
        help_text="只能延长一次。",
    )

    def __init__(self, *args, months, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"months": months}
        self.fields["months"].choices = [(count, f"{count} 个月") for count in months]


class ReleaseForm(ActionForm):
    draft_name = "党员转出"

    until_on = day_field("在本支部的最后一天")


class RegroupForm(ActionForm):
    draft_name = "调整党小组"

    group = GroupField()


class FactsForm(ActionForm):
    draft_name = "党员信息"

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
    draft_name = "外出登记"

    reason = chips_field("原因", AWAY_REASONS)
    from_on = day_field("外出日期")
    until_on = day_field("外出最后一天", help_text="到期自动恢复；提前回来，在个人页上点“已返岗”。")
