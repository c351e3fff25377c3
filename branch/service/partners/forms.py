"""Forms of partners and of the rows of their pages."""

from django import forms

from branch.activities.models import Partner
from branch.core.files import PAPER_ACCEPT, read_paper
from branch.core.forms import (
    ActionForm,
    FilterForm,
    SearchedField,
    UploadField,
    VersionForm,
    chips_field,
    day_field,
    text_field,
)
from branch.core.wording import NO_SECRETS

from .models import (
    AgreementPaper,
    BranchReport,
    EntryStep,
    EvaluationPaper,
    ListEntry,
    PartnerContact,
    PartnerEvaluation,
    PartnershipAgreement,
)


def paper_field(model, label):
    return UploadField(
        read=read_paper,
        model=model,
        accept=PAPER_ACCEPT,
        label=label,
        required=False,
        help_text=f"1 份，照片或文件，只有支委打得开。{NO_SECRETS}",
    )


class PartnerKindFilter(FilterForm):
    """The partners of one kind, or those that the branch no longer works with."""

    FORMER = "former"

    kind = forms.ChoiceField(
        required=False, choices=[("", "全部"), *Partner.Kind.choices, (FORMER, "不再合作")]
    )

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("kind", "")


class PartnerForm(ActionForm):
    """共建单位: its name and kind, and whom the committee calls there."""

    no_draft = "the name and telephone of a person outside the school"

    name = text_field(Partner, "name")
    kind = chips_field("类别", Partner.Kind.choices)
    contact_name = text_field(PartnerContact, "name", required=False)
    contact_phone = text_field(
        PartnerContact, "phone", help_text="写办公电话，不写手机号。联系人和电话只有支委看得到。"
    )
    is_active = forms.BooleanField(label="在合作", required=False, initial=True)

    def initial_of(self, record):
        contact = PartnerContact.objects.filter(partner=record).first()
        return super().initial_of(record) | {
            "contact_name": contact.name if contact else "",
            "contact_phone": contact.phone if contact else "",
        }


class AgreementForm(ActionForm):
    draft_name = "共建协议"

    title = text_field(PartnershipAgreement, "title")
    from_on = day_field("签订日期")
    until_on = day_field("有效期至", required=False, help_text="没有写期限的，空着。")
    paper = paper_field(AgreementPaper, "协议文本")


class BranchReportForm(ActionForm):
    draft_name = "支部报到"

    from_on = day_field("报到日期")
    place = text_field(BranchReport, "place", help_text="如：红心塔党群服务站。")
    reported_by = SearchedField(label="报到人", missing="请选择报到人。")
    until_on = day_field("结束日期", required=False, help_text="不再在这里报到时才写。")

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {**self.context, "staff": staff}
        self.fields["reported_by"].choose_from(staff)

    def initial_of(self, record):
        return super().initial_of(record) | {"reported_by": record.reported_by_id}


class EvaluationForm(ActionForm):
    draft_name = "年度评价"

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    evaluated_on = day_field("评价日期")
    grade = text_field(PartnerEvaluation, "grade", help_text="对方写了等次的才写，照原文。")
    words = text_field(
        PartnerEvaluation,
        "words",
        help_text="照对方的原话写。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    paper = paper_field(EvaluationPaper, "评价材料")


class EntryForm(ActionForm):
    draft_name = "双报到清单"

    group = chips_field("清单", ListEntry.Group.choices)
    what = text_field(ListEntry, "what", help_text="一行写清楚，如：周末亲子阅读场地。")


class EntryStepForm(VersionForm):
    """How an entry stands: one tap on the button that says it."""

    state = forms.ChoiceField(choices=EntryStep.State.choices)
