from django import forms

from branch.core.forms import ActionForm, Offer, SearchedField
from branch.school.forms import ClassField
from branch.school.models import Term

BOTH = "请把班级和党员都选上，或者都不选。"


class TermForm(ActionForm):
    """The term that a plan is for."""

    draft_name = "新建分配方案"

    term = forms.ModelChoiceField(
        Term.objects.none(),
        label="学期",
        empty_label=None,
        error_messages={"required": "请选择学期。", "invalid_choice": "请从列出的学期里选。"},
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        # the running or the next one first: for it a plan is most likely made
        self.fields["term"].queryset = Term.objects.filter(ends_on__gte=on).order_by("starts_on")


class PlanForm(ActionForm):
    """The pairs to lock before a plan is solved again: those ticked, and one more by hand."""

    draft_name = "分配方案"

    lock = forms.MultipleChoiceField(
        label="锁定",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "勾选的锁定里有一项已经变了，请看过现在的方案再勾。"},
    )
    school_class = ClassField(label="班级", required=False, empty_label="不指定")
    member = SearchedField(label="党员", required=False, empty_label="不指定")

    def __init__(self, *args, pairs, classes, members, user, on, **kwargs):
        """`pairs` are {key: name} of each class and member that have a box."""
        super().__init__(*args, **kwargs)
        # of both or neither, so that neither is marked as one that may be left out
        self.fields["school_class"].is_of_pair = self.fields["member"].is_of_pair = True
        self.fields["lock"].choices = list(pairs.items())
        self.fields["school_class"].offer_classes(classes, on=on)
        self.fields["member"].choose_from(
            Offer(
                members,
                source="kind=member&scope=plan",
                find=lambda typed: members.found_by(user, typed),
                group_of=lambda member: member.group_name,
                says=str,
                keys=lambda member: member.staff.name_keys,
            )
        )

    def clean(self):
        chosen = [self.cleaned_data.get(name) for name in ("school_class", "member")]
        if any(chosen) and not all(chosen) and not self.errors:
            self.add_error("school_class" if chosen[1] else "member", BOTH)
        return self.cleaned_data

    def action_kwargs(self):
        """`locks`, the set of (member, class) by pk, and the version."""
        facts = super().action_kwargs()
        locks = {tuple(map(int, key.split("-")))[::-1] for key in facts.pop("lock")}
        school_class, member = facts.pop("school_class"), facts.pop("member")
        by_hand = {(member.pk, school_class.pk)} if member else set()
        return facts | {"locks": locks | by_hand}
