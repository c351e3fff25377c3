from django import forms

from branch.core.files import PAPER_ACCEPT, read_paper
from branch.core.forms import ActionForm, FilterForm, RowsField, UploadField, day_field, text_field
from branch.core.wording import NO_SECRETS
from branch.service.registers.models import (
    CommunityPaper,
    CommunityRegistration,
    RegistrationReceipt,
)

from .fields import CommunityForm

GONE = "勾选的党员里有一名现在不能选，请重新勾选。"


class RegistrationForm(CommunityForm):
    """居住地报到: the first one, a correction, or a move."""

    draft_name = "居住地报到"
    field_order = ["community", "community_name", "from_on", "post", "receipt"]

    from_on = day_field("报到日期")
    post = text_field(
        CommunityRegistration, "post", help_text="如：课后阅读。还没有认领的，以后再写。"
    )
    receipt = UploadField(
        read=read_paper,
        model=RegistrationReceipt,
        accept=PAPER_ACCEPT,
        label="回执",
        required=False,
        help_text=f"1 份，照片或文件。回执上有住址的，请先遮住。{NO_SECRETS}",
    )

    def __init__(self, *args, on, current=None, **kwargs):
        chosen = current.community if current else None
        super().__init__(*args, on=on, chosen=chosen, current=current, **kwargs)
        self.fields["community"].label = "居住社区"
        if current:
            self.fields[
                "from_on"
            ].help_text = "搬到别的社区，写在新社区报到的日期，原来的留在记录里。"

    def initial_of(self, record):
        return {
            "community": str(record.community_id),
            "from_on": record.from_on,
            "post": record.post,
        }

    def clean(self):
        cleaned = super().clean()
        self.refuse_marked("receipt")
        return cleaned


class ListForm(CommunityForm):
    """按社区名单登记: several members on one day; they are shown before they are stored."""

    draft_name = "按社区名单登记报到"
    CONFIRM = "confirm"

    members = RowsField(
        None,
        label="报到的党员",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾选报到的党员。",
            "invalid_choice": GONE,
            "invalid_pk_value": GONE,
        },
    )
    from_on = day_field("报到日期")
    paper = UploadField(
        read=read_paper,
        model=CommunityPaper,
        accept=PAPER_ACCEPT,
        label="社区名单",
        required=False,
        help_text=NO_SECRETS,
    )
    step = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, members, listed, **kwargs):
        """`members` may be ticked; only `listed` have a box in the page."""
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = members
        self.fields["members"].choices = [(row.pk, str(row)) for row in listed]

    def clean(self):
        cleaned = super().clean()
        self.refuse_marked("paper")
        if not cleaned.get("community") and not cleaned.get("community_name"):
            self.add_error("community", "请选择社区，列表里没有的写在“其他社区”里。")
        return cleaned

    @property
    def is_confirmed(self):
        return self.cleaned_data.get("step") == self.CONFIRM

    def action_kwargs(self):
        facts = super().action_kwargs()
        facts.pop("step")
        return facts


class TickForm(ActionForm):
    """The items that a member ticked, and those that the page had shown as ticked."""

    no_draft = "ticks alone, beside the button that stores them"

    items = forms.MultipleChoiceField(
        label="报到和服务事项", required=False, widget=forms.CheckboxSelectMultiple
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [(row.pk, row.name) for row in items]

    def action_kwargs(self):
        shown = self.cleaned_data["shown"].split(",")
        return {
            "ticked": {int(key) for key in self.cleaned_data["items"]},
            "shown": {int(key) for key in shown if key.isascii() and key.isdecimal()},
        }


class StateFilter(FilterForm):
    """All members, those who are not registered, or those without a receipt."""

    UNREGISTERED, NO_PAPER = "unregistered", "no_paper"

    state = forms.ChoiceField(
        required=False,
        choices=[("", "全部"), (UNREGISTERED, "还没有登记"), (NO_PAPER, "没有回执")],
    )

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("state", "")


class YearFilter(FilterForm):
    """The year whose deeds are shown."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
