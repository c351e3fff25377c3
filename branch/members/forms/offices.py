from django import forms

from branch.core.forms import ActionForm, chips_field, day_field
from branch.members.models import Office


class AppointForm(ActionForm):
    kind = chips_field("党内职务", Office.Kind, error_messages={"required": "请选择职务。"})
    from_on = day_field("任职日期")


class DismissForm(ActionForm):
    until_on = day_field("任职的最后一天")


class ElectForm(ActionForm):
    """The member elected into each seat; a seat may stay empty."""

    from_on = day_field("选举日期", help_text="各委员任期从这一天算起，上一届到前一天为止。")

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        choices = [(pk, str(member)) for pk, member in self.members.items()]
        for kind, label in Office.Kind.choices:
            is_needed = kind == Office.Kind.SECRETARY
            empty = ("", "请选择" if is_needed else "空缺")
            self.fields[kind] = forms.ChoiceField(
                label=label,
                choices=[empty, *choices],
                required=is_needed,
                error_messages={"required": f"请选择{label}。"},
            )

    def action_kwargs(self):
        kwargs = super().action_kwargs()
        seats = {kind: kwargs.pop(kind) for kind in Office.Kind.values}
        return kwargs | {"seats": {kind: self.members[pk] for kind, pk in seats.items() if pk}}
