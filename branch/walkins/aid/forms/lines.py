from crispy_forms.layout import Div, Row
from django import forms

from branch.core.forms import (
    ActionForm,
    MoneyField,
    SearchedRowsField,
    chips_field,
    day_field,
    layout_helper,
    text_field,
)
from branch.walkins.aid.models import GIVEN, Aid, Kind, Occasion, Reason, Refusal, Source
from branch.walkins.students.forms.pairings import offer_of_students

PAYEE = "学校财务室"
PAIR = "guangqin_forms/layout/pair.html"
GIVEN_KINDS = [(kind.value, kind.label) for kind in GIVEN]


class LineForm(ActionForm):
    """What every line has: how much, when, from which source, and by which receipt."""

    amount = MoneyField(label="金额（元）")
    happened_on = day_field("日期")
    source = forms.ChoiceField(
        label="来源",
        choices=[("", "请选择"), *Source.choices],
        help_text="党费不能作为来源。",
        error_messages={"invalid_choice": "请从列出的来源里选，党费不能作为来源。"},
    )
    payee = text_field(Aid, "payee", required=True, initial=PAYEE)
    receipt = text_field(Aid, "receipt")

    def ask_for(self, cleaned, name):
        """Refuse an empty field that this line needs."""
        if not cleaned.get(name) and name not in self.errors:
            self.add_error(name, f"请填写{self.fields[name].label}。")


class IncomeForm(LineForm):
    """登记收入: a sum by its source; who gave how much is on the list of the 工会 or of the school's finance."""

    draft_name = "帮困助学收入"
    field_order = ["source", "amount", "happened_on", "payee", "receipt"]

    receipt = text_field(Aid, "receipt", required=True)

    @property
    def helper(self):
        return layout_helper(
            "source",
            Div("amount", "happened_on", template=PAIR),
            Row("payee", "receipt"),
        )


class AidForm(LineForm):
    """登记支出: money, goods or a comfort, for students of the roll."""

    draft_name = "帮困助学支出"

    kind = chips_field("类别", GIVEN_KINDS, initial=Kind.MONEY)
    students = SearchedRowsField(
        label="学生", missing="请选择学生。", help_text="登记表上只写班级和学生编号。"
    )
    goods = text_field(
        Aid, "goods", help_text="物资写，如“学习用品 2 件”，金额写折价。助学款不写。"
    )
    occasion = chips_field("慰问事由", Occasion.choices, required=False, help_text="慰问才选。")

    def __init__(self, *args, students, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"students": students, "on": on}
        offer = offer_of_students(students.in_class_order(), scope="aid", on=on)
        self.fields["students"].choose_from(offer)
        self.fields["receipt"].help_text = "助学款要写；物资没有票据的，可以不写。"
        self.fields["amount"].help_text = "几名学生一起的，写合计。"
        # each is asked of some kinds, as its help says
        for name in ("receipt", "goods", "occasion"):
            self.fields[name].is_asked = True

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == Kind.GOODS:
            self.ask_for(cleaned, "goods")
        if kind == Kind.MONEY and cleaned.get("goods"):
            self.add_error("goods", "助学款不写物资。送的是物资，请在类别里选“物资”。")
        if kind == Kind.COMFORT and not cleaned.get("occasion"):
            self.add_error("occasion", "请选择慰问事由。")
        if kind in (Kind.MONEY, Kind.GOODS):
            # chosen before the kind was changed
            cleaned["occasion"] = ""
        if kind and not cleaned.get("goods") and kind != Kind.GOODS:
            self.ask_for(cleaned, "receipt")
        return cleaned

    @property
    def helper(self):
        return layout_helper(
            "kind",
            "students",
            Div("amount", "happened_on", template=PAIR),
            Row("source", "payee"),
            "receipt",
            "goods",
            "occasion",
        )


class DecisionForm(ActionForm):
    """同意 or 不同意: the button tells; only a refusal has a reason."""

    no_draft = "one choice, beside the button that sends it"

    APPROVE, REFUSE = "approve", "refuse"

    step = forms.ChoiceField(
        label="同意或不同意",
        choices=[(APPROVE, "同意"), (REFUSE, "不同意")],
        error_messages={"required": "请点“同意”或“不同意”。"},
    )
    refusal = chips_field("不同意的原因", Refusal.choices, required=False)
    # of the button beside it
    refusal.is_asked = True

    def clean(self):
        cleaned = super().clean()
        if self.is_refusal and not cleaned.get("refusal") and "refusal" not in self.errors:
            self.add_error("refusal", "请选择不同意的原因。")
        return cleaned

    @property
    def is_refusal(self):
        return self.cleaned_data.get("step") == self.REFUSE

    def action_kwargs(self):
        given = super().action_kwargs()
        given.pop("step")
        if not self.is_refusal:
            given.pop("refusal")
        return given


class ReversalForm(ActionForm):
    """冲正: why; amount and source are those of the line."""

    draft_name = "冲正"

    reason = chips_field("冲正原因", Reason.choices)
    remark = text_field(
        Aid, "remark", help_text="只在这里看得到，登记表上没有。不写人名。选“其他”的请写明。"
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("remark"):
            self.add_error("remark", "请写明原因。")
        return cleaned
