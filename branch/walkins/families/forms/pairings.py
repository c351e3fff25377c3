from functools import cached_property

from django import forms

from branch.core.forms import ActionForm, KeyField, Offer, SearchedField, chips_field, day_field
from branch.walkins.families.models import Adult, FamilyPairing, class_name_of, named_like
from branch.walkins.students.forms.pairings import offer_of_members


class FamilyPairingPrefill(forms.Form):
    """The query string of a link to a new pairing: a family."""

    family = KeyField(required=False)


class FamilyPairingForm(ActionForm):
    draft_name = "家庭结对"

    family = SearchedField(
        label="结对家庭",
        missing="请选择结对家庭。",
        help_text="只列学校认定、还没有结对的困难家庭。",
    )
    member = SearchedField(label="结对党员", missing="请选择党员。")
    started_on = day_field("结对日期")
    agreed_on = day_field("家长同意日期")
    agreed_by = chips_field("同意的家长", Adult.choices)

    def __init__(self, *args, families, members, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.families = families
        self.fields["family"].choose_from(
            Offer(
                families,
                source="kind=family&scope=pairing",
                find=lambda typed: named_like(families, typed),
                group_of=lambda family: class_name_of(family, on=on),
                says=lambda family: f"{family.child_name}家",
                keys=lambda family: family.child_keys,
            )
        )
        self.fields["member"].choose_from(offer_of_members(members, user=user))

    @cached_property
    def offered_ids(self):
        """The keys of the families that are options."""
        return [family.pk for family in self["family"].offered]


class FamilyPairingEndForm(ActionForm):
    draft_name = "结束家庭结对"

    reason = chips_field("结束原因", FamilyPairing.EndReason.choices)

    def initial_of(self, pairing):
        return {"reason": pairing.end_reason}
