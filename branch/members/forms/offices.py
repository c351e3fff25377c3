from branch.core.forms import ActionForm, Offer, SearchedField, chips_field, day_field
from branch.members.models import Office


class AppointForm(ActionForm):
    draft_name = "支部职务"

    kind = chips_field("党内职务", Office.Kind, error_messages={"required": "请选择职务。"})
    from_on = day_field("任职日期")


class DismissForm(ActionForm):
    draft_name = "结束职务"

    until_on = day_field("任职的最后一天")


class ElectForm(ActionForm):
    """The member elected into each seat; a seat may stay empty."""

    draft_name = "支委换届"

    from_on = day_field("选举日期", help_text="各委员任期从这一天算起，上一届到前一天为止。")

    def __init__(self, *args, members, user, **kwargs):
        super().__init__(*args, **kwargs)
        offer = Offer(
            members,
            source="kind=member&scope=seat",
            find=lambda typed: members.found_by(user, typed),
            says=str,
            keys=lambda member: member.staff.name_keys,
        )
        for kind, label in Office.Kind.choices:
            is_needed = kind == Office.Kind.SECRETARY
            self.fields[kind] = SearchedField(
                label=label,
                empty_label="请选择" if is_needed else "空缺",
                required=is_needed,
                missing=f"请选择{label}。",
            )
            self.fields[kind].choose_from(offer)

    def action_kwargs(self):
        kwargs = super().action_kwargs()
        seats = {kind: kwargs.pop(kind) for kind in Office.Kind.values}
        return kwargs | {"seats": {kind: member for kind, member in seats.items() if member}}
