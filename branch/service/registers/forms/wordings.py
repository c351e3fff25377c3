from django import forms

from branch.core.forms import ActionForm, chips_field, text_field
from branch.service.registers.models import ChecklistItem


class WordingForm(ActionForm):
    """A community, or what is done there: its name and its place in the list."""

    draft_name = "报到和服务的名称"

    name = text_field(ChecklistItem, "name")
    order = forms.IntegerField(
        label="次序", min_value=0, max_value=999, initial=0, help_text="小的排在前面。"
    )


class ItemForm(WordingForm):
    """An item of 三报到三服务, in the branch's own words."""

    draft_name = "报到和服务事项"
    field_order = ["group", "name", "order"]

    group = chips_field("类别", ChecklistItem.Group.choices)
